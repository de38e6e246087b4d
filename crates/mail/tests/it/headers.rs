//! What the reader's program gets to see.

use mail::Message;
use mail_parser::{MessageParser, MimeHeaders};

use crate::{
    server::Server,
    support::{mailer, message, now, open, settings},
};

const SUBJECT: &str =
    "Grüße aus dem Kontor: Ihre Bestellung № 4711 ist unterwegs – 新しい注文 🎉 und noch viel mehr dazu";

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let server = Server::start().await;
    let text =
        "Hällo,\r\n.\n..two dots\n.one dot\nFrom here on a \rlone CR\nand a line that is longer than any line may be: "
            .to_owned()
            + &"x".repeat(3000)
            + "\nend";
    let html = "<p>Schön, dass du da bist 🎉</p>\n.\n<p>Tschüß</p>";
    let mail = Message::new("Jürgen \"J\" Groß, <ada@Exämple.com>", SUBJECT, text.clone()).unwrap().with_html(html);
    mailer(&server).send(&mail).await.unwrap();

    let delivered = server.only();
    assert_eq!((delivered.from.as_str(), delivered.to.as_str()), ("no-reply@shop.test", "ada@xn--exmple-cua.com"));
    let parsed = MessageParser::default().parse(&delivered.data).unwrap();
    assert_eq!(parsed.subject(), Some(SUBJECT));
    let (head, _) = delivered.text().split_once("\r\n\r\n").unwrap();
    for line in head.lines().filter(|line| line.contains("=?")) {
        assert!(line.len() <= 76, "RFC 2047: {line}");
    }
    let to = parsed.to().unwrap().first().unwrap();
    assert_eq!((to.name(), to.address()), (Some("Jürgen \"J\" Groß,"), Some("ada@xn--exmple-cua.com")));
    let from = parsed.from().unwrap().first().unwrap();
    assert_eq!((from.name(), from.address()), (Some("Kontor"), Some("no-reply@shop.test")));
    assert_eq!(parsed.reply_to(), None);
    let kind = parsed.content_type().unwrap();
    assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("alternative")));
    let expected = text.replace("\r\n", "\n").replace('\r', "\n");
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n"), expected);
    assert_eq!(parsed.body_html(0).unwrap().replace("\r\n", "\n"), html);
    assert_eq!((parsed.text_body_count(), parsed.html_body_count(), parsed.attachment_count()), (1, 1, 0));
}

#[tokio::test]
async fn the_headers_are_those_of_a_mail_from_a_machine() {
    let server = Server::start().await;
    let mut settings = settings(&server.url());
    settings.reply_to = Some("Hilfe für alle <help@shop.test>".parse().unwrap());
    let unsubscribe = format!("<https://shop.test/unsubscribe?token={}>", "t".repeat(700));
    let mail = message("Welcome").with_header("List-Unsubscribe", &unsubscribe).unwrap();
    let mail = mail.with_header("X-Wort", "süß").unwrap();
    open(settings).send(&mail).await.unwrap();

    let delivered = server.only();
    let parsed = MessageParser::default().parse(&delivered.data).unwrap();
    assert_eq!(parsed.date().unwrap().to_timestamp(), now().timestamp());
    assert_eq!(parsed.message_id(), Some(format!("{}@shop.test", mail.id()).as_str()));
    let reply_to = parsed.reply_to().unwrap().first().unwrap();
    assert_eq!((reply_to.name(), reply_to.address()), (Some("Hilfe für alle"), Some("help@shop.test")));
    let head = delivered.text().split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
    for header in
        ["Auto-Submitted: auto-generated", "Subject: Welcome", "MIME-Version: 1.0", "X-Wort: =?utf-8?b?c8O8w58=?="]
    {
        assert_eq!(head.lines().filter(|line| *line == header).count(), 1, "{header}: {head}");
    }
    assert!(head.contains(&format!("List-Unsubscribe: {unsubscribe}")), "{head}");
    assert!(head.contains("Content-Type: text/plain; charset=utf-8"), "{head}");
    assert!(delivered.text().ends_with("Hello Ada,\r\nall is well.\r\n"), "{}", delivered.text());
}

#[tokio::test]
async fn a_text_that_looks_encoded_is_shown_as_it_is() {
    let server = Server::start().await;
    for subject in ["=?utf-8?b?SGVsbG8=?=", "a =?utf-8?q?b?= c", "  two  blanks  ", "=?"] {
        mailer(&server).send(&message(subject)).await.unwrap();
        let delivered = server.delivered().pop().unwrap();
        let parsed = MessageParser::default().parse(&delivered.data).unwrap();
        assert_eq!(parsed.subject().map(str::trim), Some(subject.trim()), "{}", delivered.text());
    }
}
