//! The columns whose values are sealed. One that is not listed here is not sealed anew when a key changes: to add one, a
//! constant, and its name in [`ALL`].

use vault::seal::Context;

/// A column whose values are sealed, of type text, or jsonb with a text in it; an empty text and null stand for nothing.
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
    /// Where in a document the value stands.
    pub inside: Option<Inside>,
}

/// A place in documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inside {
    /// Which rows have it, as a condition.
    pub rows: &'static str,
    /// The path, as SQL of type text[].
    pub path: &'static str,
}

/// The secrets of authenticator apps.
pub const TOTP_SECRET: Column = Column {
    table: r#"auth."twoFactor""#,
    name: "secret",
    row: r#""userId""#,
    bound: r#""userId"::text"#,
    inside: None,
};
/// The hashes of backup codes.
pub const BACKUP_CODES: Column = Column {
    table: r#"auth."twoFactor""#,
    name: "backupCodes",
    row: r#""userId""#,
    bound: r#""userId"::text"#,
    inside: None,
};
/// The private halves of the keys that sign tokens.
pub const SIGNING_KEY: Column =
    Column { table: "auth.jwks", name: "privateKey", row: "id", bound: "id::text", inside: None };
/// A subject is known before it has a row; see [`subject`].
const SUBJECT: &str = r#""providerId" || E'\n' || "accountId""#;
/// The tokens of providers.
pub const ACCESS_TOKEN: Column =
    Column { table: "auth.account", name: "accessToken", row: "id", bound: SUBJECT, inside: None };
/// See [`ACCESS_TOKEN`].
pub const REFRESH_TOKEN: Column =
    Column { table: "auth.account", name: "refreshToken", row: "id", bound: SUBJECT, inside: None };
/// See [`ACCESS_TOKEN`].
pub const ID_TOKEN: Column = Column { table: "auth.account", name: "idToken", row: "id", bound: SUBJECT, inside: None };

/// The pages of what somebody is told of all that is kept about him: each opens in its place alone.
pub const PRIVACY_FILE: Column =
    Column { table: "public.privacy_pages", name: "page", row: "id", bound: "request_id || '/' || nth", inside: None };

/// Whom an erasure is about whose account is gone already, for as long as he is looked for.
pub const REMEMBERED: Column = Column {
    table: "public.jobs",
    name: "payload",
    row: "id",
    bound: "payload #>> array[case when payload ? 'whom' then 'whom' else 'departed' end, 'request']",
    inside: Some(Inside {
        rows: "name in ('accounts.erase_person', 'accounts.erase_person_again')",
        path: "array[case when payload ? 'whom' then 'whom' else 'departed' end, 'sealed']",
    }),
};

/// The key of a shop's own account at a payment provider.
pub const PAYMENT_KEY: Column =
    Column { table: "public.payment_accounts", name: "secret_key", row: "id", bound: "id::text", inside: None };
/// The secrets with which that provider signs what it tells.
pub const PAYMENT_HOOKS: Column =
    Column { table: "public.payment_accounts", name: "webhook_secrets", row: "id", bound: "id::text", inside: None };

/// All of them.
pub const ALL: &[Column] = &[
    TOTP_SECRET,
    BACKUP_CODES,
    SIGNING_KEY,
    ACCESS_TOKEN,
    REFRESH_TOKEN,
    ID_TOKEN,
    PRIVACY_FILE,
    REMEMBERED,
    PAYMENT_KEY,
    PAYMENT_HOOKS,
];

/// What binds the tokens of a provider: its subject, who stands in one row.
pub fn subject(provider: &str, account: &str) -> String {
    format!("{provider}\n{account}")
}

impl Column {
    /// The place of the value in a row.
    pub fn of<'a>(&self, row: &'a str) -> Context<'a> {
        Context { table: self.table, column: self.name, row }
    }

    /// The value, as SQL.
    pub(super) fn value(&self) -> String {
        match self.inside {
            None => self.quoted(),
            Some(Inside { path, .. }) => format!("{} #>> {path}", self.quoted()),
        }
    }

    /// What writes the value, which is `new`: after `set`.
    pub(super) fn write(&self, new: &str) -> String {
        let name = self.quoted();
        match self.inside {
            None => format!("{name} = {new}"),
            Some(Inside { path, .. }) => format!("{name} = jsonb_set({name}, {path}, to_jsonb({new}))"),
        }
    }

    /// Which rows have a value, as a condition.
    pub(super) fn has_one(&self) -> String {
        let value = self.value();
        match self.inside {
            None => format!("{value} <> ''"),
            Some(Inside { rows, .. }) => format!("{rows} and {value} <> ''"),
        }
    }

    fn quoted(&self) -> String {
        format!(r#""{}""#, self.name)
    }
}

impl std::fmt::Display for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.table.replace('"', ""), self.name)
    }
}
