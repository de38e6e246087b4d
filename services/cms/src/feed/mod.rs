//! Feeds: RSS 2.0 (rssboard.org) and Atom (RFC 4287) of what is published.

mod front;
mod write;

use axum::response::{IntoResponse, Response};
use cache::{Cacheable, Topic};
use chrono::{DateTime, Utc};
use http::{HeaderValue, header};
use uuid::Uuid;

pub(crate) use front::Front;

/// Which of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// RSS 2.0
    Rss,
    /// RFC 4287
    Atom,
}

impl Format {
    /// As its file is called.
    pub(crate) const fn file(self) -> &'static str {
        match self {
            Self::Rss => "feed.rss",
            Self::Atom => "feed.atom",
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
        }
    }
}

/// What is told.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    pub(crate) title: String,
    /// The page that people read.
    pub(crate) page: String,
    /// The feed itself.
    pub(crate) own: String,
    pub(crate) locale: String,
    pub(crate) entries: Vec<Entry>,
}

/// One of what is told.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// It stays the same whatever becomes of its address.
    pub(crate) id: Uuid,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) authors: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) published_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// The answer: kept until something changes, with an `ETag`.
pub(crate) fn respond(feed: &Feed, format: Format) -> Response {
    let text = match format {
        Format::Rss => write::rss(feed),
        Format::Atom => write::atom(feed),
    };
    let kind = HeaderValue::from_static(format.kind());
    // Where the storefront is says the store, which is the catalogue's.
    (Cacheable::on(Topic::Content | Topic::Catalog), [(header::CONTENT_TYPE, kind)], text).into_response()
}

/// So much of a text stands for it where nobody wrote a summary.
const SUMMARY: usize = 300;

/// How a text begins, to the end of a word.
pub(crate) fn beginning(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(SUMMARY) else { return text };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", &text[..end])
}
