//! Which web pages may call the API from a browser.

use regex::{Regex, RegexBuilder};
use url::Url;

/// One entry of a list of origins.
#[derive(Debug, Clone)]
pub enum Origin {
    /// This origin, in the form browsers send it: `https://shop.example.com`.
    Exact(String),
    /// Every origin in which this expression is found. Like in Medusa it is not anchored: end it with `$`.
    Pattern(Regex),
}

/// A list of origins.
#[derive(Debug, Clone)]
pub struct Origins(Vec<Origin>);

impl Origins {
    /// Whether a page of this origin may call; takes the value of the header `Origin`.
    pub fn allows(&self, origin: &str) -> bool {
        self.0.iter().any(|entry| match entry {
            Origin::Exact(exact) => exact == origin,
            Origin::Pattern(pattern) => pattern.is_match(origin),
        })
    }

    /// The entries, in the order they were written.
    pub fn iter(&self) -> std::slice::Iter<'_, Origin> {
        self.0.iter()
    }

    /// These and those.
    pub(crate) fn with(&self, others: &Self) -> Self {
        Self(self.0.iter().chain(&others.0).cloned().collect())
    }

    pub(crate) fn parse(entries: &[String]) -> Result<Self, String> {
        let mut origins = Vec::with_capacity(entries.len());
        for entry in entries {
            origins.push(parse_entry(entry.trim()).map_err(|reason| format!("{entry:?} {reason}"))?);
        }
        Ok(Self(origins))
    }
}

impl<'a> IntoIterator for &'a Origins {
    type Item = &'a Origin;
    type IntoIter = std::slice::Iter<'a, Origin>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn parse_entry(entry: &str) -> Result<Origin, String> {
    if let Some(pattern) = entry.strip_prefix('/') {
        return parse_pattern(pattern).map(Origin::Pattern);
    }
    // Browsers send cookies with these calls, so "everyone" would hand each session to every page.
    if entry == "*" {
        return Err("would let every page in; name the origins".to_owned());
    }
    let url = Url::parse(entry).map_err(|error| format!("is no origin: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("does not start with http:// or https://".to_owned());
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err("has more than scheme, host and port".to_owned());
    }
    Ok(Origin::Exact(url.origin().ascii_serialization()))
}

fn parse_pattern(pattern: &str) -> Result<Regex, String> {
    let (pattern, ignore_case) = match pattern.strip_suffix("/i") {
        Some(pattern) => (pattern, true),
        None => (pattern.strip_suffix('/').ok_or("does not end with a slash")?, false),
    };
    RegexBuilder::new(pattern).case_insensitive(ignore_case).build().map_err(|error| {
        // The first lines of the error draw the pattern, the last one says what is wrong.
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim().trim_start_matches("error: ");
        format!("is no regular expression: {reason}")
    })
}
