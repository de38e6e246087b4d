//! Keys of shops in their rows: sealed for their place, and opened nowhere else. The columns are listed where keys are changed
//! (`accounts::seal::columns`).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::seal::{Context, Keyring};
use web::ApiError;

/// A column that is sealed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Column {
    /// The key of the account.
    Key,
    /// What its webhooks are signed with, a line each.
    Hooks,
}

impl Column {
    fn of(self, row: &str) -> Context<'_> {
        let column = match self {
            Self::Key => "secret_key",
            Self::Hooks => "webhook_secrets",
        };
        Context { table: "public.payment_accounts", column, row }
    }
}

/// Seals and opens.
#[derive(Debug, Clone)]
pub(crate) struct Seals(Keyring);

impl Seals {
    pub(crate) fn new(keyring: Keyring) -> Self {
        Self(keyring)
    }

    /// Seals a secret for its row.
    pub(crate) fn seal(&self, secret: &SecretString, column: Column, row: Uuid) -> Result<String, ApiError> {
        let row = row.to_string();
        let sealed = self.0.seal(secret.expose_secret().as_bytes(), &column.of(&row)).map_err(ApiError::internal)?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// The same for several.
    pub(crate) fn seal_all(&self, secrets: &[SecretString], row: Uuid) -> Result<String, ApiError> {
        let lines: Vec<&str> = secrets.iter().map(ExposeSecret::expose_secret).collect();
        self.seal(&SecretString::from(lines.join("\n")), Column::Hooks, row)
    }

    /// Opens what was sealed for this row.
    pub(crate) fn open(&self, sealed: &str, column: Column, row: Uuid) -> Result<SecretString, ApiError> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(ApiError::internal)?;
        let row = row.to_string();
        self.0.open_text(&sealed, &column.of(&row)).map_err(ApiError::internal)
    }

    /// The same for several.
    pub(crate) fn open_all(&self, sealed: &str, row: Uuid) -> Result<Vec<SecretString>, ApiError> {
        let opened = self.open(sealed, Column::Hooks, row)?;
        Ok(opened.expose_secret().lines().map(SecretString::from).collect())
    }
}
