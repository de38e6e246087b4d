//! Random text for identifiers, codes and tokens.
//!
//! Each character is equally likely: bytes beyond the largest multiple of the alphabet's size are thrown away. Randomness is
//! `rand`'s thread generator, ChaCha seeded by the operating system; [`text`] takes another source, for tests.

use rand::CryptoRng;
use zeroize::Zeroizing;

/// The characters that a text is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// `a-z A-Z 0-9`: 5.95 bits each.
    Alphanumeric,
    /// `a-z A-Z`: 5.70 bits each.
    Letters,
    /// `a-z A-Z 0-9 - _`: 6 bits each.
    UrlSafe,
    /// `0-9`: 3.32 bits each.
    Digits,
}

impl Alphabet {
    /// The characters, all ASCII.
    pub const fn characters(self) -> &'static [u8] {
        match self {
            Self::Alphanumeric => b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            Self::Letters => b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
            Self::UrlSafe => b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_",
            Self::Digits => b"0123456789",
        }
    }
}

/// As many letters and digits: session tokens (32) and ids.
pub fn alphanumeric(length: usize) -> String {
    text(&mut rand::rng(), Alphabet::Alphanumeric, length)
}

/// As many letters: the secret part of API keys (64).
pub fn letters(length: usize) -> String {
    text(&mut rand::rng(), Alphabet::Letters, length)
}

/// As many letters, digits, `-` and `_`: whatever else Better Auth makes (challenges 20, trusted devices 32).
pub fn url_safe(length: usize) -> String {
    text(&mut rand::rng(), Alphabet::UrlSafe, length)
}

/// As many digits: codes that people type. There are few of them, so attempts have to be counted.
pub fn digits(length: usize) -> String {
    text(&mut rand::rng(), Alphabet::Digits, length)
}

/// As many characters of an alphabet, from a source of one's own.
pub fn text<R: CryptoRng + ?Sized>(source: &mut R, alphabet: Alphabet, length: usize) -> String {
    let characters = alphabet.characters();
    let usable = 256 - 256 % characters.len();
    let mut text = String::with_capacity(length);
    let mut buffer = Zeroizing::new([0; 64]);
    while text.len() < length {
        source.fill_bytes(&mut *buffer);
        let fair = buffer.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < usable);
        let missing = length - text.len();
        text.extend(fair.take(missing).map(|byte| char::from(characters[byte % characters.len()])));
    }
    text
}

/// Random bytes: nonces, salts, keys.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::Rng::fill_bytes(&mut rand::rng(), &mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, convert::Infallible};

    use rand::{SeedableRng, TryCryptoRng, TryRng, rngs::StdRng};

    use super::*;

    const ALL: [Alphabet; 4] = [Alphabet::Alphanumeric, Alphabet::Letters, Alphabet::UrlSafe, Alphabet::Digits];

    /// Counts down from 255, again and again: the bytes that have to be thrown away come first.
    struct CountDown(u8);

    impl TryRng for CountDown {
        type Error = Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            let mut bytes = [0; 4];
            self.try_fill_bytes(&mut bytes)?;
            Ok(u32::from_le_bytes(bytes))
        }

        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            let mut bytes = [0; 8];
            self.try_fill_bytes(&mut bytes)?;
            Ok(u64::from_le_bytes(bytes))
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
            for byte in bytes {
                *byte = self.0;
                self.0 = self.0.wrapping_sub(1);
            }
            Ok(())
        }
    }

    impl TryCryptoRng for CountDown {}

    #[test]
    fn texts_have_the_length_and_the_characters_that_were_asked_for() {
        for length in [0, 1, 6, 32, 64, 65, 1000] {
            let texts = [alphanumeric(length), letters(length), url_safe(length), digits(length)];
            for (alphabet, text) in ALL.into_iter().zip(texts) {
                assert_eq!(text.len(), length);
                assert!(text.bytes().all(|byte| alphabet.characters().contains(&byte)), "{alphabet:?} {text}");
            }
        }
    }

    #[test]
    fn bytes_that_would_favour_some_characters_are_thrown_away() {
        // 255 to 250 are thrown away, 249 is the 10th character of the 25th round.
        assert_eq!(text(&mut CountDown(255), Alphabet::Digits, 12), "987654321098");
        // 255 to 248 are thrown away, 247 is the 62nd character of the 4th round.
        assert_eq!(text(&mut CountDown(255), Alphabet::Alphanumeric, 3), "987");
        // 64 divides 256, so nothing is.
        assert_eq!(text(&mut CountDown(255), Alphabet::UrlSafe, 3), "_-9");
    }

    #[test]
    fn characters_are_equally_frequent() {
        for alphabet in ALL {
            let size = alphabet.characters().len();
            let mut counts = BTreeMap::new();
            for character in text(&mut StdRng::seed_from_u64(7), alphabet, size * 1000).chars() {
                *counts.entry(character).or_insert(0_i32) += 1;
            }
            assert_eq!(counts.len(), size);
            // Five standard deviations of a binomial distribution around 1,000.
            assert!(counts.values().all(|count| (count - 1000).abs() < 160), "{alphabet:?} {counts:?}");
        }
    }

    #[test]
    fn no_two_are_alike() {
        assert_ne!(alphanumeric(32), alphanumeric(32));
        assert_ne!(bytes::<16>(), bytes::<16>());
    }
}
