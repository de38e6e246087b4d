//! Which migrations there are, and running them one process at a time.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager, async_trait::async_trait};

/// The list of migrations, in order.
#[derive(Debug)]
pub struct Migrator;

/// A migration could not be run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Postgres refused or is away.
    #[error("migration failed: {0}")]
    Database(#[from] DbErr),
    /// The owner cannot work on this database yet.
    #[error("{0}; run infra/postgres/bootstrap.sql as a superuser first")]
    NotBootstrapped(String),
}

/// One line of `kontor migrate status`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationState {
    /// `<phase>/<nn>_<name>`.
    pub name: String,
    /// Whether it is in the database.
    pub applied: bool,
}

struct SqlFile {
    name: &'static str,
    up: &'static str,
    down: &'static str,
}

impl MigrationName for SqlFile {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for SqlFile {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.up).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.down).await.map(drop)
    }
}

macro_rules! sql_files {
    ($($name:literal),* $(,)?) => {
        vec![$(SqlFile {
            name: $name,
            up: include_str!(concat!("../sql/", $name, ".up.sql")),
            down: include_str!(concat!("../sql/", $name, ".down.sql")),
        }),*]
    };
}

fn files() -> Vec<SqlFile> {
    sql_files![
        "0_foundation/01_roles",
        "0_foundation/02_auth_functions",
        "0_foundation/03_organizations",
        "0_foundation/04_secure_table",
        "0_foundation/05_jobs",
        "0_foundation/06_events",
        "0_foundation/07_metadata",
        "1_commerce/01_store",
        "1_commerce/02_taxonomy",
        "1_commerce/03_products",
        "1_commerce/04_prices",
        "1_commerce/05_inventory",
        "1_commerce/06_product_search",
        "2_customers/01_identity",
        "2_customers/02_teams",
        "2_customers/03_customers",
        "2_customers/04_audit",
        "2_customers/05_security_log",
        "2_customers/06_imported",
        "2_customers/07_postgrest",
        "2_customers/08_privacy",
        "2_customers/09_default_location",
        "2_customers/10_retention",
        "2_customers/11_former_addresses",
        "2_customers/12_saved_addresses",
        "1_commerce/07_tallies",
        "1_commerce/08_catalogue",
        "1_commerce/09_locales",
        "1_commerce/10_price_lists",
        "1_commerce/11_stock",
        "1_commerce/12_reservations",
        "1_commerce/13_files",
        "1_commerce/14_search_documents",
        "1_commerce/15_search_index",
        "1_commerce/16_search_reads",
        "2_customers/13_group_prices",
        "2_customers/14_sales",
        "2_customers/15_reviews",
        "1_commerce/17_products",
        "2_customers/16_session_lookup",
        "2_customers/17_review_votes",
        "2_customers/18_files",
        "2_customers/19_storefront",
        "1_commerce/18_search_queue",
        "1_commerce/19_search_answers",
        "1_commerce/20_variant_costs",
        "3_orders/01_selling",
        "3_orders/02_tax",
        "3_orders/03_promotions",
        "3_orders/04_promotion_counts",
        "3_orders/05_shipping",
        "3_orders/06_credits",
        "3_orders/07_carts",
        "3_orders/08_payments",
        "3_orders/09_payment_steps",
        "3_orders/10_orders",
        "3_orders/11_fulfillments",
        "3_orders/12_order_changes",
        "3_orders/13_ledger",
        "3_orders/14_loyalty",
        "3_orders/15_points",
        "3_orders/16_referrals",
        "3_orders/17_cart_documents",
        "3_orders/18_place_order",
        "3_orders/19_settling",
        "3_orders/20_webhooks",
        "3_orders/21_subscriptions",
        "3_orders/22_quotes",
        "3_orders/23_documents",
        "3_orders/24_order_reads",
        "3_orders/25_audit",
        "3_orders/26_erasure",
        "3_orders/27_cart_offers",
        "3_orders/28_hearing",
        "3_orders/29_rewards",
        "3_orders/30_order_points",
        "3_orders/31_tiers",
        "3_orders/32_changing",
        "3_orders/33_billing",
        "3_orders/34_going_back",
        "4_content/01_pages",
        "4_content/02_media",
        "4_content/03_posts",
        "4_content/04_redirects",
        "4_content/05_menus",
        "4_content/06_changelog",
        "4_content/07_site",
        "4_content/08_content_search",
        "4_content/09_analytics",
        "4_content/10_stats",
    ]
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        files().into_iter().map(|file| Box::new(file) as Box<dyn MigrationTrait>).collect()
    }
}

