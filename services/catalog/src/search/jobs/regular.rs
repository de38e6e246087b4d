//! What is done from time to time, for all shops.

use ::jobs::{Job, JobContext, JobError, enqueue};
use chrono::TimeDelta;
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{super::Semantics, Embed, Index};

/// More lines than this are folded into a few.
const MANY_LINES: i64 = 200;
/// The vector of a query that nobody asked for so long is forgotten.
const REMEMBERED: TimeDelta = TimeDelta::days(30);
/// So many queries of a shop are remembered.
const MOST_QUERIES: i64 = 100_000;
/// Rows per transaction.
const AT_ONCE: i64 = 5_000;
/// A word may be gone for a moment only: while a product is written anew.
const KEPT: TimeDelta = TimeDelta::days(1);

#[derive(FromQueryResult)]
struct Shop {
    organization_id: Uuid,
}

/// Looks for what was left: lines in the queue without a job, and documents without a vector, as after a change of the model.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct CatchUp {}

impl Job for CatchUp {
    const NAME: &'static str = "catalog.catch_up";
    const QUEUE: &'static str = "search";
    type State = Semantics;

    async fn run(&self, ctx: &JobContext, semantics: &Semantics) -> Result<(), JobError> {
        let sql = "select distinct q.organization_id from public.search_queue q order by 1";
        for shop in shops(ctx, sql, []).await? {
            let mut tx = ctx.db().begin_system("catch up with the search's queue").await?;
            tx.work_in(shop).await?;
            enqueue(&tx, &Index {}).unique_key(format!("{}:catch_up", Index::NAME)).await?;
            tx.commit().await?;
        }
        let Some(embedder) = semantics.embedder() else { return Ok(()) };
        let sql = "select o.id as organization_id from auth.organization o where exists (
            select from public.search_documents d where d.organization_id = o.id and not exists (
              select from public.product_embeddings e where e.organization_id = o.id and e.product_id = d.product_id
                and e.locale_code = d.locale_code and e.model = $1 and e.content_sha256 = d.content_sha256)) order by 1";
        for shop in shops(ctx, sql, [embedder.model().into()]).await? {
            let mut tx = ctx.db().begin_system("catch up with vectors").await?;
            tx.work_in(shop).await?;
            enqueue(&tx, &Embed {}).unique_key(Embed::NAME).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

async fn shops<const N: usize>(ctx: &JobContext, sql: &str, values: [Value; N]) -> db::Result<Vec<Uuid>> {
    let tx = ctx.db().begin_system("find shops with work").await?;
    let rows: Vec<Shop> = db::fetch_all(&tx, sql, values).await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(|row| row.organization_id).collect())
}

/// Counts anew what was bought together.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct RefreshPairs {}

impl Job for RefreshPairs {
    const NAME: &'static str = "catalog.refresh_pairs";
    const QUEUE: &'static str = "search";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.db().begin_system("count what was bought together").await?;
        db::exec(&tx, "select set_config('statement_timeout', '900000', true)", []).await?;
        db::exec(&tx, "select private.refresh_product_pairs()", []).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Folds the lines by which products are counted.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct FoldTallies {}

impl Job for FoldTallies {
    const NAME: &'static str = "catalog.fold_tallies";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let sql = "select t.organization_id from public.product_tallies t group by 1 having count(*) > $1 order by 1";
        for shop in shops(ctx, sql, [MANY_LINES.into()]).await? {
            let tx = ctx.db().begin_system("fold tallies").await?;
            db::exec(&tx, "select private.fold_tallies($1)", [shop.into()]).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Forgets the vectors of queries that nobody asks for, and words that no product says any more.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct ForgetQueries {}

impl Job for ForgetQueries {
    const NAME: &'static str = "catalog.forget_queries";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let old = "delete from public.query_embeddings q where q.ctid in (
            select o.ctid from public.query_embeddings o where o.used_at < $1 limit $2)";
        let beyond = "delete from public.query_embeddings q where q.ctid in (
            select n.ctid from (select o.ctid, row_number() over (partition by o.organization_id order by o.used_at desc) as place
              from public.query_embeddings o) n where n.place > $1 limit $2)";
        for (sql, limit) in [(old, Value::from(ctx.now() - REMEMBERED)), (beyond, MOST_QUERIES.into())] {
            loop {
                let tx = ctx.db().begin_system("forget queries").await?;
                let gone = db::exec(&tx, sql, [limit.clone(), AT_ONCE.into()]).await?;
                tx.commit().await?;
                if gone == 0 {
                    break;
                }
            }
        }
        let sql = "select distinct w.organization_id from public.search_words w order by 1";
        for shop in shops(ctx, sql, []).await? {
            // The others are not kept from it by one shop.
            if let Err(error) = forget_words(ctx, shop).await {
                tracing::warn!(%shop, error = &error as &dyn std::error::Error, "words that nothing says are kept");
            }
        }
        Ok(())
    }
}

/// Walks all words of all documents of a shop: seconds where they are many.
async fn forget_words(ctx: &JobContext, shop: Uuid) -> db::Result<()> {
    let tx = ctx.db().begin_system("forget words").await?;
    // Whoever indexes the shop holds it for seconds.
    let patience = "select set_config('statement_timeout', '300000', true), set_config('lock_timeout', '60000', true)";
    db::exec(&tx, patience, []).await?;
    let values: [Value; 2] = [shop.into(), (ctx.now() - KEPT).into()];
    db::exec(&tx, "select private.forget_words($1, $2)", values).await?;
    tx.commit().await
}
