//! What single fields of the site take.

use utoipa::openapi::schema::{ObjectBuilder, Type};
use web::body::FromText;

use color::Hex;

/// Makes a word of a closed set.
macro_rules! one_of {
    ($(#[$doc:meta])* $name:ident: $($word:literal)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub(super) struct $name(pub(super) String);

        impl FromText for $name {
            fn from_text(text: String, at: &str) -> Result<Self, String> {
                const WORDS: &[&str] = &[$($word),*];
                if WORDS.contains(&text.as_str()) {
                    return Ok(Self(text));
                }
                Err(format!("Invalid value for field '{at}': expected one of {}", WORDS.join(", ")))
            }

            fn schema() -> ObjectBuilder {
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some([$($word),*]))
            }
        }
    };
}

one_of! {
    /// Letters that every device has, so that nothing is loaded for them; `theme` are the theme's own.
    Font: "theme" "sans" "serif" "rounded" "mono"
}

one_of! {
    /// A place where shops are.
    Network: "bluesky" "facebook" "github" "instagram" "linkedin" "mastodon" "pinterest" "threads" "tiktok" "x" "youtube" "other"
}

/// A colour in its one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Color(pub(super) String);

impl FromText for Color {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let read = Hex::read(text.trim());
        read.map(|color| Self(color.text())).ok_or_else(|| {
            format!("Invalid colour for field '{at}': expected '#' and six hexadecimal digits, such as #1f4e5f")
        })
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"))
    }
}

/// How the title of a page stands in those of tabs and search results.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pattern(pub(super) String);

impl FromText for Pattern {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        if text.chars().count() > 200 {
            return Err(format!("Value for field '{at}' too big, expected at most: '200'"));
        }
        let rest = text.replacen("{title}", "", 1);
        if rest.len() == text.len() || rest.contains(['{', '}']) || text.chars().any(char::is_control) {
            return Err(format!(
                "Invalid value for field '{at}': expected a text with '{{title}}' in it, once, such as '{{title}} · Quay & Tally'"
            ));
        }
        Ok(Self(text))
    }
}

/// An address elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Web(pub(super) String);

impl FromText for Web {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("Invalid address for field '{at}': {why}");
        let link = blocks::Link::try_from(text).map_err(|why| wrong(&why))?;
        match link.target() {
            blocks::Target::Web(url) if url.starts_with("https://") => Ok(Self(url.to_owned())),
            _ => Err(wrong("it must begin with https://")),
        }
    }
}

/// A telephone number, as people write it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Phone(pub(super) String);

impl FromText for Phone {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-./() ".contains(&byte));
        if is_plain && (3..=20).contains(&digits) && text.len() <= 40 {
            return Ok(Self(text));
        }
        Err(format!("Invalid number for field '{at}': expected such as +45 1234 5678"))
    }
}

/// Lines of robots.txt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Robots(pub(super) String);

impl FromText for Robots {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        const KNOWN: &[&str] = &["user-agent", "allow", "disallow", "crawl-delay", "sitemap"];
        if text.len() > 4000 {
            return Err(format!("Value for field '{at}' too big, expected at most: '4000'"));
        }
        let text = text.replace("\r\n", "\n");
        for (nth, line) in text.lines().map(str::trim).enumerate() {
            let is_known = line.is_empty()
                || line.starts_with('#')
                || line
                    .split_once(':')
                    .is_some_and(|(name, _)| KNOWN.contains(&name.trim().to_ascii_lowercase().as_str()));
            if !is_known || line.chars().any(char::is_control) {
                return Err(format!(
                    "Invalid value for field '{at}': line {} is none of robots.txt: expected such as 'Disallow: /private', with User-agent, Allow, Disallow, Crawl-delay or Sitemap",
                    nth + 1
                ));
            }
        }
        Ok(Self(text))
    }
}
