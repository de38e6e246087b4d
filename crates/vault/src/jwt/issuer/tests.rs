use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair},
};
use serde_json::{Value, json};

use super::*;

/// RFC 7515, appendix A.2: RS256.
const RSA_N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR\
    T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2\
    R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h\
    4FRWyuXpoQ";
const RSA_TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS\
    9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5juj\
    Gbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcO\
    Ln6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_\
    IoypGlUPQGe77Rw";
const NOW: i64 = 1_300_000_000;

fn keys(keys: &Value) -> IssuerKeys {
    IssuerKeys::from_json(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A key pair that signs, and its public half.
fn p256() -> (impl Fn(&Value, &Value) -> String, Value) {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap();
    let point = pair.public_key().as_ref().to_vec();
    let jwk = json!({ "kty": "EC", "crv": "P-256", "kid": "a", "x": encode(&point[1..33]), "y": encode(&point[33..]) });
    let sign = move |header: &Value, claims: &Value| {
        let signed = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
        let signature = pair.sign(&random, signed.as_bytes()).unwrap();
        format!("{signed}.{}", encode(signature))
    };
    (sign, jwk)
}

#[test]
fn the_rsa_example_of_the_rfc_is_believed_and_nothing_near_it() {
    let jwk = json!({ "kty": "RSA", "n": RSA_N, "e": "AQAB" });
    let rules = Rules { now: NOW, issuer: Some("joe"), ..Rules::default() };
    let believed = keys(&json!([jwk])).verify::<Value>(RSA_TOKEN, &rules).unwrap();
    assert_eq!(believed.claims["iss"], "joe");
    let verify = |token: &str, rules: Rules<'_>| keys(&json!([jwk])).verify::<Value>(token, &rules).unwrap_err();
    let spelt_otherwise = format!("{}x", RSA_TOKEN.strip_suffix('w').unwrap());
    assert_eq!(verify(&spelt_otherwise, rules), Error::Format);
    assert_eq!(verify(&RSA_TOKEN.replace(".cC4h", ".cC4i"), rules), Error::Signature);
    assert_eq!(verify(RSA_TOKEN, Rules { now: 1_300_819_380, ..rules }), Error::Expired);
    assert_eq!(verify(RSA_TOKEN, Rules { issuer: Some("jim"), ..rules }), Error::Issuer);
    assert_eq!(verify(RSA_TOKEN, Rules { audience: Some("us"), ..rules }), Error::Audience);
    // Two keys of one kind, and a token that names none.
    let two = keys(&json!([jwk, jwk]));
    assert_eq!(two.verify::<Value>(RSA_TOKEN, &rules).unwrap_err(), Error::UnknownKey);
}

#[test]
fn the_key_says_how_it_signs() {
    let (sign, jwk) = p256();
    let claims = json!({ "exp": NOW + 60 });
    let rules = Rules { now: NOW, ..Rules::default() };
    let verify = |keys: &IssuerKeys, header: Value| keys.verify::<Value>(&sign(&header, &claims), &rules).map(drop);
    let known = keys(&json!([jwk]));
    assert_eq!(verify(&known, json!({ "alg": "ES256", "kid": "a" })), Ok(()));
    assert_eq!(verify(&known, json!({ "alg": "ES256" })), Ok(()));
    assert_eq!(verify(&known, json!({ "alg": "ES256", "kid": "b" })), Err(Error::UnknownKey));
    assert_eq!(verify(&known, json!({ "alg": "RS256", "kid": "a" })), Err(Error::UnknownKey));
    for algorithm in ["none", "HS256", "es256", "ES384", ""] {
        assert_eq!(verify(&known, json!({ "alg": algorithm, "kid": "a" })), Err(Error::Kind), "{algorithm}");
    }
    assert_eq!(verify(&known, json!({ "alg": "ES256", "kid": "a", "crit": ["x"] })), Err(Error::Kind));
    // A key for something else, or of another algorithm than it says.
    for (name, value) in [("use", "enc"), ("alg", "RS256")] {
        let mut other = jwk.clone();
        other[name] = value.into();
        assert_eq!(verify(&keys(&json!([other])), json!({ "alg": "ES256", "kid": "a" })), Err(Error::UnknownKey));
    }
    let (_, stranger) = p256();
    assert_eq!(verify(&keys(&json!([stranger])), json!({ "alg": "ES256", "kid": "a" })), Err(Error::Signature));
}

#[test]
fn ed25519_and_the_hash_of_an_access_token() {
    let random = SystemRandom::new();
    let document = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap();
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(pair.public_key()) });
    let signed = format!("{}.{}", encode(r#"{"alg":"EdDSA"}"#), encode(json!({ "exp": NOW + 1 }).to_string()));
    let token = format!("{signed}.{}", encode(pair.sign(signed.as_bytes())));
    let rules = Rules { now: NOW, ..Rules::default() };
    let believed = keys(&json!([jwk])).verify::<Value>(&token, &rules).unwrap();
    assert_eq!(believed.hash_of("x").len(), 43);
    // OpenID Connect Core 1.0, appendix A.3.
    let believed = Believed { claims: (), algorithm: Algorithm::Rs256 };
    assert_eq!(believed.hash_of("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "77QmUPtjPfzWtF2AnpK9RQ");
}

#[test]
fn what_is_no_key_is_passed_over() {
    let odd = json!([{ "kty": "oct", "k": "AAAA" }, { "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" }, 7, {}]);
    assert_eq!(keys(&odd), IssuerKeys::default());
    assert!(IssuerKeys::from_json(b"[]").is_err() && IssuerKeys::from_json(b"{}").is_err());
}
