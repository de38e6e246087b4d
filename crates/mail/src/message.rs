//! What a mail is, before it becomes bytes.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Invalid, Mailbox, invalid};

/// Headers that this crate sets, that say how the bytes are to be read, or that name more recipients.
const RESERVED: &[&str] = &[
    "auto-submitted",
    "bcc",
    "cc",
    "date",
    "from",
    "message-id",
    "mime-version",
    "received",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "to",
];
const RESERVED_BEGINNINGS: &[&str] = &["content-", "resent-", "arc-", "dkim-"];
const LONGEST_HEADER_NAME: usize = 70;

/// A mail to one person: a subject, a plain text, and perhaps the same as HTML. Whatever it is made from is checked, also
/// when it comes back from the queue.
///
/// ```
/// let mail = mail::Message::new("Ada Lovelace <ada@example.com>", "Welcome", "Good that you are here.\n")?
///     .with_html("<p>Good that you are here.</p>");
/// assert_eq!(mail.to().address().as_str(), "ada@example.com");
/// assert!(mail::Message::new("ada@example.com\r\nBcc: all@example.com", "Welcome", "Hello").is_err());
/// # Ok::<(), mail::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Message {
    id: Uuid,
    to: Mailbox,
    subject: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headers: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Parts {
    id: Uuid,
    to: Mailbox,
    subject: String,
    text: String,
    html: Option<String>,
    #[serde(default)]
    headers: Vec<(String, String)>,
}

impl Message {
    /// A mail to `to` (a [`Mailbox`], an [`crate::Address`], or either as text). The subject is one line of at most 900
    /// bytes, the text any; line breaks of all kinds are understood.
    pub fn new<To>(to: To, subject: impl Into<String>, text: impl Into<String>) -> Result<Self, Invalid>
    where
        To: TryInto<Mailbox>,
        Invalid: From<To::Error>,
    {
        Ok(Self {
            id: Uuid::now_v7(),
            to: to.try_into()?,
            subject: invalid::line(subject)?,
            text: invalid::body(text)?,
            html: None,
            headers: Vec::new(),
        })
    }

    /// The same mail, which also looks like this. An HTML that is empty is none.
    #[must_use]
    pub fn with_html(mut self, html: impl Into<String>) -> Self {
        // NUL is the one character that neither the queue nor a mail takes; in HTML it means nothing.
        self.html = invalid::body(html.into().replace('\0', "")).ok();
        self
    }

    /// The same mail with another header, such as `List-Unsubscribe`. The value is one line of at most 900 bytes. Headers
    /// that a mail has anyway, that describe its parts or that add recipients are refused.
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Result<Self, Invalid> {
        let lower = name.to_ascii_lowercase();
        // RFC 5322: visible ASCII without the colon.
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
        let is_reserved = RESERVED.contains(&&*lower)
            || RESERVED_BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
            || self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        if !is_name || name.len() > LONGEST_HEADER_NAME || is_reserved {
            return Err(Invalid::Header);
        }
        self.headers.push((name.to_owned(), invalid::line(value)?));
        Ok(self)
    }

    /// What its `Message-ID` is made from; the same for every attempt to send it.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Whom it goes to.
    pub fn to(&self) -> &Mailbox {
        &self.to
    }

    /// Its subject.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The plain text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The HTML.
    pub fn html(&self) -> Option<&str> {
        self.html.as_deref()
    }

    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }
}

impl TryFrom<Parts> for Message {
    type Error = Invalid;

    fn try_from(parts: Parts) -> Result<Self, Invalid> {
        let mut message = Self { id: parts.id, ..Self::new(parts.to, parts.subject, parts.text)? };
        if let Some(html) = parts.html {
            message = message.with_html(html);
        }
        parts.headers.into_iter().try_fold(message, |message, (name, value)| message.with_header(&name, value))
    }
}

impl fmt::Debug for Message {
    /// Without what it says: links and codes in it are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("id", &self.id).field("to", &self.to).finish_non_exhaustive()
    }
}
