//! Backup codes at rest: a sealed list of their hashes. Hashed, for nobody has to read them again; sealed, for they are short
//! enough to try, and a list that is sealed goes along when keys change.

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::seal::Error;

use crate::seal::{Keys, columns::BACKUP_CODES};

/// What is kept of a code.
pub(crate) fn hash(user: Uuid, code: &str) -> String {
    vault::token::hash(&format!("backup-code:{user}\n{code}"))
}

/// Seals the hashes of a person's codes.
pub(crate) fn seal(keys: &Keys, user: Uuid, hashes: &[String]) -> Result<String, Error> {
    let list = SecretString::from(serde_json::json!(hashes).to_string());
    keys.seal(&list, &BACKUP_CODES.of(&user.to_string()))
}

/// The hashes in a list that was opened.
pub(crate) fn read(list: &SecretString) -> Vec<String> {
    serde_json::from_str(list.expose_secret()).unwrap_or_default()
}
