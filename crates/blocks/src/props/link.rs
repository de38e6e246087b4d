//! Where a link may lead.

use url::Url;

use super::refs;
use crate::{form::Kind, props::checked};

checked! {
    /// Where a link leads: `https://…`, `http://…`, `mailto:…`, `tel:…`, a path of this site (`/about`), a place on this page (`#prices`), or the
    /// id of a page, product, collection or category, which outlives its address.
    Link; check; Kind::Link;
    {
        "type": "string",
        "minLength": 1,
        "maxLength": LONGEST,
        "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://[^/]|[Mm][Aa][Ii][Ll][Tt][Oo]:|[Tt][Ee][Ll]:|/([^/\\\\]|$)|#|(page|prod|pcol|pcat)_[0-9a-z]{26}$)[^\\s\\\\]*$"
    }
}

/// The longest link that browsers and mail programs take everywhere.
const LONGEST: usize = 2048;

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// An address elsewhere.
    Web(&'a str),
    /// Writing a mail.
    Mail(&'a str),
    /// Calling somebody.
    Phone(&'a str),
    /// A path of this site.
    Site(&'a str),
    /// A place on this page.
    Anchor(&'a str),
    /// A page, by its id.
    Page(&'a str),
    /// A product, by its id.
    Product(&'a str),
    /// A collection, by its id.
    Collection(&'a str),
    /// A category, by its id.
    Category(&'a str),
}

impl Link {
    /// What it leads to.
    pub fn target(&self) -> Target<'_> {
        target(self)
    }
}

/// What a link that was looked at leads to.
pub(crate) fn target(link: &str) -> Target<'_> {
    let begins = |scheme: &str| link.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    match link.split_once('_').map_or("", |(prefix, _)| prefix) {
        _ if link.starts_with('/') => Target::Site(link),
        _ if link.starts_with('#') => Target::Anchor(link),
        _ if begins("mailto:") => Target::Mail(link),
        _ if begins("tel:") => Target::Phone(link),
        "page" => Target::Page(link),
        "prod" => Target::Product(link),
        "pcol" => Target::Collection(link),
        "pcat" => Target::Category(link),
        _ => Target::Web(link),
    }
}

/// Whether a text is a link.
pub(crate) fn check(link: &str) -> Result<(), String> {
    let named = ["page", "prod", "pcol", "pcat"].into_iter().any(|prefix| refs::check(link, prefix).is_ok());
    if named { Ok(()) } else { check_address(link) }
}

/// Whether a text is an address: a link that is no id.
pub(crate) fn check_address(link: &str) -> Result<(), String> {
    check_signs(link)?;
    let begins = |scheme: &str| link.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if begins("https://") || begins("http://") {
        check_web(link)
    } else if begins("mailto:") {
        check_mail(&link["mailto:".len()..])
    } else if begins("tel:") {
        check_phone(&link["tel:".len()..])
    } else if link.starts_with("//") {
        Err("must not begin with '//': write https:// before the name of the other site".into())
    } else if link.starts_with('/') || link.starts_with('#') {
        Ok(())
    } else {
        Err("must begin with https://, http://, mailto:, tel:, / or #, or be the id of a page, product, collection or category".into())
    }
}

/// Whether a picture may come from there: from this site, or by https.
pub(crate) fn check_image(link: &str) -> Result<(), String> {
    check_address(link)?;
    match target(link) {
        Target::Site(_) => Ok(()),
        Target::Web(web) if web.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("https:")) => Ok(()),
        _ => Err("must begin with https:// or /".into()),
    }
}

/// What no link holds: what browsers take out before they read it, what they read as something else, and what nobody sees.
fn check_signs(link: &str) -> Result<(), String> {
    if link.is_empty() {
        return Err("must not be empty: leave it out instead".into());
    }
    if link.len() > LONGEST {
        return Err(format!("has {} bytes: shorten it to {LONGEST}", link.len()));
    }
    let hidden = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}');
    match link
        .chars()
        .find(|&c| c.is_control() || c.is_whitespace() || hidden(c) || matches!(c, '\\' | '<' | '>' | '"' | '`'))
    {
        None => Ok(()),
        Some(' ') => Err("holds a space: take it out, or write %20".into()),
        Some(c) if c.is_ascii_graphic() => Err(format!("holds '{c}': write %{:02X}", u32::from(c))),
        Some(c) => Err(format!("holds the character U+{:04X}, which nobody sees: take it out", u32::from(c))),
    }
}

fn check_web(link: &str) -> Result<(), String> {
    let url =
        Url::parse(link).map_err(|error| format!("is no address ({error}): write it as https://example.com/path"))?;
    // `https:///evil.example` is read as a host by browsers and `url` alike, but nobody means it.
    let slashes = link.split_once("://").is_some_and(|(_, rest)| rest.starts_with('/'));
    if slashes || url.host_str().is_none_or(str::is_empty) {
        return Err("names no site: write it as https://example.com/path".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a name or password before '@'".into());
    }
    Ok(())
}

fn check_mail(rest: &str) -> Result<(), String> {
    let address = rest.split('?').next().unwrap_or_default();
    let breaks = ["%0a", "%0d", "%00"].iter().any(|code| address.to_ascii_lowercase().contains(code));
    let named = address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if named && !breaks { Ok(()) } else { Err("must name an address: mailto:name@example.com".into()) }
}

fn check_phone(number: &str) -> Result<(), String> {
    let fits = number.len() <= 64
        && number.bytes().any(|b| b.is_ascii_digit())
        && number.bytes().all(|b| {
            b.is_ascii_digit()
                || matches!(b, b'+' | b'-' | b'.' | b'(' | b')' | b'*' | b'#' | b';' | b'=' | b'e' | b'x' | b't')
        });
    if fits { Ok(()) } else { Err("must be a number: tel:+49-40-123456".into()) }
}
