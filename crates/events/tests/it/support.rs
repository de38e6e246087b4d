//! A database, two shops, and jobs that tell which events they heard of.

use std::sync::{Arc, Mutex};

use db::{Db, Scope, Tx, sea_orm::FromQueryResult};
use events::{EventName, EventRef, Subscriptions};
use jobs::{Job, JobContext, JobError, Registry};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection};
use testkit::TestDb;
use uuid::Uuid;

pub(crate) const CREATED: EventName = EventName::new("product.created");
pub(crate) const PRICED: EventName = EventName::new("product.price.changed");
pub(crate) const PLACED: EventName = EventName::new("order.placed");

pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) shop: Uuid,
    pub(crate) other_shop: Uuid,
    pub(crate) heard: Heard,
    database: TestDb,
}

/// Who heard of what, in which shop.
pub(crate) type Heard = Arc<Mutex<Vec<(&'static str, String, Uuid)>>>;

macro_rules! listener {
    ($name:ident, $job:literal, $attempts:literal) => {
        #[derive(Serialize, Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $name(pub(crate) EventRef);

        impl Job for $name {
            const NAME: &'static str = $job;
            const MAX_ATTEMPTS: i32 = $attempts;
            type State = Heard;

            async fn run(&self, ctx: &JobContext, heard: &Heard) -> Result<(), JobError> {
                heard.lock().unwrap().push((Self::NAME, self.0.event.clone(), ctx.organization()));
                Ok(())
            }
        }
    };
}
listener!(Index, "search.index", 4);
listener!(Thank, "mail.thank", 12);

impl World {
    pub(crate) async fn new() -> Self {
        let database = TestDb::new().await;
        let world = Self {
            db: database.db().clone(),
            shop: Uuid::now_v7(),
            other_shop: Uuid::now_v7(),
            heard: Heard::default(),
            database,
        };
        let tx = world.system().await;
        for shop in [world.shop, world.other_shop] {
            let slug = format!("shop-{}", shop.simple());
            db::exec(
                &tx,
                "insert into auth.organization (id, name, slug) values ($1, $2, $2)",
                [shop.into(), slug.into()],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        world
    }

    pub(crate) fn registry(&self) -> Registry {
        Registry::new().with::<Index>(Arc::clone(&self.heard)).with::<Thank>(Arc::clone(&self.heard))
    }

    pub(crate) async fn subscribe(&self, subscriptions: Subscriptions) {
        subscriptions.sync(&self.db, &self.registry()).await.unwrap();
    }

    /// Runs what is due and says who heard of what since the last time.
    pub(crate) async fn run_jobs(&self) -> Vec<(&'static str, String, Uuid)> {
        self.database.run_jobs(&self.registry()).await;
        let mut heard = std::mem::take(&mut *self.heard.lock().unwrap());
        heard.sort();
        heard
    }

    pub(crate) async fn system(&self) -> Tx {
        self.db.begin_system("test").await.unwrap()
    }

    pub(crate) async fn shopper(&self) -> Tx {
        self.db.begin(Scope::anon(self.shop)).await.unwrap()
    }

    /// Runs SQL as the owner of the schema.
    pub(crate) async fn as_owner(&self, sql: String) {
        let mut connection = PgConnection::connect(&self.database.owner_url()).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    }

    pub(crate) async fn count(&self, table: &str) -> i64 {
        #[derive(FromQueryResult)]
        struct Row {
            count: i64,
        }
        let tx = self.system().await;
        let row: Row = db::fetch_one(&tx, &format!("select count(*) as count from {table}"), []).await.unwrap();
        row.count
    }
}
