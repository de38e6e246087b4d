//! A passkey in software: what an authenticator and its browser make of the options they are given (WebAuthn level 2, ES256,
//! no attestation).

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest::{SHA256, digest},
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_cbor_2::Value as Cbor;
use serde_json::{Value, json};

/// Things to do wrongly.
#[expect(clippy::struct_excessive_bools, reason = "each is another thing")]
#[derive(Default, Clone)]
pub(crate) struct Wrong {
    pub(crate) origin: Option<&'static str>,
    pub(crate) challenge: Option<&'static str>,
    pub(crate) rp_id: Option<&'static str>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) handle: Option<&'static str>,
    pub(crate) cross_origin: bool,
    pub(crate) absent: bool,
    pub(crate) signature: bool,
    pub(crate) raw_id: bool,
}

pub(crate) struct Authenticator {
    key: EcdsaKeyPair,
    pub(crate) id: Vec<u8>,
    handle: String,
    pub(crate) counter: u32,
    origin: String,
    /// It asks for a finger, a face or a PIN.
    pub(crate) knows_owner: bool,
    pub(crate) is_synced: bool,
    pub(crate) wrong: Wrong,
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Authenticator {
    /// A new one, in a browser that shows a page of `origin`.
    pub(crate) fn new(origin: &str) -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.as_ref(), &random).unwrap();
        let mut id = vec![0; 32];
        random.fill(&mut id).unwrap();
        Self {
            key,
            id,
            handle: String::new(),
            counter: 0,
            origin: origin.to_owned(),
            knows_owner: true,
            is_synced: false,
            wrong: Wrong::default(),
        }
    }

    /// The public key in COSE (RFC 9053): kty, alg, crv, x, y.
    pub(crate) fn cose(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let (x, y) = (Cbor::Bytes(point[1..33].to_vec()), Cbor::Bytes(point[33..65].to_vec()));
        let number = Cbor::Integer;
        let key = [
            (number(1), number(2)),
            (number(3), number(-7)),
            (number(-1), number(1)),
            (number(-2), x),
            (number(-3), y),
        ];
        serde_cbor_2::to_vec(&Cbor::Map(BTreeMap::from(key))).unwrap()
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({
            "type": self.wrong.kind.unwrap_or(kind),
            "challenge": self.wrong.challenge.unwrap_or_else(|| options["challenge"].as_str().unwrap()),
            "origin": self.wrong.origin.unwrap_or(&self.origin),
            "crossOrigin": self.wrong.cross_origin,
        })
        .to_string()
        .into_bytes()
    }

    fn data(&self, rp_id: &str, more: &[u8]) -> Vec<u8> {
        let flags = [
            (!self.wrong.absent, 0x01),
            (self.knows_owner, 0x04),
            (self.is_synced, 0x08 | 0x10),
            (!more.is_empty(), 0x40),
        ];
        let flags = flags.iter().filter(|(is_set, _)| *is_set).fold(0, |all, (_, flag)| all | flag);
        let rp_id = self.wrong.rp_id.unwrap_or(rp_id);
        [digest(&SHA256, rp_id.as_bytes()).as_ref(), &[flags], &self.counter.to_be_bytes(), more].concat()
    }

    /// `navigator.credentials.create`
    pub(crate) fn create(&mut self, options: &Value) -> Value {
        options["user"]["id"].as_str().unwrap().clone_into(&mut self.handle);
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let more = [&[0; 16][..], &length, &self.id, &self.cose()].concat();
        let data = self.data(options["rp"]["id"].as_str().unwrap(), &more);
        let attestation = [("fmt", Cbor::Text("none".into())), ("attStmt", Cbor::Map(BTreeMap::new()))];
        let attestation = attestation.into_iter().chain([("authData", Cbor::Bytes(data))]);
        let attestation = Cbor::Map(attestation.map(|(name, value)| (Cbor::Text(name.into()), value)).collect());
        self.answer(json!({
            "clientDataJSON": encode(&self.client_data("webauthn.create", options)),
            "attestationObject": encode(&serde_cbor_2::to_vec(&attestation).unwrap()),
            "transports": ["internal", "hybrid", "of-the-future"],
        }))
    }

    /// `navigator.credentials.get`
    pub(crate) fn get(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let data = self.data(options["rpId"].as_str().unwrap(), &[]);
        let said = self.client_data("webauthn.get", options);
        let signed = [&data[..], digest(&SHA256, &said).as_ref()].concat();
        let mut signature = self.key.sign(&SystemRandom::new(), &signed).unwrap().as_ref().to_vec();
        if self.wrong.signature {
            *signature.last_mut().unwrap() ^= 1;
        }
        self.answer(json!({
            "clientDataJSON": encode(&said),
            "authenticatorData": encode(&data),
            "signature": encode(&signature),
            "userHandle": self.wrong.handle.unwrap_or(&self.handle),
        }))
    }

    fn answer(&self, response: Value) -> Value {
        let id = encode(&self.id);
        let raw_id = if self.wrong.raw_id { encode(&[1; 32]) } else { id.clone() };
        let mut answer = json!({ "id": id, "rawId": raw_id, "type": "public-key", "clientExtensionResults": {} });
        answer["response"] = response;
        answer
    }
}
