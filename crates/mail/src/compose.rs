//! From a message to the bytes that travel.

use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};
use lettre::message::{
    MultiPart, MultiPartKind, SinglePart,
    header::{HeaderName, HeaderValue},
};

use crate::{Error, Mailbox, Message};

/// Bytes of UTF-8 in one encoded word: 39 make 52 of base64, and with `Subject: ` a line of less than 76, the most that
/// RFC 2047 allows.
const WORD: usize = 39;

/// How every line ends, the last one too.
pub(crate) const LINE_END: &[u8] = b"\r\n";

/// The mail in ASCII with CRLF line ends. The same message gives the same bytes.
pub(crate) fn compose(
    message: &Message,
    from: &Mailbox,
    reply_to: Option<&Mailbox>,
    date: DateTime<Utc>,
) -> Result<Vec<u8>, Error> {
    let id = message.id();
    let mut builder = lettre::Message::builder().from(from.to_lettre()).to(message.to().to_lettre());
    if let Some(reply_to) = reply_to {
        builder = builder.reply_to(reply_to.to_lettre());
    }
    builder = builder
        .raw_header(header("Subject", message.subject())?)
        .date(date.into())
        .message_id(Some(format!("<{id}@{}>", from.address().host())))
        // Away notices and ticket systems do not answer it.
        .raw_header(header("Auto-Submitted", "auto-generated")?);
    for (name, value) in message.headers() {
        builder = builder.raw_header(header(name, value)?);
    }
    let text = SinglePart::plain(message.text().to_owned());
    let mail = match message.html() {
        None => builder.singlepart(text),
        Some(html) => {
            // The last one is the one that programs prefer.
            let kind = MultiPart::builder().kind(MultiPartKind::Alternative).boundary(format!("=_{}", id.simple()));
            builder.multipart(kind.singlepart(text).singlepart(SinglePart::html(html.to_owned())))
        }
    };
    let mut bytes = mail.map_err(|error| Error::permanent("composing", error))?.formatted();
    // lettre ends a text with an empty line of its own.
    bytes.truncate(bytes.trim_ascii_end().len());
    bytes.extend_from_slice(LINE_END);
    Ok(bytes)
}

fn header(name: &str, value: &str) -> Result<HeaderValue, Error> {
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|error| Error::permanent("composing", error))?;
    // Text that looks like an encoded word would be shown as what it seems to encode.
    if value.is_ascii() && !value.contains("=?") {
        return Ok(HeaderValue::new(name, value.to_owned()));
    }
    Ok(HeaderValue::dangerous_new_pre_encoded(name, value.to_owned(), encoded_words(value)))
}

/// RFC 2047: the whole value in words of base64, one on each line, none of which ends inside a character.
fn encoded_words(value: &str) -> String {
    let mut words = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        let (word, tail) = rest.split_at(rest.floor_char_boundary(WORD));
        words.push(format!("=?utf-8?b?{}?=", BASE64_STANDARD.encode(word)));
        rest = tail;
    }
    words.join("\r\n ")
}
