//! Better Auth's passkeys: keys that an authenticator keeps, for signing in without a password.

mod authenticate_options;
mod challenge;
mod credential;
mod delete_passkey;
pub(super) mod docs;
mod list_passkeys;
mod register_options;
mod relying_party;
mod update_passkey;
mod verify_authentication;
mod verify_registration;

use http::StatusCode;
use uuid::Uuid;

pub use relying_party::RelyingParty;

use super::transport::{Code, Fields, Refusal};
use crate::better_auth::routes::{Routes, get, post};
use crate::store::passkeys::{self, Passkey};

pub(super) fn router() -> Routes {
    Routes::new()
        .route("/passkey/generate-register-options", get(register_options::register_options))
        .route("/passkey/verify-registration", post(verify_registration::verify_registration))
        .route("/passkey/generate-authenticate-options", get(authenticate_options::authenticate_options))
        .route("/passkey/verify-authentication", post(verify_authentication::verify_authentication))
        .route("/passkey/list-user-passkeys", get(list_passkeys::list_passkeys))
        .route("/passkey/update-passkey", post(update_passkey::update_passkey))
        .route("/passkey/delete-passkey", post(delete_passkey::delete_passkey))
}

/// In UTF-16 units, as everywhere.
const LONGEST_NAME: usize = 100;

/// How somebody calls a passkey, without the space around it.
fn read_name(fields: &mut Fields) -> String {
    let name = fields.text("name").trim().to_owned();
    if name.encode_utf16().count() > LONGEST_NAME {
        fields.issue("name", &format!("Too big: expected string to have <={LONGEST_NAME} characters"));
    }
    name
}

/// The passkey of this id, if it is the caller's; `foreign` refuses what is somebody else's.
async fn own(tx: &db::Tx, owner: Uuid, id: &str, foreign: fn() -> Refusal) -> Result<Passkey, Refusal> {
    let found = match id.parse() {
        Ok(id) => passkeys::by_id(tx, id).await?,
        Err(_) => None,
    };
    let passkey = found.ok_or_else(not_found)?;
    if passkey.user_id == owner { Ok(passkey) } else { Err(foreign()) }
}

fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, Code::PasskeyNotFound)
}

/// Somebody else's.
fn not_yours() -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, Code::YouAreNotAllowedToRegisterThisPasskey)
}
