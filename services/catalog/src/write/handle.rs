//! Handles: names in addresses.

/// The longest handle.
pub const MAX_HANDLE: usize = 255;

/// Whether a text is a handle: words of `a-z` and `0-9` joined by single hyphens.
pub fn is_handle(text: &str) -> bool {
    text.len() <= MAX_HANDLE
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// Makes a handle of a title: `Crème brûlée, 2 pcs.` becomes `creme-brulee-2-pcs`. Empty when nothing of it can be
/// written in `a-z` and `0-9`.
pub fn handle_of(title: &str) -> String {
    let mut handle = String::with_capacity(title.len().min(MAX_HANDLE));
    let mut is_word_over = false;
    for char in title.chars().flat_map(char::to_lowercase) {
        let plain = match char {
            'a'..='z' | '0'..='9' => Some(char.to_string()),
            '\'' | '’' | '\u{300}'..='\u{36f}' => Some(String::new()),
            other => latin(other).map(str::to_owned),
        };
        let Some(plain) = plain else {
            is_word_over = true;
            continue;
        };
        let separator = usize::from(is_word_over && !handle.is_empty());
        if handle.len() + separator + plain.len() > MAX_HANDLE {
            break;
        }
        if separator == 1 && !plain.is_empty() {
            handle.push('-');
        }
        is_word_over = is_word_over && plain.is_empty();
        handle.push_str(&plain);
    }
    handle
}

fn latin(char: char) -> Option<&'static str> {
    Some(match char {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ß' => "ss",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{handle_of, is_handle};

    #[test]
    fn titles_become_handles() {
        for (title, handle) in [
            ("Crème brûlée, 2 pcs.", "creme-brulee-2-pcs"),
            ("  Men's  T-Shirt_XL ", "mens-t-shirt-xl"),
            ("Größe & Straße", "grosse-strasse"),
            ("already-a-handle", "already-a-handle"),
            ("茶", ""),
            ("--", ""),
        ] {
            assert_eq!(handle_of(title), handle, "{title}");
        }
    }

    proptest! {
        #[test]
        fn a_handle_of_anything_is_a_handle_or_empty(title in ".{0,400}") {
            let handle = handle_of(&title);
            prop_assert!(handle.is_empty() || is_handle(&handle), "{handle}");
            prop_assert_eq!(handle_of(&handle), handle);
        }
    }
}
