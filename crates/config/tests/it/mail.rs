//! The mail server and the sender.

use config::{Smtp, SmtpTls};
use secrecy::ExposeSecret;

use crate::{errors, read, settings};

fn smtp(url: &str) -> Smtp {
    settings(&[("SMTP_URL", url)], None).mail.smtp_url.expect("it is given")
}

#[test]
fn a_url_says_how_the_connection_is_protected() {
    for (url, tls, host, port) in [
        ("smtp://127.0.0.1:2525", SmtpTls::Off, "127.0.0.1", 2525),
        ("smtp://relay/", SmtpTls::Off, "relay", 25),
        ("smtp://[::1]:2525", SmtpTls::Off, "::1", 2525),
        ("smtp://mail.example.com?tls=required", SmtpTls::StartTls, "mail.example.com", 587),
        ("smtp://Mail.Example.com:25?tls=required", SmtpTls::StartTls, "mail.example.com", 25),
        ("smtp://a:b@mail.example.com?tls=none", SmtpTls::Off, "mail.example.com", 25),
        ("smtps://mail.example.com", SmtpTls::Implicit, "mail.example.com", 465),
        ("smtps://mail.example.com:4650?tls=required", SmtpTls::Implicit, "mail.example.com", 4650),
    ] {
        let smtp = smtp(url);
        assert_eq!((smtp.tls, smtp.host.as_str(), smtp.port), (tls, host, port), "{url}");
    }
    assert!(settings(&[], None).mail.smtp_url.is_none());
}

#[test]
fn user_and_password_are_decoded() {
    let login = smtp("smtps://ada%40example.com:p%40ss%2Fw%23rd%25@mail.example.com").login.expect("it has one");
    assert_eq!((login.user.as_str(), login.password.expose_secret()), ("ada@example.com", "p@ss/w#rd%"));
    assert!(smtp("smtps://mail.example.com").login.is_none());
    for here in ["localhost", "127.0.0.1:2525", "[::1]"] {
        assert!(smtp(&format!("smtp://ada:secret@{here}")).login.is_some(), "nobody listens in between: {here}");
    }
}

#[test]
fn a_wrong_url_says_why_without_showing_it() {
    let wrong = [
        ("localhost:25", "does not start with smtp://"),
        ("mail.example.com", "relative URL"),
        ("https://mail.example.com", "does not start with smtp://"),
        ("smtp:///", "names no host"),
        ("smtp://ada:hunter2@mail.example.com", "add ?tls=required"),
        ("smtp://mail.example.com?tls=opportunistic", "neither required nor"),
        ("smtps://mail.example.com?tls=none", "neither required nor"),
        ("smtp://mail.example.com?starttls=true", "something else"),
        ("smtp://mail.example.com?tls=required&tls=none", "something else"),
        ("smtps://ada:hunter2#@mail.example.com", "invalid port number"),
        ("smtps://ada:a/hunter2@mail.example.com", "invalid port number"),
        ("smtps://ada:hunter2@mail.example.com/path", "path"),
        ("smtps://ada@mail.example.com", "no password"),
        ("smtps://:hunter2@mail.example.com", "no user"),
        ("smtps://ada:%ff@mail.example.com", "not UTF-8"),
        ("smtps://ada:hunter2%00@mail.example.com", "NUL"),
        ("smtp://mail.example.com:0", "port is 0"),
    ];
    for (url, reason) in wrong {
        let shown = errors(&[("SMTP_URL", url)], None);
        assert!(shown.contains(reason), "{url}: {shown}");
        assert!(!shown.contains("hunter2") && !shown.contains("opportunistic"), "{shown}");
        assert!(shown.contains("set for example SMTP_URL=smtp://"), "{shown}");
    }
    insta::assert_snapshot!(errors(&[("SMTP_URL", "smtp://ada:hunter2@mail.example.com")], None), @r#"
    the settings have 1 error
    - SMTP_URL (mail.smtp_url) in the environment is not usable (it is a secret, so it is not shown), the password would travel unencrypted; add ?tls=required, or ?tls=none to allow it: expected smtp://user:password@host:587?tls=required, smtps://user:password@host or smtp://localhost:2525, with special characters in user and password percent-encoded; set for example SMTP_URL=smtp://user:password@mail.example.com:587?tls=required
    "#);
    let config = settings(&[("SMTP_URL", "smtps://ada:hunter2@mail.example.com")], None);
    assert!(!format!("{config:?} {config:#?}").contains("hunter2"));
}

#[test]
fn a_sender_is_one_address_with_or_without_a_name() {
    assert_eq!(settings(&[], None).mail.from, "Kontor <no-reply@localhost>");
    for good in
        ["Shop <shop@example.com>", "shop@example.com", "Bücher & mehr <a+b@bücher.example>", "\"A, B\" <a@b.c>"]
    {
        let config = settings(&[("MAIL_FROM", good), ("MAIL_REPLY_TO", good)], None);
        assert_eq!((config.mail.from.as_str(), config.mail.reply_to.as_deref()), (good, Some(good)));
    }
    let wrong = [
        "shop",
        "shop@",
        "@example.com",
        "<shop@example.com>",
        "Shop <shop>",
        "a@b.c, d@e.f",
        "a b@c.d",
        "a@b c",
        "Shop <a@b.c> x",
        "Shop\r\nBcc: x <a@b.c>",
        "a..b@c.d",
        "a@127.0.0.1",
    ];
    for wrong in wrong {
        for name in ["MAIL_FROM", "MAIL_REPLY_TO"] {
            assert!(read(&[(name, wrong)], None).is_err(), "{name}={wrong}");
        }
    }
    insta::assert_snapshot!(errors(&[("MAIL_FROM", "shop")], None), @r#"
    the settings have 1 error
    - MAIL_FROM (mail.from) in the environment is "shop": expected a name and a mail address like Shop <shop@example.com>, or an address; set for example MAIL_FROM=Kontor <no-reply@localhost>
    "#);
}
