use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::*;

const SECRET: &str = "better-auth-secret-123456789012345678901234";

// Made by jose 6 as Better Auth 1.7.24 calls it.
const PRIVATE: &str = r#"{"crv":"Ed25519","d":"mKg0EY_orsjDNiKVvZOzkqAFIgCoQCerZdbYO6hdtl4","x":"Sxql-DZqgP_Bx_Yy21XUDnMK7MdufmVT_QU-qGcMyPk","kty":"OKP"}"#;
const EDDSA: &str = "eyJhbGciOiJFZERTQSIsImtpZCI6ImsxIn0.eyJzdWIiOiJ1MSIsImVtYWlsIjoiYW5uYUBleGFtcGxlLmNvbSIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDAwOTAwLCJpc3MiOiJodHRwOi8vbG9jYWxob3N0OjMwMDAiLCJhdWQiOiJodHRwOi8vbG9jYWxob3N0OjMwMDAifQ.Gb1GsX7tjg3HedFM-J2xne57QHzX-n7PLxoOtE4IHuHKWeWyctNaTkXwap6ZR0cl2stgKa5G3Rp6sRZXz3CZAg";
const HS256: &str = "eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFubmFAZXhhbXBsZS5jb20iLCJpYXQiOjE3OTUyNTI4NDgsImV4cCI6MTc5NTI1NjQ0OH0.yp6ENXdmEUqrHKIlNcqOk-icpUx-bcGasQg6K0s5tPU";

fn signing_key() -> SigningKey {
    SigningKey::from_private_jwk("k1", &SecretString::from(PRIVATE)).unwrap()
}

fn key_set() -> KeySet {
    [signing_key().public()].into_iter().collect()
}

fn shared_key() -> SharedKey {
    SharedKey::new([SecretString::from(SECRET)]).unwrap()
}

fn at(now: i64) -> Rules<'static> {
    Rules { now, ..Rules::default() }
}

fn part(json: &str) -> String {
    URL_SAFE_NO_PAD.encode(json)
}

/// A token with this header and this payload, and the right HMAC.
fn forge(header: &str, payload: &str) -> String {
    let signed = format!("{}.{}", part(header), part(payload));
    let keys = crate::mac::MacKeys::new([SecretString::from(SECRET)]).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(keys.sign(signed.as_bytes())))
}

fn verify(token: &str, rules: &Rules<'_>) -> Result<Value, Error> {
    shared_key().verify(token, rules)
}

/// What the HS256 token says, in its order.
#[derive(serde::Serialize)]
struct Claims {
    email: &'static str,
    iat: i64,
    exp: i64,
}

#[test]
fn tokens_of_better_auth_are_verified_and_made_alike() {
    let rules =
        Rules { issuer: Some("http://localhost:3000"), audience: Some("http://localhost:3000"), ..at(1_700_000_899) };
    let claims: Value = key_set().verify(EDDSA, &rules).unwrap();
    assert_eq!(claims["email"], "anna@example.com");
    let claims = json!({"email": "anna@example.com", "iat": 1_795_252_848, "exp": 1_795_256_448});
    assert_eq!(verify(HS256, &at(1_795_252_848)).unwrap(), claims);

    let claims = Claims { email: "anna@example.com", iat: 1_795_252_848, exp: 1_795_256_448 };
    assert_eq!(shared_key().sign(&claims).unwrap(), HS256);
}

/// RFC 8037, appendix A.1 to A.4.
#[test]
fn signatures_are_those_of_the_rfc() {
    let json = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let key = SigningKey::from_private_jwk("", &SecretString::from(json)).unwrap();
    let set: KeySet = [key.public()].into_iter().collect();
    let signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    let token = format!("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.{signature}");
    // It names no key, so it is not even looked at.
    assert_eq!(set.verify::<Value>(&token, &at(0)), Err(Error::UnknownKey));
    let parsed = compact::Token::parse(&token, "EdDSA").unwrap();
    let made =
        compact::make(&compact::NewHeader { alg: "EdDSA", kid: None }, &json!({"exp": 1}), |_| &parsed.signature);
    assert!(made.unwrap().ends_with(signature));
    let dalek = ed25519_dalek::Signature::from_slice(&parsed.signature).unwrap();
    let public = ed25519_dalek::VerifyingKey::from_bytes(&jwk::decode(&key.public().jwk().x).unwrap()).unwrap();
    assert!(public.verify_strict(parsed.signed, &dalek).is_ok());
}

