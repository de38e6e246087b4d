//! The tables that are taken over, one file each, in an order in which what is referred to comes first.

mod account;
mod apikey;
mod invitation;
mod jwks;
mod member;
mod organization;
mod organization_role;
mod passkey;
mod session;
mod team;
mod team_member;
mod two_factor;
mod user;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;
use vault::better_auth::Secrets;

use super::source::Source;
use crate::seal::Keys;

/// All of them.
pub(super) const KINDS: &[&Kind] = &[
    &user::KIND,
    &account::KIND,
    &organization::KIND,
    &organization_role::KIND,
    &member::KIND,
    &team::KIND,
    &team_member::KIND,
    &invitation::KIND,
    &session::KIND,
    &apikey::KIND,
    &two_factor::KIND,
    &passkey::KIND,
    &jwks::KIND,
];

/// Tables of Better Auth that are known, and not taken.
pub(super) const LEFT: &[&str] = &["verification", "rateLimit"];

/// A table there, and what its rows become here.
pub(super) struct Kind {
    /// The table there.
    pub(super) theirs: &'static str,
    /// What to read beside the row itself: SQL that answers a JSON object, where `{user}` and `{team}` are tables there.
    pub(super) more: Option<&'static str>,
    /// The table here, quoted.
    pub(super) ours: &'static str,
    /// When `t` of our table is the row `g`.
    pub(super) key: &'static str,
    /// What is written.
    pub(super) columns: &'static [Column],
    /// Why a row `g` cannot be taken, the first that holds.
    pub(super) checks: &'static [Check],
    /// Translates a row.
    pub(super) convert: fn(&Desk<'_>, Value) -> Result<Outcome, Bad>,
}

/// A column of ours.
pub(super) struct Column {
    pub(super) name: &'static str,
    expression: Option<&'static str>,
}

impl Column {
    /// What is written into it, of the row `g`.
    pub(super) fn value(&self) -> String {
        self.expression.map_or_else(|| format!("g.\"{}\"", self.name), str::to_owned)
    }

    /// Whether it says which row it is, and so never changes.
    pub(super) fn is_key(&self) -> bool {
        matches!(self.name, "id" | "organizationId")
    }
}

/// A column that is written as it is given.
const fn plain(name: &'static str) -> Column {
    Column { name, expression: None }
}

/// A column that is written as SQL makes it of the row `g`.
const fn made(name: &'static str, expression: &'static str) -> Column {
    Column { name, expression: Some(expression) }
}

/// A reason to refuse a row, found in the database.
pub(super) struct Check {
    /// SQL about the row `g`.
    pub(super) fails: &'static str,
    pub(super) why: &'static str,
    pub(super) remedy: &'static str,
}

/// Whose row it is was not taken.
const NO_USER: Check = Check {
    fails: r#"not exists (select from auth."user" u where u.id = g."userId")"#,
    why: "its person is not here",
    remedy: "see why the person was refused, then import again",
};

const NO_ORGANIZATION: Check = Check {
    fails: r#"not exists (select from auth.organization o where o.id = g."organizationId")"#,
    why: "its organization is not here",
    remedy: "see why the organization was refused, then import again",
};

/// With the organization in front, as the keys have it.
const TENANT_KEY: &str = r#"t."organizationId" = g."organizationId" and t.id = g.id"#;
const GLOBAL_KEY: &str = "t.id = g.id";

/// What translating needs.
pub(super) struct Desk<'a> {
    pub(super) keys: &'a Keys,
    pub(super) secrets: &'a Secrets,
    pub(super) now: DateTime<Utc>,
}

/// A row of ours, ready to be written.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) their_id: String,
    /// What people call it.
    pub(super) name: Option<String>,
    /// Of their row.
    pub(super) digest: String,
    pub(super) columns: Map<String, Value>,
}

/// What became of a row in translation.
pub(super) enum Outcome {
    /// A row of ours.
    Taken(Taken),
    /// It is over there too.
    Over,
}

/// A translated row.
pub(super) struct Taken {
    pub(super) id: Uuid,
    pub(super) name: Option<String>,
    pub(super) columns: Map<String, Value>,
    /// What it had to leave behind.
    pub(super) missing: Option<(String, String)>,
}

/// Why a row cannot be translated.
#[derive(Debug)]
pub(super) struct Bad {
    pub(super) name: Option<String>,
    pub(super) why: String,
    pub(super) remedy: String,
}

impl Bad {
    fn new(why: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name: None, why: why.into(), remedy: remedy.into() }
    }

    fn named(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }
}

/// Reads their row.
fn read<T: DeserializeOwned>(row: Value) -> Result<T, Bad> {
    serde_json::from_value(row).map_err(|error| {
        Bad::new(format!("it cannot be understood: {error}"), "put that value right there and import again")
    })
}

/// A row of ours from a JSON object with an id.
fn taken(id: Uuid, name: Option<String>, columns: Value) -> Outcome {
    Outcome::Taken(whole(id, name, columns))
}

fn whole(id: Uuid, name: Option<String>, columns: Value) -> Taken {
    let mut columns = if let Value::Object(columns) = columns { columns } else { Map::new() };
    columns.insert("id".to_owned(), id.to_string().into());
    Taken { id, name, columns, missing: None }
}

/// What is sealed cannot be opened.
fn unopened(what: &str, error: &vault::better_auth::Error) -> (String, String) {
    (
        format!("{what} does not open: {error}"),
        "give BETTER_AUTH_SECRET (and BETTER_AUTH_SECRETS) as that installation has it".to_owned(),
    )
}

impl Kind {
    /// The query that reads the table there, oldest first: of two rows that exclude each other the older one is taken.
    pub(super) fn query(&self, source: &Source) -> String {
        let more = self.more.map(|more| {
            let more = more.replace("{user}", &source.name("user"));
            format!(" || {}", more.replace("{team}", &source.name("team")))
        });
        let order = if source.has_column(self.theirs, "createdAt") { r#"t."createdAt", t.id"# } else { "t.id" };
        let table = source.name(self.theirs);
        format!("select (to_jsonb(t){})::text from {table} as t order by {order}", more.unwrap_or_default())
    }
}
