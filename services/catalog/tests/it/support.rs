//! A small shop, and questions to its tables.

use std::{future::Future, str::FromStr};

use bigdecimal::BigDecimal;
use catalog::{
    seed::{self, DemoShop},
    write::{ImageDraft, OptionDraft, ProductDraft, ProductStatus, ShopContext, Upserted, VariantDraft, WriteError},
};
use db::{Db, Tx};
use sea_orm::{DbErr, FromQueryResult, QueryResult, TryGetable, Value};
use serde_json::Value as Json;
use testkit::TestDb;
use uuid::Uuid;

/// One product, two currencies, two regions.
pub(crate) const SHOP: &str = include_str!("../fixtures/shop.json");

pub(crate) struct Shop {
    pub(crate) demo: DemoShop,
    pub(crate) context: ShopContext,
    database: TestDb,
}

impl Shop {
    pub(crate) async fn new() -> Self {
        let database = TestDb::new().await;
        let demo = seed::demo(database.db(), SHOP, "https://shop.test/media", None).await.unwrap();
        let mut tx = database.db().begin_system("test").await.unwrap();
        tx.work_in(demo.organization).await.unwrap();
        let context = ShopContext::load(&tx).await.unwrap();
        Self { demo, context, database }
    }

    pub(crate) fn db(&self) -> &Db {
        self.database.db()
    }

    pub(crate) async fn begin(&self) -> Tx {
        let mut tx = self.db().begin_system("test").await.unwrap();
        tx.work_in(self.demo.organization).await.unwrap();
        tx
    }

    /// Upserts in a transaction of its own.
    pub(crate) async fn upsert(&self, drafts: &[ProductDraft]) -> Result<Vec<Upserted>, WriteError> {
        let tx = self.begin().await;
        let upserted = catalog::write::upsert_products(&tx, &self.context, drafts).await?;
        tx.commit().await.unwrap();
        Ok(upserted)
    }

    /// How many statements `work` takes, those that open its transactions included.
    pub(crate) async fn count_statements<T>(&self, work: impl Future<Output = T>) -> u64 {
        let before = self.db().statements();
        work.await;
        self.db().statements() - before
    }

    /// The first column of a query's rows; `$1` is the shop.
    pub(crate) async fn column<T: TryGetable>(&self, sql: &str) -> Vec<T> {
        let tx = self.begin().await;
        let rows: Vec<First<T>> = db::fetch_all(&tx, sql, [self.demo.organization.into()]).await.unwrap();
        rows.into_iter().map(|row| row.0).collect()
    }

    /// The only value of a query; `$1` is the shop.
    pub(crate) async fn value<T: TryGetable>(&self, sql: &str) -> T {
        let mut rows = self.column(sql).await;
        assert_eq!(rows.len(), 1, "{sql}");
        rows.remove(0)
    }

    pub(crate) async fn execute(&self, sql: &str) {
        let tx = self.begin().await;
        db::exec(&tx, sql, [Value::from(self.demo.organization)]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Commits as soon as somebody waits for a lock of it.
    pub(crate) async fn commit_when_awaited(&self, tx: Tx) {
        self.lock_awaited().await;
        tx.commit().await.unwrap();
    }

    /// Returns when somebody waits for a lock.
    pub(crate) async fn lock_awaited(&self) {
        let watch = self.begin().await;
        let sql = "select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where not l.granted and a.datname = current_database()";
        loop {
            db::exec(&watch, "select pg_stat_clear_snapshot()", []).await.unwrap();
            let waiting: First<i64> = db::fetch_one(&watch, sql, []).await.unwrap();
            if waiting.0 > 0 {
                break;
            }
        }
    }

    /// Every key of the catalogue, by table: what must not change when a product is imported again.
    pub(crate) async fn keys(&self) -> Vec<String> {
        self.column(
            "select 'product ' || id::text from products where organization_id = $1
             union all select 'variant ' || id::text from product_variants where organization_id = $1
             union all select 'option ' || id::text from product_options where organization_id = $1
             union all select 'value ' || id::text from product_option_values where organization_id = $1
             union all select 'image ' || id::text from product_images where organization_id = $1
             union all select 'set ' || id::text from price_sets where organization_id = $1
             union all select 'price ' || id::text from prices where organization_id = $1
             union all select 'item ' || id::text from inventory_items where organization_id = $1
             union all select 'level ' || id::text from inventory_levels where organization_id = $1
             union all select 'tag ' || id::text from product_tags where organization_id = $1
             order by 1",
        )
        .await
    }

    /// Name, handle before and handle after of the events of a product.
    pub(crate) async fn events(&self, product: Uuid) -> Vec<(String, Json, Json)> {
        #[derive(FromQueryResult)]
        struct Event {
            name: String,
            before: Option<Json>,
            after: Option<Json>,
        }
        let tx = self.begin().await;
        let sql = "select name, before, after from events where organization_id = $1 and entity_id = $2 order by id";
        let events: Vec<Event> =
            db::fetch_all(&tx, sql, [self.demo.organization.into(), product.into()]).await.unwrap();
        let events = events.into_iter();
        events.map(|event| (event.name, event.before.unwrap_or_default(), event.after.unwrap_or_default())).collect()
    }
}

struct First<T>(T);

impl<T: TryGetable> FromQueryResult for First<T> {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        Ok(Self(row.try_get_by_index(0)?))
    }
}

/// A shirt in two sizes, with all that a product can have.
pub(crate) fn shirt(handle: &str) -> ProductDraft {
    ProductDraft {
        handle: handle.to_owned(),
        title: format!("The {handle} shirt"),
        subtitle: Some("For the quay".to_owned()),
        description: Some("A shirt.".to_owned()),
        status: Some(ProductStatus::Published),
        type_value: Some("Clothing".to_owned()),
        collection_handle: Some("classics".to_owned()),
        category_handles: Some(vec!["tea".to_owned()]),
        tags: Some(vec!["new".to_owned(), "wool".to_owned()]),
        images: Some(vec![ImageDraft::new("https://img.test/1.jpg"), ImageDraft::new("https://img.test/2.jpg")]),
        options: vec![OptionDraft { title: "Size".to_owned(), values: vec!["S".to_owned(), "M".to_owned()] }],
        variants: vec![sized(handle, "S", "19.90"), sized(handle, "M", "21.90")],
        weight: Some(310.0),
        ..ProductDraft::default()
    }
}

pub(crate) fn sized(handle: &str, size: &str, price: &str) -> VariantDraft {
    VariantDraft {
        title: size.to_owned(),
        sku: Some(format!("{handle}-{size}")),
        options: vec![("Size".to_owned(), size.to_owned())],
        prices: vec![("usd".to_owned(), amount(price)), ("eur".to_owned(), amount(price))],
        stock: Some(7),
        manage_inventory: Some(true),
        images: Some(vec!["https://img.test/2.jpg".to_owned()]),
        ..VariantDraft::default()
    }
}

pub(crate) fn amount(text: &str) -> BigDecimal {
    BigDecimal::from_str(text).unwrap()
}

/// The problems of a refusal, as texts.
pub(crate) fn problems(refused: Result<Vec<Upserted>, WriteError>) -> Vec<String> {
    match refused {
        Err(WriteError::Invalid(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => panic!("expected problems, got {other:?}"),
    }
}
