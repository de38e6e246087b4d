//! Codes of authenticator apps: RFC 6238 with HMAC-SHA-1, six digits, steps of 30 seconds, one step early or late.
//!
//! The secret is a text, and the key of the HMAC is its bytes. Better Auth 1.7 makes it 32 characters long, writes it into the
//! `otpauth:` address in base32, and stores it sealed; a secret that it took over from elsewhere it stores as `base32:…`
//! (`dist/plugins/two-factor/totp/index.mjs`). This is the same.
//!
//! A code is good for 90 seconds, so whoever sees it could use it again: store the step of each code that was accepted, and
//! accept only later ones.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::utf8_percent_encode;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha1::{Digest, Sha1};
use subtle::{ConditionallySelectable, ConstantTimeEq};
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::{random, sign::URI_COMPONENT};

/// How long a step is, in seconds.
pub const PERIOD: u64 = 30;
/// How many digits a code has.
pub const DIGITS: usize = 6;
const LENGTH: usize = 32;
/// The block of SHA-1, in bytes.
const BLOCK: usize = 64;
const BASE32: &str = "base32:";

/// What an authenticator app and this installation share.
#[derive(Debug, Clone)]
pub struct Secret {
    stored: SecretString,
    key: SecretSlice<u8>,
}

/// A stored secret that begins with `base32:` and does not go on in base32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret is not base32")]
pub struct SecretError;

impl Secret {
    /// A new one, of 192 bits.
    pub fn generate() -> Self {
        let text = random::url_safe(LENGTH);
        Self { key: text.clone().into_bytes().into(), stored: text.into() }
    }

    /// From what was stored.
    pub fn from_stored(stored: SecretString) -> Result<Self, SecretError> {
        let text = stored.expose_secret();
        let key = match text.strip_prefix(BASE32) {
            None => text.as_bytes().to_vec(),
            Some(encoded) => {
                let encoded = Zeroizing::new(encoded.trim_end_matches('=').to_ascii_uppercase());
                BASE32_NOPAD.decode(encoded.as_bytes()).map_err(|_| SecretError)?
            }
        };
        if key.is_empty() { Err(SecretError) } else { Ok(Self { key: key.into(), stored }) }
    }

    /// What to seal and store.
    pub fn stored(&self) -> &SecretString {
        &self.stored
    }

    /// What people type into an app that cannot read the QR code: base32, without padding.
    pub fn base32(&self) -> SecretString {
        BASE32_NOPAD.encode(self.key.expose_secret()).into()
    }

    /// What the QR code says: `otpauth://totp/<issuer>:<account>?secret=…&issuer=…&digits=6&period=30`.
    pub fn uri(&self, issuer: &str, account: &str) -> SecretString {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("secret", self.base32().expose_secret())
            .append_pair("issuer", issuer)
            .append_pair("digits", &DIGITS.to_string())
            .append_pair("period", &PERIOD.to_string())
            .finish();
        let encode = |text| utf8_percent_encode(text, URI_COMPONENT);
        SecretString::from(format!("otpauth://totp/{}:{}?{query}", encode(issuer), encode(account)))
    }

    /// The code of a step, as an app shows it. The step of a time is its seconds since 1970, divided by [`PERIOD`].
    pub fn code(&self, step: u64) -> String {
        format!("{:0DIGITS$}", self.number(step) % 10_u32.pow(6))
    }

    /// The step whose code this is, if that is the present one, the one before or the one after. Accept it only if it is later
    /// than the last step that was accepted for this secret.
    pub fn matching_step(&self, code: &str, unix_time: u64) -> Option<u64> {
        let now = unix_time / PERIOD;
        let mut matching = 0;
        let mut found = subtle::Choice::from(0);
        for step in now.saturating_sub(1)..=now.saturating_add(1) {
            let is_it = self.code(step).as_bytes().ct_eq(code.as_bytes());
            matching = u64::conditional_select(&matching, &step, is_it);
            found |= is_it;
        }
        bool::from(found).then_some(matching)
    }

    /// RFC 4226, 5.3: 31 bits of the HMAC, from where its last four bits say.
    fn number(&self, step: u64) -> u32 {
        let mut mac = keyed(self.key.expose_secret());
        mac.update(&step.to_be_bytes());
        let hash: [u8; 20] = mac.finalize().into_bytes().into();
        let offset = usize::from(hash[19] & 0xf);
        let number = [hash[offset], hash[offset + 1], hash[offset + 2], hash[offset + 3]];
        u32::from_be_bytes(number) & 0x7fff_ffff
    }
}

