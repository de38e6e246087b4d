//! The bytes that are hashed.

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The password in NFKC, as UTF-8.
pub(super) fn normalise(password: &SecretString) -> Zeroizing<String> {
    let given = password.expose_secret();
    if given.is_ascii() {
        return Zeroizing::new(given.to_owned());
    }
    // With room enough, as a rule, no copy is left behind by growing.
    let mut text = Zeroizing::new(String::with_capacity(given.len() * 4));
    text.extend(given.nfkc());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_becomes_one() {
        for (given, expected) in [
            ("plain ascii", "plain ascii"),
            ("e\u{301}", "é"),
            ("\u{e9}", "é"),
            ("ﬁ①ｐ", "fi1p"),
            ("\u{212b}", "Å"),
            ("가", "\u{ac00}"),
        ] {
            assert_eq!(normalise(&SecretString::from(given)).as_str(), expected);
        }
    }
}
