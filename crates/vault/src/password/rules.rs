//! How long a password may be.

/// The shortest password, in UTF-16 code units.
pub const MIN_LENGTH: usize = 8;
/// The longest password, in UTF-16 code units.
pub const MAX_LENGTH: usize = 128;

/// How long a password is, compared with what is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Less than [`MIN_LENGTH`]: Better Auth's `PASSWORD_TOO_SHORT`.
    TooShort,
    /// Allowed.
    Fits,
    /// More than [`MAX_LENGTH`]: Better Auth's `PASSWORD_TOO_LONG`.
    TooLong,
}

/// Whether a password that someone chooses has an allowed length, counted as JavaScript does: 🔑 is two.
pub fn length(password: &str) -> Length {
    // One more than the maximum says enough, however long it is.
    match password.encode_utf16().take(MAX_LENGTH + 1).count() {
        ..MIN_LENGTH => Length::TooShort,
        MIN_LENGTH..=MAX_LENGTH => Length::Fits,
        _ => Length::TooLong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_utf16() {
        for (character, units) in [("a", 1), ("ü", 1), ("語", 1), ("🔑", 2)] {
            let times = |count: usize| character.repeat(count / units);
            assert_eq!(length(&times(MIN_LENGTH)), Length::Fits);
            assert_eq!(length(&times(MIN_LENGTH - units)), Length::TooShort);
            assert_eq!(length(&times(MAX_LENGTH)), Length::Fits);
            assert_eq!(length(&times(MAX_LENGTH + units)), Length::TooLong);
        }
        assert_eq!(length(""), Length::TooShort);
        assert_eq!(length(&"a".repeat(1_000_000)), Length::TooLong);
    }
}