#[test]
fn keys_are_shown_as_better_auth_shows_them() {
    let jwks = key_set().jwks();
    assert_eq!(
        serde_json::to_string(&jwks).unwrap(),
        r#"{"keys":[{"alg":"EdDSA","crv":"Ed25519","x":"Sxql-DZqgP_Bx_Yy21XUDnMK7MdufmVT_QU-qGcMyPk","kty":"OKP","kid":"k1"}]}"#
    );
    assert_eq!(PublicKey::from_jwk(&jwks.keys[0]).unwrap(), signing_key().public());
    assert_eq!(signing_key().private_jwk().expose_secret(), PRIVATE);
    assert!(!format!("{:?}", signing_key()).contains("mKg0"));
}

#[test]
fn keys_that_are_none_are_refused() {
    let read = |json: &str| SigningKey::from_private_jwk("k", &SecretString::from(json)).map(|_| ());
    for json in ["", "[]", "{}", &PRIVATE.replace("Ed25519", "X25519"), &PRIVATE.replace("OKP", "EC")] {
        assert_eq!(read(json), Err(JwkError::Format), "{json}");
    }
    for json in [PRIVATE.replace("mKg0", "nKg0"), PRIVATE.replace("mKg0", ""), PRIVATE.replace("mKg0", "mKg=")] {
        assert_eq!(read(&json), Err(JwkError::Key), "{json}");
    }
    let jwk = signing_key().public().jwk();
    // The neutral point, under which anything has a signature.
    let weak = Jwk { x: URL_SAFE_NO_PAD.encode([[1].as_slice(), &[0; 31]].concat()), ..jwk.clone() };
    assert_eq!(PublicKey::from_jwk(&weak), Err(JwkError::Key));
    assert_eq!(PublicKey::from_jwk(&Jwk { alg: "HS256".to_owned(), ..jwk }), Err(JwkError::Format));
}

#[test]
fn the_key_that_is_named_signs() {
    let (old, new) = (SigningKey::generate("old"), SigningKey::generate("new"));
    let both: KeySet = [new.public(), old.public()].into_iter().collect();
    let only_new: KeySet = [new.public()].into_iter().collect();
    let renamed = Jwk { kid: "old".to_owned(), ..new.public().jwk() };
    let renamed: KeySet = [PublicKey::from_jwk(&renamed).unwrap()].into_iter().collect();
    let token = old.sign(&json!({"sub": "u1", "exp": 10})).unwrap();
    assert_eq!(both.verify::<Value>(&token, &at(9)).unwrap()["sub"], "u1");
    assert_eq!(only_new.verify::<Value>(&token, &at(9)), Err(Error::UnknownKey));
    assert_eq!(renamed.verify::<Value>(&token, &at(9)), Err(Error::Signature));
}

#[test]
fn secrets_are_rotated() {
    let (old, new) = (SecretString::from("o".repeat(32)), SecretString::from("n".repeat(32)));
    let token = SharedKey::new([old.clone()]).unwrap().sign(&json!({"exp": 10})).unwrap();
    assert!(SharedKey::new([new.clone(), old]).unwrap().verify::<Value>(&token, &at(9)).is_ok());
    assert_eq!(SharedKey::new([new]).unwrap().verify::<Value>(&token, &at(9)), Err(Error::Signature));
}

#[test]
fn the_token_does_not_choose_its_algorithm() {
    let payload = r#"{"exp":10}"#;
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":"hs256"}"#,
        r#"{"alg":"HS512"}"#,
        r#"{"alg":"EdDSA"}"#,
        r#"{"alg":"HS256","crit":["exp"]}"#,
        r#"{"alg":"HS256","typ":"JWE"}"#,
    ] {
        assert_eq!(verify(&forge(header, payload), &at(9)), Err(Error::Kind), "{header}");
    }
    assert_eq!(key_set().verify::<Value>(HS256, &at(9)), Err(Error::Kind));
    // The public key as the secret of an HMAC, the classic.
    let x = signing_key().public().jwk().x;
    let confused = SharedKey::new([SecretString::from(x)]).unwrap().sign(&json!({"exp": 10})).unwrap();
    assert_eq!(key_set().verify::<Value>(&confused, &at(9)), Err(Error::Kind));
    for header in [r#"{"alg":"HS256"}"#, r#"{"typ":"JWT","alg":"HS256"}"#, r#"{"alg":"HS256","kid":"x"}"#] {
        assert!(verify(&forge(header, payload), &at(9)).is_ok(), "{header}");
    }
}

