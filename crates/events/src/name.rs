//! Names of events.

use std::fmt;

/// `entity.what_happened`, such as `product.updated`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventName(&'static str);

impl EventName {
    /// A name; in a `const`, a bad one does not compile.
    ///
    /// # Panics
    /// When it is not two or more words of `a-z`, `0-9` and `_` joined by dots.
    pub const fn new(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        let mut at = 0;
        let mut words = 0;
        let mut begins_word = true;
        while at < bytes.len() {
            match bytes[at] {
                b'a'..=b'z' => {
                    if begins_word {
                        words += 1;
                    }
                    begins_word = false;
                }
                b'0'..=b'9' | b'_' => assert!(!begins_word, "a word of an event's name begins with a letter"),
                b'.' => {
                    assert!(!begins_word, "an event's name has an empty word");
                    begins_word = true;
                }
                _ => panic!("an event's name has only a-z, 0-9, _ and dots"),
            }
            at += 1;
        }
        assert!(words > 1 && !begins_word, "an event's name is entity.what_happened");
        Self(name)
    }

    /// The name as text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::EventName;

    #[test]
    fn names_are_words_joined_by_dots() {
        for name in ["product.created", "a.b.c2", "stock_level.fell_below_1"] {
            assert_eq!(EventName::new(name).as_str(), name);
        }
        for name in ["", "product", "product.", ".created", "a..b", "Product.created", "a.2b", "a b.c", "a.b-c"] {
            assert!(std::panic::catch_unwind(|| EventName::new(name)).is_err(), "{name:?}");
        }
    }
}