/// A name for this very schema: it changes with every byte of every migration.
pub fn fingerprint() -> String {
    // FNV-1a, 64 bits: enough to tell schemas apart, the same on every machine.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files() {
        for byte in file.name.bytes().chain(file.up.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// What a superuser does once in a new database; `infra/postgres/bootstrap.sql` does the same for production.
pub async fn prepare(superuser_url: &str) -> Result<(), Error> {
    let mut options = ConnectOptions::new(superuser_url);
    options.max_connections(1).sqlx_logging(false);
    let connection = Database::connect(options).await?;
    connection
        .execute_unprepared(
            "create schema if not exists extensions authorization kontor_owner;
             create extension if not exists vector schema extensions;
             create extension if not exists pg_trgm schema extensions;
             create extension if not exists btree_gin schema extensions;
             create extension if not exists unaccent schema extensions;
             create extension if not exists fuzzystrmatch schema extensions;
             grant usage on schema extensions to public;
             revoke create on schema public from public;
             grant usage, create on schema public to kontor_owner",
        )
        .await?;
    connection.close().await?;
    Ok(())
}

/// Brings the planner's statistics up to date, as is due after much was written at once.
pub async fn analyze(url: &str) -> Result<(), Error> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false).set_application_name("kontor-analyze");
    let connection = Database::connect(options).await?;
    // Its own tables one by one: of the cluster's shared ones Postgres would complain, each by itself.
    connection
        .execute_unprepared(
            "do $$
             declare
               t record;
             begin
               for t in select schemaname, tablename from pg_tables where schemaname in ('public', 'auth', 'private') loop
                 execute format('analyze %I.%I', t.schemaname, t.tablename);
               end loop;
             end $$",
        )
        .await?;
    connection.close().await?;
    Ok(())
}

/// Any number: only one process migrates a database at a time.
const LOCK: i64 = 0x006b_6f6e_746f_7221;

/// The ledger lives in `private`, out of PostgREST's sight, hence the search path of this one connection.
async fn connect(url: &str) -> Result<DatabaseConnection, Error> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).min_connections(1).sqlx_logging(false).set_application_name("kontor-migrate");
    let connection = Database::connect(options).await?;
    connection.execute_unprepared(&format!("select pg_advisory_lock({LOCK})")).await?;
    connection
        .execute_unprepared("create schema if not exists private; set search_path = private, public, extensions")
        .await
        .map_err(|error| Error::NotBootstrapped(error.to_string()))?;
    Ok(connection)
}

async fn secure_ledger(connection: &DatabaseConnection) -> Result<(), Error> {
    connection
        .execute_unprepared(
            "alter table private.seaql_migrations enable row level security;
             alter table private.seaql_migrations force row level security;
             grant select on private.seaql_migrations to service_role",
        )
        .await?;
    Ok(())
}

/// Applies what is pending, or the next `steps` of it. Returns the names of what was applied.
pub async fn up(url: &str, steps: Option<u32>) -> Result<Vec<String>, Error> {
    let connection = connect(url).await?;
    let before = states(&connection).await?;
    let todo = Migrator::up(&connection, steps).await;
    let after = states(&connection).await;
    todo?;
    let after = after?;
    secure_ledger(&connection).await?;
    connection.close().await?;
    Ok(changed(&before, &after))
}

/// Reverts the last `steps` migrations, or all of them. Returns the names of what was reverted.
pub async fn down(url: &str, steps: Option<u32>) -> Result<Vec<String>, Error> {
    let connection = connect(url).await?;
    let before = states(&connection).await?;
    Migrator::down(&connection, steps).await?;
    let after = states(&connection).await?;
    connection.close().await?;
    let mut names = changed(&before, &after);
    names.reverse();
    Ok(names)
}

/// Every migration and whether it is applied.
pub async fn status(url: &str) -> Result<Vec<MigrationState>, Error> {
    let connection = connect(url).await?;
    let states = states(&connection).await?;
    connection.close().await?;
    Ok(states)
}

/// What is missing, asked with the application's rights: a service refuses to start while something is pending.
pub async fn pending(tx: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let exists = tx
        .query_one_raw(Statement::from_string(
            sea_orm::DbBackend::Postgres,
            "select to_regclass('private.seaql_migrations') is not null as there",
        ))
        .await?
        .is_some_and(|row| row.try_get("", "there").unwrap_or(false));
    let mut applied = std::collections::HashSet::new();
    if exists {
        let rows = tx
            .query_all_raw(Statement::from_string(
                sea_orm::DbBackend::Postgres,
                "select version from private.seaql_migrations",
            ))
            .await?;
        for row in rows {
            applied.insert(row.try_get::<String>("", "version")?);
        }
    }
    Ok(Migrator::migrations().iter().map(|m| m.name().to_owned()).filter(|name| !applied.contains(name)).collect())
}

async fn states(connection: &DatabaseConnection) -> Result<Vec<MigrationState>, Error> {
    let migrations = Migrator::get_migration_with_status(connection).await?;
    Ok(migrations
        .iter()
        .map(|m| MigrationState {
            name: m.name().to_owned(),
            applied: m.status() == sea_orm_migration::MigrationStatus::Applied,
        })
        .collect())
}

fn changed(before: &[MigrationState], after: &[MigrationState]) -> Vec<String> {
    before.iter().zip(after).filter(|(b, a)| b.applied != a.applied).map(|(_, a)| a.name.clone()).collect()
}
