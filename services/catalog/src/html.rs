//! HTML that people write: made harmless when it is written, again when it is shown, and taken off where text is wanted.
//!
//! What psql or an older version wrote may hold anything, hence the second time.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

use ammonia::Builder;

static HARMLESS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    // `data:` shows what nobody looked at, and `javascript:` runs it.
    builder.url_schemes(HashSet::from(["http", "https", "mailto", "tel"]));
    builder
});
static NOTHING: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.clean_content_tags(HashSet::from(["script", "style"]));
    builder
});

/// HTML without what runs, loads or looks like ours: scripts, handlers, styles, frames, forms. A text without a tag has nothing
/// of that: it stays as it was typed, for many storefronts show it as text.
pub fn sanitise(text: &str) -> String {
    shown(text).into_owned()
}

/// A text that is about to be shown.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.contains('<') { Cow::Owned(HARMLESS.clean(text).to_string()) } else { Cow::Borrowed(text) }
}

/// The words alone, for what is no HTML: feeds, JSON-LD, embeddings.
pub fn plain(text: &str) -> String {
    let text = NOTHING.clean(text).to_string();
    // What is left are the entities that the cleaner writes.
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
        .into_iter()
        .fold(text, |text, (entity, sign)| if text.contains('&') { text.replace(entity, sign) } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_taken_out() {
        for (given, kept) in [
            ("<p>Good</p><script>alert(1)</script>", "<p>Good</p>"),
            ("<img src=x onerror=alert(1)>", "<img src=\"x\">"),
            ("<a href=\"javascript:alert(1)\">x</a>", "<a rel=\"noopener noreferrer\">x</a>"),
            ("<img src=\"data:text/html;base64,PHN2Zz4=\">", "<img>"),
            ("<svg onload=alert(1)><circle/></svg>", ""),
            ("<p style=\"position:fixed\" class=\"ours\">x</p>", "<p>x</p>"),
            ("<iframe src=\"https://a.example\"></iframe>", ""),
            ("<a href=\"https://a.example\">x</a>", "<a href=\"https://a.example\" rel=\"noopener noreferrer\">x</a>"),
            ("Fish & chips", "Fish & chips"),
            ("<p>Fish & chips</p>", "<p>Fish &amp; chips</p>"),
            ("2 > 1, &lt;b&gt; and \"quotes\"", "2 > 1, &lt;b&gt; and \"quotes\""),
        ] {
            assert_eq!(sanitise(given), kept, "{given}");
            assert_eq!(shown(&sanitise(given)), kept, "{given}: showing it changes it again");
        }
        assert!(matches!(shown("a plain text"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_words_alone() {
        assert_eq!(plain("<p>Fish &amp; <b>chips</b></p><script>x</script>"), "Fish & chips");
        assert_eq!(plain("a &lt;b&gt; &amp;lt;"), "a <b> &lt;");
    }
}
