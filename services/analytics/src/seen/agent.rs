//! What a browser says of itself.

use std::sync::LazyLock;

use isbot::Bots;
use serde::Serialize;
use woothee::parser::Parser;

use super::tame;

static BOTS: LazyLock<Bots> = LazyLock::new(Bots::default);

/// What is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Agent {
    device: &'static str,
    browser: Option<String>,
    os: Option<String>,
    /// What it is if it is no person's.
    bot: Option<String>,
}

/// The most of a browser's name that is looked at: some are made to be long.
const MOST: usize = 512;

/// Reads what a browser says. One that does not say what it is, or asks for no language, is a program.
pub(super) fn agent(user_agent: &str, asks_for_language: bool) -> Agent {
    let user_agent: String = user_agent.chars().take(MOST).collect();
    let found = Parser::new().parse(&user_agent);
    let known = |text: &str| (text != "UNKNOWN").then(|| tame(text, 64)).flatten();
    let category = found.as_ref().map_or("UNKNOWN", |found| found.category);
    let is_bot = user_agent.trim().is_empty() || category == "crawler" || BOTS.is_bot(&user_agent);
    let bot = if is_bot {
        Some(bot_name(&user_agent))
    } else if asks_for_language {
        None
    } else {
        Some("no language".to_owned())
    };
    let is_tablet = user_agent.contains("iPad")
        || user_agent.contains("Tablet")
        || (user_agent.contains("Android") && !user_agent.contains("Mobile"));
    let device = match category {
        _ if is_tablet => "tablet",
        "pc" => "desktop",
        "smartphone" | "mobilephone" => "phone",
        _ => "other",
    };
    Agent {
        device,
        browser: found.as_ref().and_then(|found| known(found.name)),
        os: found.as_ref().and_then(|found| known(found.os)),
        bot,
    }
}

/// The word of it that names a bot, else its first: `Mozilla/5.0 (compatible; Googlebot/2.1; …)` is `Googlebot`, `curl/8.1` is `curl`.
fn bot_name(user_agent: &str) -> String {
    let words = || {
        user_agent.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').filter(|word| !word.is_empty())
    };
    let is_name = |word: &&str| {
        let word = word.to_ascii_lowercase();
        word.len() > 3 && ["bot", "crawler", "spider", "externalhit"].iter().any(|end| word.ends_with(end))
    };
    words()
        .find(is_name)
        .or_else(|| words().next())
        .and_then(|word| tame(word, 64))
        .unwrap_or_else(|| "unnamed".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
    const IPAD: &str = "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    #[test]
    fn people() {
        let of = |text| {
            let Agent { device, browser, bot, .. } = agent(text, true);
            assert_eq!(bot, None, "{text}");
            (device, browser.unwrap())
        };
        assert_eq!(of(CHROME), ("desktop", "Chrome".to_owned()));
        assert_eq!(of(IPHONE), ("phone", "Safari".to_owned()));
        assert_eq!(of(IPAD), ("tablet", "Safari".to_owned()));
        assert_eq!(of(ANDROID), ("phone", "Chrome".to_owned()));
        assert_eq!(of(FIREFOX), ("desktop", "Firefox".to_owned()));
    }

    #[test]
    fn programs() {
        for (text, name) in [
            ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot"),
            ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "bingbot"),
            (
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
                "GPTBot",
            ),
            ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "facebookexternalhit"),
            ("curl/8.14.1", "curl"),
            ("python-requests/2.32", "python-requests"),
            ("", "unnamed"),
        ] {
            assert_eq!(agent(text, true).bot.as_deref(), Some(name), "{text}");
        }
        assert_eq!(agent(CHROME, false).bot.as_deref(), Some("no language"));
    }

    #[test]
    fn nothing_is_too_long() {
        let long = "bot".repeat(100_000);
        assert!(agent(&long, true).bot.unwrap().chars().count() <= 64);
    }
}
