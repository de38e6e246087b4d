//! What `kontor doctor schema` looks for: rules that a migration can break without anyone noticing.
//!
//! Each rule is a statement in `doctor/` that answers the objects which break it. A table added later is checked like
//! all others. To add a rule: its file, and a line in [`RULES`].

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, Statement, Value};

use crate::Error;

/// The tables that belong to no shop: people and shops themselves, the ledger of migrations, when all sums were counted, and the salts
/// by which visitors are told apart for a day.
pub const GLOBAL_TABLES: &[&str] = &[
    "auth.user",
    "auth.organization",
    "auth.session",
    "auth.account",
    "auth.verification",
    "auth.twoFactor",
    "auth.passkey",
    "auth.apikey",
    "auth.jwks",
    "auth.imported",
    "private.seaql_migrations",
    "private.stat_refreshes",
    "private.visitor_salts",
];

/// One thing that is wrong with the live schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: &'static str,
    /// Table, function, index or policy.
    pub object: String,
    /// What to do.
    pub remedy: &'static str,
}

/// What was looked at, and what was found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// How many tables were checked.
    pub tables: i64,
    /// How many policies.
    pub policies: i64,
    /// How many functions.
    pub functions: i64,
}

struct Rule {
    name: &'static str,
    remedy: &'static str,
    sql: &'static str,
    takes_global_tables: bool,
}

macro_rules! rules {
    ($($file:literal, $global:literal, $name:literal, $remedy:literal;)*) => {
        &[$(Rule {
            name: $name,
            remedy: $remedy,
            sql: include_str!(concat!("../doctor/", $file, ".sql")),
            takes_global_tables: $global,
        }),*]
    };
}

const RULES: &[Rule] = rules! {
    "forced_rls", false, "table without forced row-level security", "call private.secure_table for it";
    "primary_key", true, "primary key without organization_id", "make it primary key (organization_id, id)";
    "foreign_key", true, "foreign key without organization_id", "reference (organization_id, id)";
    "foreign_key_index", false, "foreign key without an index", "create index on its columns";
    "policy_index", false, "policy column without an index", "create index on (organization_id, column)";
    "policy_wrapped", false, "function in a policy that is not wrapped", "write (select auth.uid()), not auth.uid()";
    "search_path", false, "function without a fixed search_path", "add set search_path = ''";
    "definer_public", false, "security definer function that everyone may call", "revoke execute from public";
    "view_invoker", false, "view that is not security_invoker", "create view … with (security_invoker = true)";
    "matview_private", false, "materialized view outside private", "create it in schema private";
    "one_policy", false, "several permissive policies for one role and command", "join them into one";
    "policy_role", false, "policy without a role", "write it to anon or to authenticated";
    "unique_tenant", true, "unique index across shops", "begin it with organization_id";
    "grants", false, "grant that row-level security does not cover", "revoke it";
    "updated_at", false, "updated_at without its trigger", "call private.secure_table for it";
};

/// Checks the live schema behind `url`, as its owner.
pub async fn doctor(url: &str) -> Result<Report, Error> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false).set_application_name("kontor-doctor");
    let connection = Database::connect(options).await?;
    let report = check(&connection).await;
    connection.close().await?;
    report
}

async fn check(connection: &impl ConnectionTrait) -> Result<Report, Error> {
    let mut report = Report::default();
    let global: Vec<String> = GLOBAL_TABLES.iter().map(|&table| table.to_owned()).collect();
    for rule in RULES {
        let values: Vec<Value> = if rule.takes_global_tables { vec![global.clone().into()] } else { Vec::new() };
        let rows =
            connection.query_all_raw(Statement::from_sql_and_values(DbBackend::Postgres, rule.sql, values)).await?;
        for row in rows {
            let object = row.try_get("", "object")?;
            report.findings.push(Finding { rule: rule.name, object, remedy: rule.remedy });
        }
    }
    let counts = connection
        .query_one_raw(Statement::from_string(
            DbBackend::Postgres,
            "select
               (select count(*) from pg_class c where c.relkind in ('r', 'p')
                  and c.relnamespace in (select oid from pg_namespace where nspname in ('public', 'auth', 'private'))) as tables,
               (select count(*) from pg_policy) as policies,
               (select count(*) from pg_proc p
                where p.pronamespace in (select oid from pg_namespace where nspname in ('public', 'auth', 'private'))) as functions",
        ))
        .await?;
    if let Some(row) = counts {
        report.tables = row.try_get("", "tables")?;
        report.policies = row.try_get("", "policies")?;
        report.functions = row.try_get("", "functions")?;
    }
    Ok(report)
}
