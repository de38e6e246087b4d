//! Codes: whoever has one has the money.

/// A new code: sixteen letters and digits, some 80 random bits.
pub(crate) fn fresh() -> String {
    let text = vault::random::alphanumeric(16).to_ascii_uppercase();
    let mut code = String::with_capacity(19);
    for (at, sign) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            code.push('-');
        }
        code.push(sign);
    }
    code
}

/// A code as it is kept, however somebody typed it.
pub(crate) fn written(text: &str) -> String {
    text.trim().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_groups_and_read_as_they_are_typed() {
        let code = fresh();
        assert_eq!((code.len(), code.matches('-').count()), (19, 3), "{code}");
        assert!(code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-'), "{code}");
        assert_ne!(code, fresh());
        assert_eq!(written(&format!(" {} ", code.to_lowercase())), code);
    }
}
