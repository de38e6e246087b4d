//! A feed as XML.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};

use super::{Entry, Feed};

/// A text as it stands in XML, also between quotes. Signs that no XML may hold (XML 1.0, 2.2) are left out.
fn text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => safe.push(sign),
            _ => {}
        }
    }
    safe
}

fn rfc3339(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// When anything of it was last changed.
fn changed(entries: &[Entry]) -> Option<DateTime<Utc>> {
    entries.iter().map(|entry| entry.updated_at).max()
}

/// RSS 2.0. Writing into a text never fails.
pub(super) fn rss(feed: &Feed) -> String {
    let Feed { title, page, own, locale, entries } = feed;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>",
    );
    let _ = write!(
        xml,
        "<title>{0}</title><link>{1}</link><description>{0}</description><language>{2}</language>\
         <atom:link href=\"{3}\" rel=\"self\" type=\"application/rss+xml\"/>",
        text(title),
        text(page),
        text(locale),
        text(own)
    );
    if let Some(changed) = changed(entries) {
        let _ = write!(xml, "<lastBuildDate>{}</lastBuildDate>", changed.to_rfc2822());
    }
    for entry in entries {
        let _ = write!(
            xml,
            "<item><title>{}</title><link>{}</link><guid isPermaLink=\"false\">urn:uuid:{}</guid><pubDate>{}</pubDate>",
            text(&entry.title),
            text(&entry.url),
            entry.id,
            entry.published_at.to_rfc2822()
        );
        for author in &entry.authors {
            let _ = write!(xml, "<dc:creator>{}</dc:creator>", text(author));
        }
        for tag in &entry.tags {
            let _ = write!(xml, "<category>{}</category>", text(tag));
        }
        // Readers take it for HTML, so what is text here is escaped as text there first.
        let _ = write!(xml, "<description>{}</description></item>", text(&text(&entry.summary)));
    }
    xml.push_str("</channel></rss>\n");
    xml
}

/// Atom.
pub(super) fn atom(feed: &Feed) -> String {
    let Feed { title, page, own, locale, entries } = feed;
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let updated = changed(entries).unwrap_or(DateTime::UNIX_EPOCH);
    let _ = write!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{0}\"><title>{1}</title><id>{2}</id><updated>{3}</updated>\
         <link rel=\"alternate\" type=\"text/html\" href=\"{2}\"/><link rel=\"self\" type=\"application/atom+xml\" href=\"{4}\"/>\
         <author><name>{1}</name></author>",
        text(locale),
        text(title),
        text(page),
        rfc3339(updated),
        text(own)
    );
    for entry in entries {
        let _ = write!(
            xml,
            "<entry><title>{}</title><id>urn:uuid:{}</id><link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\
             <published>{}</published><updated>{}</updated>",
            text(&entry.title),
            entry.id,
            text(&entry.url),
            rfc3339(entry.published_at),
            rfc3339(entry.updated_at)
        );
        for author in &entry.authors {
            let _ = write!(xml, "<author><name>{}</name></author>", text(author));
        }
        for tag in &entry.tags {
            let _ = write!(xml, "<category term=\"{}\"/>", text(tag));
        }
        let _ = write!(xml, "<summary type=\"text\">{}</summary></entry>", text(&entry.summary));
    }
    xml.push_str("</feed>\n");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(text("a<b>&\"'\u{0}\u{b}\u{ffff}ü\n"), "a&lt;b&gt;&amp;&quot;&#39;ü\n");
    }
}