/// RFC 2104: a key is filled up with zeros to the block, a longer one is hashed first. `new_from_slice` does the same, behind a
/// `Result` for whose error there would be no right code.
fn keyed(key: &[u8]) -> Hmac<Sha1> {
    let mut block = Zeroizing::new([0; BLOCK]);
    if let Some(start) = block.get_mut(..key.len()) {
        start.copy_from_slice(key);
    } else {
        let hash: [u8; 20] = Sha1::digest(key).into();
        block[..hash.len()].copy_from_slice(&hash);
    }
    Hmac::new((&*block).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Zj3Q_wanKUdaQ5VmHqN8sT-x0bYcR1eF";

    fn secret(stored: &str) -> Secret {
        Secret::from_stored(SecretString::from(stored)).unwrap()
    }

    /// RFC 6238, appendix B: the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = secret("12345678901234567890");
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.code(time / PERIOD), code);
            assert_eq!(secret.matching_step(code, time), Some(time / PERIOD));
        }
    }

    /// RFC 4226, appendix D.
    #[test]
    fn numbers_are_those_of_the_rfc() {
        let secret = secret("12345678901234567890");
        let numbers = [1_284_755_224, 1_094_287_082, 137_359_152, 1_726_969_429, 1_640_338_314];
        assert_eq!([0, 1, 2, 3, 4].map(|step| secret.number(step)), numbers);
    }

    #[test]
    fn keys_may_have_any_length() {
        for length in [1, 63, 64, 65, 131] {
            let key = "k".repeat(length);
            let mut expected = Hmac::<Sha1>::new_from_slice(key.as_bytes()).unwrap();
            let mut mac = keyed(key.as_bytes());
            expected.update(b"message");
            mac.update(b"message");
            assert_eq!(mac.finalize().into_bytes(), expected.finalize().into_bytes(), "{length}");
        }
    }

    #[test]
    fn codes_are_good_one_step_early_or_late() {
        let secret = secret(TEXT);
        let step = 56_666_666;
        let code = secret.code(step);
        // Made by `createOTP(…).hotp` of @better-auth/utils 0.5.0.
        assert_eq!(code, "775738");
        for time in [step * PERIOD - 30, step * PERIOD, step * PERIOD + 29, step * PERIOD + 59] {
            assert_eq!(secret.matching_step(&code, time), Some(step), "{time}");
        }
        for time in [0, step * PERIOD - 31, step * PERIOD + 60] {
            assert_eq!(secret.matching_step(&code, time), None, "{time}");
        }
    }

    #[test]
    fn only_six_digits_are_a_code() {
        let secret = secret(TEXT);
        for code in ["", "77573", "7757380", " 775738", "77 738", "７７５７３８"] {
            assert_eq!(secret.matching_step(code, 56_666_666 * PERIOD), None, "{code}");
        }
        assert_eq!(secret.matching_step(&secret.code(0), 0), Some(0));
    }

    /// Made by `createOTP(…).url` of @better-auth/utils 0.5.0.
    #[test]
    fn addresses_are_those_of_better_auth() {
        let secret = secret(TEXT);
        assert_eq!(
            secret.uri("My Shop & Söhne (1)!*'~", "anna+test@example.com").expose_secret(),
            "otpauth://totp/My%20Shop%20%26%20S%C3%B6hne%20(1)!*'~:anna%2Btest%40example.com?secret=LJVDGUK7O5QW4S2VMRQVCNKWNV\
            EHCTRYONKC26BQMJMWGURRMVDA&issuer=My+Shop+%26+S%C3%B6hne+%281%29%21*%27%7E&digits=6&period=30"
        );
        assert_eq!(
            secret.uri("Better Auth", "anna@example.com").expose_secret(),
            "otpauth://totp/Better%20Auth:anna%40example.com?secret=LJVDGUK7O5QW4S2VMRQVCNKWNVEHCTRYONKC26BQMJMWGURRMVDA\
            &issuer=Better+Auth&digits=6&period=30"
        );
    }

    #[test]
    fn secrets_of_others_are_taken_in_base32() {
        let of_others = secret("base32:gezdgnbvgy3tqojqgezdgnbvgy3tqojq");
        assert_eq!(of_others.code(1), secret("12345678901234567890").code(1));
        assert_eq!(of_others.base32().expose_secret(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(secret("base32:MZXW6===").code(1), secret("foo").code(1));
        for wrong in ["", "base32:", "base32:01", "base32:A"] {
            assert_eq!(Secret::from_stored(SecretString::from(wrong)).unwrap_err(), SecretError, "{wrong}");
        }
    }

    #[test]
    fn new_secrets_are_read_back() {
        let secret = Secret::generate();
        let again = Secret::from_stored(secret.stored().clone()).unwrap();
        assert_eq!(secret.stored().expose_secret().len(), 32);
        assert_eq!(secret.code(1), again.code(1));
        assert!(!format!("{secret:?}").contains(secret.stored().expose_secret()));
    }
}
