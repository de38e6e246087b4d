//! Languages as BCP 47 names them, and the parts of the world where they are spoken differently.

use super::country;

/// Codes of ISO 639 (with a script where there are several), and their English names.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str)] = &[
    ("af", "Afrikaans"), ("am", "Amharic"), ("ar", "Arabic"), ("az", "Azerbaijani"), ("be", "Belarusian"),
    ("bg", "Bulgarian"), ("bn", "Bengali"), ("bs", "Bosnian"), ("ca", "Catalan"), ("cs", "Czech"), ("cy", "Welsh"),
    ("da", "Danish"), ("de", "German"), ("el", "Greek"), ("en", "English"), ("es", "Spanish"), ("et", "Estonian"),
    ("eu", "Basque"), ("fa", "Persian"), ("fi", "Finnish"), ("fil", "Filipino"), ("fr", "French"), ("ga", "Irish"),
    ("gl", "Galician"), ("gu", "Gujarati"), ("he", "Hebrew"), ("hi", "Hindi"), ("hr", "Croatian"), ("hu", "Hungarian"),
    ("hy", "Armenian"), ("id", "Indonesian"), ("is", "Icelandic"), ("it", "Italian"), ("ja", "Japanese"),
    ("ka", "Georgian"), ("kk", "Kazakh"), ("km", "Khmer"), ("kn", "Kannada"), ("ko", "Korean"), ("ky", "Kyrgyz"),
    ("lb", "Luxembourgish"), ("lo", "Lao"), ("lt", "Lithuanian"), ("lv", "Latvian"), ("mk", "Macedonian"),
    ("ml", "Malayalam"), ("mn", "Mongolian"), ("mr", "Marathi"), ("ms", "Malay"), ("mt", "Maltese"), ("my", "Burmese"),
    ("nb", "Norwegian Bokmål"), ("ne", "Nepali"), ("nl", "Dutch"), ("nn", "Norwegian Nynorsk"), ("no", "Norwegian"),
    ("pa", "Punjabi"), ("pl", "Polish"), ("ps", "Pashto"), ("pt", "Portuguese"), ("ro", "Romanian"), ("ru", "Russian"),
    ("si", "Sinhala"), ("sk", "Slovak"), ("sl", "Slovenian"), ("sq", "Albanian"), ("sr", "Serbian"),
    ("sr-Latn", "Serbian (Latin)"), ("sv", "Swedish"), ("sw", "Swahili"), ("ta", "Tamil"), ("te", "Telugu"),
    ("th", "Thai"), ("tk", "Turkmen"), ("tr", "Turkish"), ("uk", "Ukrainian"), ("ur", "Urdu"), ("uz", "Uzbek"),
    ("vi", "Vietnamese"), ("zh", "Chinese"), ("zh-Hans", "Chinese (Simplified)"), ("zh-Hant", "Chinese (Traditional)"),
    ("zu", "Zulu"),
];

/// Those that the list offers besides the languages alone; others are known too.
#[rustfmt::skip]
const REGIONAL: &[&str] = &[
    "ar-AE", "ar-EG", "ar-MA", "ar-SA", "bn-BD", "bn-IN", "bg-BG", "ca-ES", "cs-CZ", "da-DK", "de-AT", "de-CH", "de-DE",
    "el-CY", "el-GR", "en-AU", "en-CA", "en-GB", "en-HK", "en-IE", "en-IN", "en-NZ", "en-SG", "en-US", "en-ZA", "es-AR",
    "es-CL", "es-CO", "es-ES", "es-MX", "es-PE", "es-US", "et-EE", "fi-FI", "fr-BE", "fr-CA", "fr-CH", "fr-FR", "fr-LU",
    "ga-IE", "he-IL", "hi-IN", "hr-HR", "hu-HU", "id-ID", "is-IS", "it-CH", "it-IT", "ja-JP", "ko-KR", "lt-LT", "lv-LV",
    "ms-MY", "mt-MT", "nb-NO", "nl-BE", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sr-RS",
    "sv-FI", "sv-SE", "th-TH", "tr-TR", "uk-UA", "ur-PK", "vi-VN", "zh-CN", "zh-HK", "zh-TW",
];

/// The English name of a language, of some country or of none: `German (Austria)`. Codes are written as BCP 47 recommends: `de-AT`.
pub fn locale(code: &str) -> Option<String> {
    let alone = |code: &str| LANGUAGES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name);
    if let Some(name) = alone(code) {
        return Some(name.to_owned());
    }
    let (language, region) = code.rsplit_once('-')?;
    let is_region = region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase());
    let country = country(&region.to_ascii_lowercase()).filter(|_| is_region)?;
    Some(format!("{} ({})", alone(language)?, country.name))
}

/// The codes that shops are offered.
pub fn locales() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|(code, _)| *code).chain(REGIONAL.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_offered_has_a_name() {
        for code in locales() {
            assert!(locale(code).is_some(), "{code}");
        }
        assert_eq!(locale("de-AT").as_deref(), Some("German (Austria)"));
        assert_eq!(locale("zh-Hant-HK").map(|name| name.starts_with("Chinese (Traditional) (")), Some(true));
        for unknown in ["", "xx", "de-XX", "de-at", "DE", "de-", "-AT", "german"] {
            assert_eq!(locale(unknown), None, "{unknown}");
        }
    }
}
