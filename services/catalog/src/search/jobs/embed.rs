//! Making vectors of documents that have none, or one of another text.

use std::time::Duration;

use ::jobs::{Job, JobContext, JobError};
use db::Tx;
use embeddings::{EmbedError, Embedder};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::Semantics;
use crate::html;

/// Documents that are read at a time.
const LOOKED_AT: i64 = 512;
/// Documents that are embedded between two transactions.
const AT_ONCE: usize = 32;

/// Makes the vectors of a shop that are missing.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Embed {}

#[derive(Debug, FromQueryResult)]
struct Due {
    product_id: Uuid,
    locale_code: String,
    hash: String,
    content: String,
}

impl Job for Embed {
    const NAME: &'static str = "catalog.embed";
    const QUEUE: &'static str = "search";
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(6));
    type State = Semantics;

    /// What was made stays, so an attempt goes on where the one before it was ended.
    async fn run(&self, ctx: &JobContext, semantics: &Semantics) -> Result<(), JobError> {
        let Some(embedder) = semantics.embedder() else { return Ok(()) };
        let mut after = (Uuid::nil(), String::new());
        loop {
            let tx = ctx.begin().await?;
            let due = due(&tx, ctx.organization(), embedder.model(), &after).await?;
            tx.commit().await?;
            let Some(last) = due.last() else { return Ok(()) };
            after = (last.product_id, last.locale_code.clone());
            for due in due.chunks(AT_ONCE) {
                let texts = due.iter().map(|due| html::plain(&due.content)).collect();
                let vectors = embedder.embed(texts).await.map_err(later)?;
                let tx = ctx.begin().await?;
                keep(&tx, ctx.organization(), embedder.as_ref(), due, &vectors).await?;
                tx.commit().await?;
                if ctx.stop().is_cancelled() {
                    return Err(JobError::retry_after(Duration::ZERO, anyhow::anyhow!("the process ends")));
                }
            }
        }
    }
}

fn later(error: EmbedError) -> JobError {
    match error {
        EmbedError::Unavailable { reason, retry_after: Some(after) } => JobError::retry_after(after, reason),
        EmbedError::Unavailable { reason, retry_after: None } => reason.into(),
        refused @ EmbedError::Refused(_) => JobError::fail(refused),
    }
}

async fn due(tx: &Tx, organization: Uuid, model: &str, after: &(Uuid, String)) -> db::Result<Vec<Due>> {
    let sql = "select d.product_id, d.locale_code, encode(d.content_sha256, 'hex') as hash,
          left(d.title || E'\\n' || d.body, 2000) as content
        from public.search_documents d
        where d.organization_id = $1 and (d.product_id, d.locale_code) > ($3, $4)
          and not exists (select from public.product_embeddings e
            where e.organization_id = $1 and e.product_id = d.product_id and e.locale_code = d.locale_code and e.model = $2
              and e.content_sha256 = d.content_sha256)
        order by d.product_id, d.locale_code limit $5";
    let values: [Value; 5] =
        [organization.into(), model.into(), after.0.into(), after.1.as_str().into(), LOOKED_AT.into()];
    db::fetch_all(tx, sql, values).await
}

/// A document that changed meanwhile keeps what it has: it is due again.
async fn keep(
    tx: &Tx,
    organization: Uuid,
    embedder: &dyn Embedder,
    due: &[Due],
    vectors: &[Vec<f32>],
) -> db::Result<()> {
    let sql = "insert into public.product_embeddings
          (organization_id, product_id, locale_code, model, dimensions, content_sha256, embedding)
        select $1, d.product_id, d.locale_code, $2, $3, d.content_sha256, n.vector::extensions.vector
        from unnest($4::uuid[], $5::text[], $6::text[], $7::text[]) n (product, locale, hash, vector)
        join public.search_documents d on d.organization_id = $1 and d.product_id = n.product and d.locale_code = n.locale
          and d.content_sha256 = decode(n.hash, 'hex')
        order by d.product_id, d.locale_code
        on conflict (organization_id, product_id, locale_code, model) do update
        set dimensions = excluded.dimensions, content_sha256 = excluded.content_sha256, embedding = excluded.embedding";
    let dimensions = i32::try_from(embedder.dimensions()).unwrap_or(i32::MAX);
    let column = |of: fn(&Due) -> String| due.iter().map(of).collect::<Vec<String>>();
    let values: [Value; 7] = [
        organization.into(),
        embedder.model().into(),
        dimensions.into(),
        due.iter().map(|due| due.product_id).collect::<Vec<Uuid>>().into(),
        column(|due| due.locale_code.clone()).into(),
        column(|due| due.hash.clone()).into(),
        vectors.iter().map(|vector| written(vector)).collect::<Vec<String>>().into(),
    ];
    db::exec(tx, sql, values).await.map(drop)
}

/// As pgvector reads it.
fn written(vector: &[f32]) -> String {
    let numbers: Vec<String> = vector.iter().map(ToString::to_string).collect();
    format!("[{}]", numbers.join(","))
}
