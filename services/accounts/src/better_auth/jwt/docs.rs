//! The documentation of tokens for other services.

use serde_json::json;

use crate::better_auth::docs::{
    Access::{Anybody, SignedIn},
    Operation, get,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        get("/token", SignedIn, "Who the caller is, for other services.")
            .answers(json!({ "token": "eyJhbGciOiJFZERTQSJ9…" })),
        get(
            "/jwks",
            Anybody,
            "The public keys, by which others believe our tokens. The first call makes the first \
                key.",
        )
        .answers(json!({
            "keys": [{
                "alg": "EdDSA",
                "crv": "Ed25519",
                "kid": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "kty": "OKP",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            }],
        })),
    ]
}