#[test]
fn tokens_hold_for_their_time() {
    let token = forge(r#"{"alg":"HS256"}"#, r#"{"iat":100,"nbf":110,"exp":200}"#);
    for (now, expected) in [(109, Some(Error::NotYet)), (110, None), (199, None), (200, Some(Error::Expired))] {
        assert_eq!(verify(&token, &at(now)).err(), expected, "{now}");
    }
    let with_leeway = |now| verify(&token, &Rules { leeway: 10, ..at(now) }).err();
    for (now, expected) in [(99, Some(Error::NotYet)), (100, None), (209, None), (210, Some(Error::Expired))] {
        assert_eq!(with_leeway(now), expected, "{now}");
    }
    let from_the_future = forge(r#"{"alg":"HS256"}"#, r#"{"iat":100,"exp":200}"#);
    assert_eq!(verify(&from_the_future, &at(99)), Err(Error::NotYet));
    let for_ever = forge(r#"{"alg":"HS256"}"#, &format!(r#"{{"exp":{}}}"#, i64::MAX));
    assert!(verify(&for_ever, &Rules { leeway: u32::MAX, ..at(0) }).is_ok());
}

#[test]
fn claims_are_an_object_with_an_end() {
    for payload in [
        "",
        "[]",
        "[200,null,null,null,null]",
        "{}",
        r#"{"exp":null}"#,
        r#"{"exp":"200"}"#,
        r#"{"exp":200.5}"#,
        r#"{"exp":200,"exp":300}"#,
        r#"{"exp":200,"nbf":"1"}"#,
        r#"{"exp":200,"aud":7}"#,
        r#"{"exp":200} x"#,
    ] {
        assert_eq!(verify(&forge(r#"{"alg":"HS256"}"#, payload), &at(9)), Err(Error::Claims), "{payload}");
    }
    for claims in [json!({"sub": "u1"}), json!([1]), json!("text")] {
        assert_eq!(shared_key().sign(&claims), Err(Error::Claims));
        assert_eq!(signing_key().sign(&claims), Err(Error::Claims));
    }
}

#[test]
fn issuer_and_audience_are_compared_when_asked_for() {
    let rules = Rules { issuer: Some("me"), audience: Some("you"), ..at(9) };
    for (claims, expected) in [
        (json!({"exp": 10, "iss": "me", "aud": "you"}), None),
        (json!({"exp": 10, "iss": "me", "aud": ["them", "you"]}), None),
        (json!({"exp": 10, "iss": "me", "aud": []}), Some(Error::Audience)),
        (json!({"exp": 10, "iss": "me"}), Some(Error::Audience)),
        (json!({"exp": 10, "iss": "me", "aud": "your"}), Some(Error::Audience)),
        (json!({"exp": 10, "aud": "you"}), Some(Error::Issuer)),
        (json!({"exp": 10, "iss": "meh", "aud": "you"}), Some(Error::Issuer)),
    ] {
        let token = shared_key().sign(&claims).unwrap();
        assert_eq!(verify(&token, &rules).err(), expected, "{claims}");
    }
}

#[test]
fn what_is_no_token_is_refused() {
    let (signed, signature) = HS256.rsplit_once('.').unwrap();
    for token in [
        String::new(),
        "..".to_owned(),
        signed.to_owned(),
        format!("{HS256}.x"),
        format!("{HS256}="),
        format!(" {HS256}"),
        format!("{signed}.+{}", &signature[1..]),
        format!("{}.{}", part(r#"["HS256",null,null,null]"#), &HS256[21..]),
    ] {
        assert_eq!(verify(&token, &at(0)), Err(Error::Format), "{token}");
    }
    assert_eq!(verify(&format!("{signed}."), &at(0)), Err(Error::Signature));
    assert_eq!(verify(&"x".repeat(MAX_LENGTH + 1), &at(0)), Err(Error::TooLong));
    assert_eq!(shared_key().sign(&json!({"exp": 1, "x": "x".repeat(MAX_LENGTH)})), Err(Error::TooLong));
    for index in 0..signature.len() {
        let mut changed = HS256.to_owned();
        let at_index = signed.len() + 1 + index;
        let other = if &changed[at_index..=at_index] == "A" { "E" } else { "A" };
        changed.replace_range(at_index..=at_index, other);
        assert_eq!(verify(&changed, &at(1_795_252_848)), Err(Error::Signature), "{index}");
    }
}
