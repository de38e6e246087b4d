//! Passwords that are tried first by whoever guesses.

use std::{collections::HashSet, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

/// 16,285 passwords of at least eight characters, in lower case, sorted. `data/README.md` says where they are from.
const LIST: &str = include_str!("../../data/common-passwords.txt");

static PASSWORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| LIST.lines().collect());

/// Whether a password is one of those that many people use, whatever its case.
///
/// Asks for passwords that [`super::length`] allows: shorter ones are not in the list.
pub fn is_common(password: &str) -> bool {
    let plain: String = password.nfkc().flat_map(char::to_lowercase).collect();
    PASSWORDS.contains(plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::{Length, length};

    #[test]
    fn the_list_is_what_it_claims() {
        let lines: Vec<_> = LIST.lines().collect();
        assert_eq!(lines.len(), 16_285);
        assert!(lines.is_sorted_by(|a, b| a < b));
        for line in lines {
            assert!(length(line) == Length::Fits && is_common(line), "{line}");
        }
    }

    #[test]
    fn common_passwords_are_known_whatever_their_case() {
        for password in
            ["password", "PassWord1", "iloveyou", "1q2w3e4r5t", "P@ssw0rd", "jennifer", "12345678", "ｐassword"]
        {
            assert!(is_common(password), "{password}");
        }
        for password in ["", "correct horse battery staple", "newpassword1!x", "пароль-длинный"] {
            assert!(!is_common(password), "{password}");
        }
    }
}
