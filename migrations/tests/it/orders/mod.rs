//! The functions by which carts become orders, and money and goods move: each of their statements is reached by SQL, for plpgsql finds an
//! ambiguous name only when it runs there.

mod books;
mod capture;
mod carts;
mod changes;
mod counts;
mod credits;
mod place;
mod points;
mod quotes;
mod reads;
mod session;
mod stock;
mod subscriptions;
mod webhooks;

use db::{Db, Scope, Tx, sea_orm::FromQueryResult};
use testkit::TestDb;
use uuid::Uuid;

/// The shop of the seed.
const OURS: Uuid = Uuid::from_u128(0x1000_0000_0000_7000_8000_0000_0000_0001);
/// Another one, which has nothing.
const THEIRS: Uuid = Uuid::from_u128(0x1000_0000_0000_7000_8000_0000_0000_0002);
const CUSTOMER: &str = "'40000000-0000-7000-8000-000000000001'::uuid";
const BERLIN: &str = "'22000000-0000-7000-8000-000000000001'::uuid";
const HAMBURG: &str = "'22000000-0000-7000-8000-000000000002'::uuid";
/// May be used seven times.
const TEN: &str = "'51000000-0000-7000-8000-000000000001'::uuid";
/// Of a campaign with a budget of 50, 3.00 an order.
const CAMP: &str = "'51000000-0000-7000-8000-000000000002'::uuid";

struct Shop {
    test: TestDb,
}

impl Shop {
    async fn open() -> Self {
        let test = TestDb::new().await;
        let shop = Self { test };
        shop.by_hand(include_str!("seed.sql")).await;
        shop
    }

    /// What somebody does with psql, as the schema's owner.
    async fn by_hand(&self, sql: &'static str) {
        let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(&self.test.owner_url()).await.unwrap();
        sqlx::Executor::execute(&mut connection, sql).await.unwrap();
    }

    /// Kontor at work.
    async fn work(&self) -> Tx {
        work(self.test.db()).await
    }

    /// What holds at any moment holds.
    async fn audit(&self) {
        let tx = self.test.db().begin_system("audit the orders").await.unwrap();
        let sql = format!(
            "(select coalesce(string_agg(a.rule || ' ' || coalesce(a.subject::text, '') || ' ' || coalesce(a.detail, ''), '; '), '')
              from private.audit_orders('{OURS}') a)"
        );
        assert_eq!(text(&tx, &sql).await, "");
    }
}

async fn work(db: &Db) -> Tx {
    db.begin_working(Scope::working(OURS, None)).await.unwrap()
}

#[derive(FromQueryResult)]
struct Row {
    value: Option<String>,
}

/// An expression as text; null is `null`.
async fn ask(tx: &Tx, expression: &str) -> db::Result<String> {
    let row: Row = db::fetch_one(tx, &format!("select ({expression})::text as value"), []).await?;
    Ok(row.value.unwrap_or_else(|| "null".to_owned()))
}

async fn text(tx: &Tx, expression: &str) -> String {
    ask(tx, expression).await.unwrap_or_else(|error| panic!("{expression}: {error:?}"))
}

async fn run(tx: &Tx, sql: &str) -> u64 {
    db::exec(tx, sql, []).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
}

/// The constraint that refuses it, and what it says of it; the transaction goes on.
async fn refused(tx: &Tx, expression: &str) -> (String, String) {
    tx.batch("savepoint refused").await.unwrap();
    let refusal = match ask(tx, expression).await {
        Err(db::Error::Constraint { name, extra, .. }) => (name, extra.map(String::from).unwrap_or_default()),
        other => panic!("{expression}: {other:?}"),
    };
    tx.batch("rollback to savepoint refused").await.unwrap();
    refusal
}

/// A cart of two lines, and its order.
async fn place(tx: &Tx, number: u32) -> String {
    text(tx, &format!("private.t_place(private.t_cart(), {number})")).await
}

/// The key of the payment of an order.
async fn payment_of(tx: &Tx, order: &str) -> String {
    text(
        tx,
        &format!(
            "select p.id from payments p join payment_collections c on c.id = p.payment_collection_id where c.order_id = '{order}'"
        ),
    )
    .await
}

/// What a client has done: one expression after the other in a transaction of Kontor at work, where `{}` stands for what the first
/// one answered. Whoever lost a race for a row tries again, as a client does who is told 409.
async fn done(db: &Db, steps: &[String]) -> db::Result<String> {
    for _ in 0..50 {
        match attempt(db, steps).await {
            Err(db::Error::Conflict(_)) => {}
            done => return done,
        }
    }
    panic!("fifty times in the way of another one: {steps:?}");
}

async fn attempt(db: &Db, steps: &[String]) -> db::Result<String> {
    let tx = work(db).await;
    let first = ask(&tx, &steps[0]).await?;
    for step in &steps[1..] {
        ask(&tx, &step.replace("{}", &first)).await?;
    }
    tx.commit().await?;
    Ok(first)
}

/// Whether it was done; else it was refused by this constraint.
fn was_done(done: db::Result<String>, refusal: &str) -> usize {
    match done {
        Ok(_) => 1,
        Err(db::Error::Constraint { name, .. }) if name == refusal => 0,
        Err(error) => panic!("{error:?}"),
    }
}
