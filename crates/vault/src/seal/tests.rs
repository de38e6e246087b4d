use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::*;

const A: &str = "2026:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const B: &str = "2025:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
const PLACE: Context<'_> = Context { table: "auth.account", column: "refresh_token_encrypted", row: "7" };

fn keyring(text: &str) -> Keyring {
    Keyring::parse(&SecretString::from(text)).unwrap()
}

/// Made by Node's `crypto.createCipheriv("aes-256-gcm", …)` with the key, header, place and a fixed nonce.
const BY_NODE: &str =
    "010432303236000102030405060708090a0b207015ad067aa7366fc33bfec3864923e26f622be67da6b7a412758bd611ea";

#[test]
fn the_format_is_what_others_can_write() {
    let sealed = hex::decode(BY_NODE).unwrap();
    assert_eq!(keyring(A).open_text(&sealed, &PLACE).unwrap().expose_secret(), "größe-€uro1");
}

#[test]
fn values_tell_their_key_and_nothing_else() {
    let sealed = keyring(A).seal(b"secret", &PLACE).unwrap();
    assert_eq!(&sealed[..6], b"\x01\x042026");
    assert_eq!(sealed.len(), 6 + 12 + "secret".len() + 16);
    assert_ne!(keyring(A).seal(b"secret", &PLACE).unwrap(), sealed);
}

#[test]
fn keys_are_rotated() {
    let (old, both, new) = (keyring(B), keyring(&format!("{A},{B}")), keyring(A));
    let sealed = old.seal(b"secret", &PLACE).unwrap();
    assert!(!old.needs_rotation(&sealed) && both.needs_rotation(&sealed));
    let opened = both.open(&sealed, &PLACE).unwrap();
    let sealed_anew = both.seal(opened.expose_secret(), &PLACE).unwrap();
    assert!(!both.needs_rotation(&sealed_anew));
    assert_eq!(new.open_text(&sealed_anew, &PLACE).unwrap().expose_secret(), "secret");
    assert_eq!(new.open(&sealed, &PLACE).err(), Some(Error::UnknownKey { id: "2025".to_owned() }));
}

#[test]
fn another_key_of_the_same_id_opens_nothing() {
    let other = keyring(&B.replace("2025", "2026"));
    let sealed = keyring(A).seal(b"secret", &PLACE).unwrap();
    assert_eq!(other.open(&sealed, &PLACE).err(), Some(Error::Forged));
}

#[test]
fn keys_of_one_id_are_all_tried() {
    let (mine, other) = (keyring(A), keyring(&B.replace("2025", "2026")));
    let sealed = other.seal(b"secret", &PLACE).unwrap();
    let both = mine.clone().and_opens(other);
    assert_eq!(both.open_text(&sealed, &PLACE).unwrap().expose_secret(), "secret");
    assert_eq!(mine.open_text(&both.seal(b"new", &PLACE).unwrap(), &PLACE).unwrap().expose_secret(), "new");
}

#[test]
fn what_is_no_sealed_value_is_said_to_be_none() {
    let keyring = keyring(A);
    let sealed = keyring.seal(b"", &PLACE).unwrap();
    for length in 0..sealed.len() {
        assert_eq!(keyring.open(&sealed[..length], &PLACE).err(), Some(Error::Format), "{length}");
        assert!(keyring.needs_rotation(&sealed[..length]));
    }
    assert_eq!(keyring.open(b"plain text that is long enough for all parts", &PLACE).err(), Some(Error::Format));
    assert_eq!(keyring.seal(&vec![0; MAX_LENGTH + 1], &PLACE).err(), Some(Error::TooLong));
    let bytes = keyring.seal(&[0xff], &PLACE).unwrap();
    assert_eq!(keyring.open_text(&bytes, &PLACE).err(), Some(Error::NotText));
}

#[test]
fn places_do_not_run_into_each_other() {
    let keyring = keyring(A);
    let sealed = keyring.seal(b"secret", &Context { table: "ab", column: "c", row: "d" }).unwrap();
    for (table, column, row) in [("a", "bc", "d"), ("ab", "", "cd"), ("abc", "d", ""), ("ab", "d", "c")] {
        assert_eq!(keyring.open(&sealed, &Context { table, column, row }).err(), Some(Error::Forged));
    }
}

proptest! {
    #[test]
    fn what_was_sealed_opens_where_it_belongs(
        secret in prop::collection::vec(any::<u8>(), 0..200), place in ".{0,20}", other in ".{0,20}",
    ) {
        let keyring = keyring(A);
        let here = Context { row: &place, ..PLACE };
        let sealed = keyring.seal(&secret, &here).unwrap();
        let opened = keyring.open(&sealed, &here).unwrap();
        prop_assert_eq!(opened.expose_secret(), &secret[..]);
        if place != other {
            prop_assert_eq!(keyring.open(&sealed, &Context { row: &other, ..PLACE }).err(), Some(Error::Forged));
            for elsewhere in [Context { column: &other, ..here }, Context { table: &other, ..here }] {
                prop_assert_eq!(keyring.open(&sealed, &elsewhere).err(), Some(Error::Forged));
            }
        }
    }

    #[test]
    fn no_bit_can_be_changed(secret in prop::collection::vec(any::<u8>(), 0..20)) {
        let keyring = keyring(&format!("{A},{B}"));
        let sealed = keyring.seal(&secret, &PLACE).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(keyring.open(&changed, &PLACE).is_err(), "bit {}", bit);
        }
    }
}
