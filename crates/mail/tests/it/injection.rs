//! Nobody writes a line into a mail's head or a server's dialogue.

use mail::{Address, Invalid, Mailbox, Message};
use mail_parser::MessageParser;
use proptest::prelude::*;

use crate::{server::Server, support::mailer};

const BREAKS: &[&str] =
    &["\r\nBcc: eve@evil.test", "\nBcc: eve@evil.test", "\rBcc: eve@evil.test", "\0", "\u{85}", "\u{2028}"];

#[test]
fn line_breaks_are_refused_everywhere() {
    for attack in BREAKS {
        let with = |text: &str| format!("{text}{attack}");
        assert_eq!(with("ada@example.com").parse::<Address>(), Err(Invalid::Address), "{attack:?}");
        assert!(with("Ada <ada@example.com>").parse::<Mailbox>().is_err(), "{attack:?}");
        assert!(format!("Ada{attack} <ada@example.com>").parse::<Mailbox>().is_err(), "{attack:?}");
        assert_eq!(Message::new("a@b.test", with("Hi"), "text").unwrap_err(), Invalid::Line, "{attack:?}");
        let mail = Message::new("a@b.test", "Hi", "text").unwrap();
        assert_eq!(mail.clone().with_header("X-Kind", with("a")).unwrap_err(), Invalid::Line, "{attack:?}");
        assert_eq!(mail.with_header(&with("X-Kind"), "a").unwrap_err(), Invalid::Header, "{attack:?}");
    }
}

#[test]
fn what_is_refused_in_the_making_is_refused_from_the_queue() {
    let mail = Message::new("Ada <a@b.test>", "Hi", "text").unwrap().with_header("X-Kind", "a").unwrap();
    let good = serde_json::to_value(&mail).unwrap();
    assert_eq!(serde_json::from_value::<Message>(good.clone()).unwrap(), mail);
    let bad = |path: &str, value: serde_json::Value| {
        let mut payload = good.clone();
        *payload.pointer_mut(path).unwrap() = value;
        serde_json::from_value::<Message>(payload).unwrap_err().to_string()
    };
    let attack = "x\r\nBcc: eve@evil.test";
    for path in ["/subject", "/to/name", "/to/address", "/headers/0/0", "/headers/0/1"] {
        let error = bad(path, attack.into());
        assert!(!error.contains("evil"), "{error}");
    }
    bad("/text", "".into());
}

#[test]
fn headers_of_the_mail_itself_are_refused() {
    let mail = Message::new("a@b.test", "Hi", "text").unwrap();
    for name in
        ["Bcc", "CC", "To", "from", "Date", "Message-Id", "Content-Type", "Resent-To", "", "A B", "A:", "Ä", "Sender"]
    {
        assert_eq!(mail.clone().with_header(name, "a@b.test").unwrap_err(), Invalid::Header, "{name}");
    }
    let mail = mail.with_header("X-Kind", "a").unwrap();
    assert_eq!(mail.with_header("x-kind", "b").unwrap_err(), Invalid::Header);
}

#[test]
fn addresses_are_of_one_person() {
    for good in ["ada@example.com", "a.b+c@x.y.example", "o'hara@example.com", "no-reply@localhost", "ADA@EXAMPLE.COM"]
    {
        assert!(good.parse::<Address>().is_ok(), "{good}");
    }
    assert_eq!("Ada@BÜCHER.example".parse::<Address>().unwrap().as_str(), "Ada@xn--bcher-kva.example");
    let bad = [
        "",
        "ada",
        "@example.com",
        "ada@",
        "a b@example.com",
        "ada@exa mple.com",
        "ada@example..com",
        ".a@example.com",
        "a..b@example.com",
        "a@b@example.com",
        "a@example.com,b@example.com",
        "a@example.com>",
        "<a@example.com>",
        "\"a b\"@example.com",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "a@-x.com",
        "a@x%41.com",
        "ä@example.com",
        "a@x_y.com",
        "a@example.com.",
        " a@example.com",
    ];
    for bad in bad {
        assert_eq!(bad.parse::<Address>(), Err(Invalid::Address), "{bad}");
    }
    assert!(format!("{}@example.com", "a".repeat(65)).parse::<Address>().is_err());
    assert!(format!("a@{}.com", "a".repeat(64)).parse::<Address>().is_err());
    assert!(format!("a@{}com", "aaaaaaa.".repeat(32)).parse::<Address>().is_err());
}

/// Mostly what people write, and sometimes what they do not.
fn words(longest: usize) -> impl Strategy<Value = String> {
    let visible = format!("\\PC{{1,{longest}}}");
    prop_oneof![6 => proptest::string::string_regex(&visible).unwrap(), 2 => "[ -~]{1,80}", 1 => "[\\x00-\\x7f]{0,9}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is taken arrives with exactly the headers and the one recipient that a harmless mail has.
    #[test]
    fn whatever_is_taken_adds_nothing(
        name in words(40), address in prop_oneof![4 => "[a-z.+]{1,9}@[a-z]{1,9}\\.test", 1 => "[a-z\\r\\n<>@, .\"]{1,24}"],
        subject in words(300), value in words(120), text in prop_oneof!["[\\x01-\\x7f]{1,200}", "\\PC{1,1500}", "[.\\r\\n ]{0,30}x"],
    ) {
        let Ok(to) = format!("{name} <{address}>").parse::<Mailbox>() else { return Ok(()) };
        let Ok(mail) = Message::new(to, &*subject, &*text) else { return Ok(()) };
        let Ok(mail) = mail.with_header("X-Value", &*value) else { return Ok(()) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let delivered = runtime.block_on(async {
            let server = Server::start().await;
            mailer(&server).send(&mail).await.unwrap();
            server.only()
        });
        let (head, body) = delivered.text().split_once("\r\n\r\n").unwrap();
        let names: Vec<_> = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).map(|line| line.split(':').next().unwrap()).collect();
        prop_assert_eq!(names, [
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Value", "MIME-Version", "Content-Type",
            "Content-Transfer-Encoding",
        ]);
        prop_assert!(!body.is_empty());
        let parsed = MessageParser::default().parse(&delivered.data).unwrap();
        prop_assert_eq!(parsed.to().unwrap().iter().count(), 1);
        prop_assert_eq!(parsed.to().unwrap().first().unwrap().address(), Some(&*delivered.to));
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(squeezed(parsed.subject().unwrap()), squeezed(&subject));
    }
}
