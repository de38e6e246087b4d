//! What somebody typed, as the text of a tsquery. No sign of his becomes an operator: each word is quoted.

use std::fmt::Write;

/// How many words count; further ones are left out.
const MAX_WORDS: usize = 12;
/// So many alternatives of a word are looked for.
const MAX_ALTERNATIVES: usize = 20;
/// Words beside each other that may be one term of the synonyms.
const LONGEST_TERM: usize = 4;

/// Which words must be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Strategy {
    /// All of them.
    #[default]
    All,
    /// One of them.
    Any,
    /// The first ones, as many as there are.
    Last,
}

/// Words that stand for a term: the place where it begins, how many words it has, and the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Synonyms {
    /// A term, or several that mean each other.
    pub(crate) terms: Vec<String>,
    /// What is looked for too.
    pub(crate) others: Vec<String>,
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    words: Vec<String>,
    is_finished: bool,
}

impl Said {
    /// Reads it; `None` when it says nothing.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let words: Vec<String> = text
            .to_lowercase()
            .split_whitespace()
            .map(|word| word.chars().take(100).collect())
            .take(MAX_WORDS)
            .collect();
        let says_something = words.iter().any(|word: &String| word.chars().any(char::is_alphanumeric));
        // A blank behind the last word: nothing is added to it any more.
        says_something.then(|| Self { words, is_finished: text.ends_with(char::is_whitespace) })
    }

    /// As pins compare it: lower case, one blank between two words.
    pub(crate) fn plain(&self) -> String {
        self.words.join(" ")
    }

    /// The words.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether the last word may go on.
    pub(crate) fn is_open(&self) -> bool {
        !self.is_finished
    }

    /// The words, and those beside each other.
    pub(crate) fn terms(&self) -> Vec<String> {
        let lengths = 1..=LONGEST_TERM.min(self.words.len());
        lengths.flat_map(|length| self.words.windows(length).map(|words| words.join(" "))).collect()
    }

    /// The text of a tsquery. `weights` are the letters of the parts that are searched, none for all; the last word may go on if
    /// `is_open`.
    pub(crate) fn tsquery(&self, synonyms: &[Synonyms], strategy: Strategy, weights: &str, is_open: bool) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let (length, others) = self.longest_term(at, synonyms);
            let term = self.words[at..at + length].join(" ");
            let is_last = at + length == self.words.len() && length == 1;
            at += length;
            if !term.chars().any(char::is_alphanumeric) {
                continue;
            }
            let mut part = String::from("(");
            quote(&mut part, &term, is_last && is_open, weights);
            for other in others.iter().take(MAX_ALTERNATIVES) {
                part.push_str(" | ");
                quote(&mut part, other, false, weights);
            }
            part.push(')');
            parts.push(part);
        }
        match strategy {
            Strategy::All => parts.join(" & "),
            Strategy::Any => parts.join(" | "),
            Strategy::Last => {
                let firsts = (1..=parts.len()).rev().map(|length| format!("({})", parts[..length].join(" & ")));
                firsts.collect::<Vec<_>>().join(" | ")
            }
        }
    }

    /// The longest term that begins here, in words, and what else it is called.
    fn longest_term(&self, at: usize, synonyms: &[Synonyms]) -> (usize, Vec<String>) {
        for length in (1..=LONGEST_TERM.min(self.words.len() - at)).rev() {
            let term = self.words[at..at + length].join(" ");
            let meant = synonyms.iter().filter(|one| one.terms.contains(&term));
            let others: Vec<String> =
                meant.flat_map(|one| &one.others).filter(|other| **other != term && has_word(other)).cloned().collect();
            if !others.is_empty() {
                return (length, others);
            }
        }
        (1, Vec::new())
    }
}

fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// A word, or several beside each other, as a tsquery quotes them.
fn quote(query: &mut String, word: &str, is_prefix: bool, weights: &str) {
    let quoted = word.replace('\\', "\\\\").replace('\'', "''").replace('\0', "");
    let prefix = if is_prefix { "*" } else { "" };
    let _ = match (is_prefix, weights) {
        (false, "") => write!(query, "'{quoted}'"),
        _ => write!(query, "'{quoted}':{prefix}{weights}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> String {
        let said = Said::of(text).unwrap();
        said.tsquery(&[], Strategy::All, "", said.is_open())
    }

    #[test]
    fn words_are_quoted() {
        assert_eq!(query("Blue  Mug"), "('blue') & ('mug':*)");
        assert_eq!(query("mug "), "('mug')");
        assert_eq!(query("o'neil's | !b:* \\"), "('o''neil''s') & ('!b:*')");
        assert_eq!(Said::of("  & | ' "), None);
        assert_eq!(Said::of("mug blue").unwrap().tsquery(&[], Strategy::Any, "AB", true), "('mug':AB) | ('blue':*AB)");
        assert_eq!(
            Said::of("a b c").unwrap().tsquery(&[], Strategy::Last, "", true),
            "(('a') & ('b') & ('c':*)) | (('a') & ('b')) | (('a'))"
        );
    }

    #[test]
    fn synonyms_stand_beside_their_term() {
        let synonyms =
            [Synonyms { terms: vec!["t shirt".into()], others: vec!["tee".into(), "t shirt".into(), "'".into()] }];
        let said = Said::of("red T Shirt").unwrap();
        assert_eq!(said.terms(), ["red", "t", "shirt", "red t", "t shirt", "red t shirt"]);
        assert_eq!(said.tsquery(&synonyms, Strategy::All, "", true), "('red') & ('t shirt' | 'tee')");
    }
}
