//! Text inside HTML.

use std::fmt;

/// Displays a text so that it is safe between tags and in a quoted attribute.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

/// Like [`Escaped`], with line breaks that are seen. Not for attributes.
pub(super) struct Lines<'a>(pub(super) &'a str);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, line) in self.0.trim().lines().enumerate() {
            if index > 0 {
                f.write_str("<br>\n")?;
            }
            Escaped(line).fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Escaped, Lines};

    #[test]
    fn nothing_becomes_a_tag_or_ends_an_attribute() {
        let text = r#"<b>"Ä" & 'b'</b>"#;
        assert_eq!(Escaped(text).to_string(), "&lt;b&gt;&quot;Ä&quot; &amp; &#39;b&#39;&lt;/b&gt;");
        assert_eq!(Lines(" a\r\n<b>\n").to_string(), "a<br>\n&lt;b&gt;");
    }
}
