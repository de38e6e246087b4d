//! The columns whose values are sealed. One that is not listed here is not sealed anew when a key changes: to add one, a
//! constant, and its name in [`ALL`].

use vault::seal::Context;

/// A column of type text whose values are sealed; an empty text and null stand for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The table, quoted, with its schema.
    pub table: &'static str,
    /// The column, as it is called.
    pub name: &'static str,
    /// The column, quoted, by whose UUID a row is found: unique, and with an index.
    pub row: &'static str,
    /// What binds a value to its row, as SQL of type text: elsewhere the value does not open.
    pub bound: &'static str,
}

/// The secrets of authenticator apps.
pub const TOTP_SECRET: Column =
    Column { table: r#"auth."twoFactor""#, name: "secret", row: r#""userId""#, bound: r#""userId"::text"# };
/// The hashes of backup codes.
pub const BACKUP_CODES: Column =
    Column { table: r#"auth."twoFactor""#, name: "backupCodes", row: r#""userId""#, bound: r#""userId"::text"# };
/// The private halves of the keys that sign tokens.
pub const SIGNING_KEY: Column = Column { table: "auth.jwks", name: "privateKey", row: "id", bound: "id::text" };
/// A subject is known before it has a row; see [`subject`].
const SUBJECT: &str = r#""providerId" || E'\n' || "accountId""#;
/// The tokens of providers.
pub const ACCESS_TOKEN: Column = Column { table: "auth.account", name: "accessToken", row: "id", bound: SUBJECT };
/// See [`ACCESS_TOKEN`].
pub const REFRESH_TOKEN: Column = Column { table: "auth.account", name: "refreshToken", row: "id", bound: SUBJECT };
/// See [`ACCESS_TOKEN`].
pub const ID_TOKEN: Column = Column { table: "auth.account", name: "idToken", row: "id", bound: SUBJECT };

/// The pages of what somebody is told of all that is kept about him: each opens in its place alone.
pub const PRIVACY_FILE: Column =
    Column { table: "public.privacy_pages", name: "page", row: "id", bound: "request_id || '/' || nth" };

/// All of them.
pub const ALL: &[Column] =
    &[TOTP_SECRET, BACKUP_CODES, SIGNING_KEY, ACCESS_TOKEN, REFRESH_TOKEN, ID_TOKEN, PRIVACY_FILE];

/// What binds the tokens of a provider: its subject, who stands in one row.
pub fn subject(provider: &str, account: &str) -> String {
    format!("{provider}\n{account}")
}

impl Column {
    /// The place of the value in a row.
    pub fn of<'a>(&self, row: &'a str) -> Context<'a> {
        Context { table: self.table, column: self.name, row }
    }

    pub(super) fn sql(&self) -> String {
        format!(r#""{}""#, self.name)
    }
}

impl std::fmt::Display for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.table.replace('"', ""), self.name)
    }
}
