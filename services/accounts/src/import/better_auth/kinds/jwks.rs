//! The keys that sign tokens. The name of a key is its id, so those whose id is no UUID are called otherwise here: what they
//! signed there, which lives a quarter of an hour, is not believed any more.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};
use vault::jwt::SigningKey;

use super::{Bad, Desk, GLOBAL_KEY, Kind, Outcome, plain, read, taken, unopened};
use crate::{
    import::better_auth::{ids::map, values::Time},
    seal::columns::SIGNING_KEY,
};

pub(super) const KIND: Kind = Kind {
    theirs: "jwks",
    more: None,
    ours: "auth.jwks",
    key: GLOBAL_KEY,
    columns: &[
        plain("id"),
        plain("publicKey"),
        plain("privateKey"),
        plain("createdAt"),
        plain("expiresAt"),
        plain("alg"),
        plain("crv"),
    ],
    checks: &[],
    convert,
};

const ALGORITHM: &str = "EdDSA";
const CURVE: &str = "Ed25519";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    private_key: String,
    created_at: Option<Time>,
    expires_at: Option<Time>,
    alg: Option<String>,
    crv: Option<String>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let key: Theirs = read(row)?;
    let (alg, crv) = (key.alg.as_deref().unwrap_or(ALGORITHM), key.crv.as_deref().unwrap_or(CURVE));
    if (alg, crv) != (ALGORITHM, CURVE) {
        let why = format!("it signs with {alg}, and Kontor with {ALGORITHM} on {CURVE}");
        return Err(Bad::new(why, "nothing: Kontor makes a key of its own"));
    }
    let id = map(&key.id);
    let private = if key.private_key.trim_start().starts_with('{') {
        SecretString::from(key.private_key)
    } else {
        desk.secrets.open(&key.private_key).map_err(|error| {
            let (why, remedy) = unopened("the private key", &error);
            Bad::new(why, remedy)
        })?
    };
    let no_key = || Bad::new("it is no private key of this kind", "nothing: Kontor makes a key of its own");
    let kid = id.to_string();
    let signing = SigningKey::from_private_jwk(&*kid, &private).map_err(|_| no_key())?;
    let public = signing.public().jwk();
    let columns = json!({
        "publicKey": json!({ "crv": public.crv, "x": public.x, "kty": public.kty }).to_string(),
        "privateKey": desk.keys.seal(&signing.private_jwk(), &SIGNING_KEY.of(&kid)).map_err(|_| no_key())?,
        "createdAt": key.created_at.unwrap_or(Time(desk.now)),
        "expiresAt": key.expires_at,
        "alg": ALGORITHM,
        "crv": CURVE,
    });
    Ok(taken(id, None, columns))
}
