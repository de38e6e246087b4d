//! Passkeys, as they are. They stay good only under the host name for which they were made.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Bad, Check, Desk, GLOBAL_KEY, Kind, NO_USER, Outcome, plain, read, taken};
use crate::import::better_auth::{ids::map, values::Time};

pub(super) const KIND: Kind = Kind {
    theirs: "passkey",
    more: None,
    ours: "auth.passkey",
    key: GLOBAL_KEY,
    columns: &[
        plain("id"),
        plain("name"),
        plain("publicKey"),
        plain("userId"),
        plain("credentialID"),
        plain("counter"),
        plain("deviceType"),
        plain("backedUp"),
        plain("transports"),
        plain("createdAt"),
        plain("aaguid"),
    ],
    checks: &[
        NO_USER,
        Check {
            fails: r#"exists (select from auth.passkey o where o."credentialID" = g."credentialID" and o.id <> g.id)"#,
            why: "this passkey is here already",
            remedy: "remove one of the two there",
        },
    ],
    convert,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    id: String,
    name: Option<String>,
    public_key: String,
    user_id: String,
    /// Older versions wrote the name otherwise.
    #[serde(rename = "credentialID", alias = "credentialId")]
    credential_id: String,
    counter: Option<i64>,
    device_type: Option<String>,
    backed_up: Option<bool>,
    transports: Option<String>,
    created_at: Option<Time>,
    aaguid: Option<String>,
}

fn convert(desk: &Desk<'_>, row: Value) -> Result<Outcome, Bad> {
    let passkey: Theirs = read(row)?;
    if passkey.credential_id.is_empty() || passkey.public_key.is_empty() {
        return Err(Bad::new("it has no key", "register it anew here"));
    }
    let columns = json!({
        "name": passkey.name,
        "publicKey": passkey.public_key,
        "userId": map(&passkey.user_id),
        "credentialID": passkey.credential_id,
        "counter": passkey.counter.unwrap_or(0).max(0),
        "deviceType": passkey.device_type.unwrap_or_else(|| "singleDevice".to_owned()),
        "backedUp": passkey.backed_up.unwrap_or(false),
        "transports": passkey.transports,
        "createdAt": passkey.created_at.unwrap_or(Time(desk.now)),
        "aaguid": passkey.aaguid,
    });
    Ok(taken(map(&passkey.id), passkey.name, columns))
}
