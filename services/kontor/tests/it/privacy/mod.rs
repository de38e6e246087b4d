//! What is kept about a person, told and erased.

mod actors;
mod addresses;
mod at_once;
mod canary;
mod customer;
mod front_door;
mod lost;
mod mails;
mod pages;
mod person;
mod race;
mod registry;

use accounts::privacy::{
    Desk, TidyRequests,
    requests::{self, About, Kind},
};
use db::{Scope, sea_orm::FromQueryResult};
use kontor::platform::PERSONAL;
use secrecy::ExposeSecret;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use testkit::Client;
use uuid::Uuid;

use crate::shop::Shop;

pub(super) const OURS: &str = "00000000-0000-7000-8000-00000000000a";
pub(super) const THEIRS: &str = "00000000-0000-7000-8000-00000000000b";
pub(super) const CUSTOMER: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_00c1);
pub(super) const GUEST: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_00c2);
pub(super) const BOBS: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_00c3);

/// Everything that is known of Ann and Bob, who have signed in already.
pub(super) async fn plant(shop: &Shop) -> (Uuid, Uuid) {
    let (ann, bob) = (user(shop, "ann.canary@example.test").await, user(shop, "bobby@example.test").await);
    let mut sql = format!("{}{}", include_str!("plant.sql"), include_str!("plant_orders.sql"));
    for (name, id) in [
        ("{ann}", ann.to_string()),
        ("{bob}", bob.to_string()),
        ("{ours}", OURS.to_owned()),
        ("{theirs}", THEIRS.to_owned()),
        ("{customer}", CUSTOMER.to_string()),
        ("{guest}", GUEST.to_string()),
        ("{bobs}", BOBS.to_string()),
        ("{team}", Uuid::from_u128(0xd1).to_string()),
        ("{group}", Uuid::from_u128(0xd2).to_string()),
        ("{cart}", Uuid::from_u128(0xd3).to_string()),
    ] {
        sql = sql.replace(name, &id);
    }
    shop.change(&sql).await;
    (ann, bob)
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

pub(super) async fn user(shop: &Shop, email: &str) -> Uuid {
    let tx = shop.test.db().begin_system("find a person").await.unwrap();
    let sql = r#"select id from auth."user" where email = $1"#;
    db::fetch_one::<Id>(&tx, sql, [email.into()]).await.unwrap().id
}

/// Does the work of privacy, and no other.
pub(super) async fn work(shop: &Shop) {
    assert!(drain(shop).await > 0);
}

/// The same if there is any; says how much.
pub(super) async fn drain(shop: &Shop) -> usize {
    let desk = Desk { accounts: shop.platform.accounts.clone(), subjects: PERSONAL };
    let drained = shop.test.run_jobs(&desk.jobs()).await;
    assert!(drained.errors.is_empty(), "{drained:?}");
    drained.done
}

/// Tidies up requests that nobody works on, and files that nobody can fetch.
pub(super) async fn tidy(shop: &Shop) {
    let tx = shop.test.db().begin_system("tidy up").await.unwrap();
    jobs::enqueue(&tx, &TidyRequests::default()).await.unwrap();
    tx.commit().await.unwrap();
    let drained = shop.test.run_jobs(&jobs::Registry::new().with::<TidyRequests>(())).await;
    assert_eq!((drained.done, drained.errors), (1, Vec::new()));
}

/// Asks for a whole person; answers the request's key.
pub(super) async fn ask(shop: &Shop, kind: Kind, person: Uuid) -> Uuid {
    let tx = shop.test.db().begin(Scope::service(Some(db::INSTALLATION))).await.unwrap();
    let made = requests::create(&tx, kind, About::person(person), None).await.unwrap();
    tx.commit().await.unwrap();
    made.id.0
}

/// What an export says.
pub(super) async fn told(shop: &Shop, request: Uuid) -> Value {
    serde_json::from_str(&pages(shop, request).await.concat()).unwrap()
}

/// The pages of an export that is done.
pub(super) async fn pages(shop: &Shop, request: Uuid) -> Vec<String> {
    #[derive(FromQueryResult)]
    struct Page {
        page: String,
    }
    let tx = shop.test.db().begin_system("open a file").await.unwrap();
    let sql = "select p.page from privacy_pages p join privacy_requests r on r.id = p.request_id
        where r.id = $1 and r.status = 'done' order by p.nth";
    let pages: Vec<Page> = db::fetch_all(&tx, sql, [request.into()]).await.unwrap();
    let open = |(nth, Page { page }): (usize, Page)| {
        let place = format!("{request}/{nth}");
        let opened = shop.platform.accounts.unseal(&page, &accounts::seal::columns::PRIVACY_FILE.of(&place)).unwrap();
        opened.expose_secret().to_owned()
    };
    pages.into_iter().enumerate().map(open).collect()
}

/// The rows of every table of the database, partitions included, that hold a word: `schema.table: row`. What is sealed is left
/// out: in some ten thousand letters taken at random a short word stands now and then.
pub(super) async fn rows_with(shop: &Shop, word: &str) -> Vec<String> {
    let mut connection = PgConnection::connect(&shop.test.superuser_url()).await.unwrap();
    let tables: Vec<(String,)> = sqlx::query_as(
        "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('public', 'auth', 'private') and c.relkind in ('r', 'm') order by 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(tables.len() > 50, "{}", tables.len());
    let mut found = Vec::new();
    for (table,) in tables {
        let open = "regexp_replace(t::text, '[A-Za-z0-9_-]{200,}', '', 'g')";
        let sql = format!("select t::text from {table} t where {open} ilike $1 order by 1");
        let rows: Vec<(String,)> =
            sqlx::query_as(AssertSqlSafe(sql)).bind(format!("%{word}%")).fetch_all(&mut connection).await.unwrap();
        found.extend(rows.into_iter().map(|(row,)| format!("{table}: {row}")));
    }
    found
}

/// A program of a shop, with these scopes.
pub(super) async fn program(shop: &Shop, whose: &str, scopes: &str) -> Client {
    let organization = if whose == "a" { OURS } else { THEIRS };
    shop.change(&format!(
        "update api_keys set scopes = array[{scopes}] where type = 'secret' and organization_id = '{organization}'"
    ))
    .await;
    shop.anybody().with_header("x-api-key", &format!("sk_{}", whose.repeat(64)))
}
