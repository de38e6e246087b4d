//! Making vectors of published posts that have none, or one of another text.

use std::{sync::Arc, time::Duration};

use db::Tx;
use embeddings::{EmbedError, Embedder};
use jobs::{Job, JobContext, JobError};
use sea_orm::{FromQueryResult, Value as Cell};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Posts that are embedded between two transactions.
const AT_ONCE: i64 = 32;
/// A model reads no more of a text.
const MOST_READ: i32 = 2_000;

/// Makes the vectors of a shop's posts that are missing.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Embed {}

#[derive(Debug, FromQueryResult)]
struct Due {
    page_id: Uuid,
    hash: String,
    content: String,
}

impl Job for Embed {
    const NAME: &'static str = "cms.embed";
    const QUEUE: &'static str = "search";
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(1));
    type State = Option<Arc<dyn Embedder>>;

    /// What was made stays, so an attempt goes on where the one before it was ended.
    async fn run(&self, ctx: &JobContext, embedder: &Option<Arc<dyn Embedder>>) -> Result<(), JobError> {
        let Some(embedder) = embedder else { return Ok(()) };
        let mut after = Uuid::nil();
        loop {
            let tx = ctx.begin_working().await?;
            let due = due(&tx, embedder.model(), after).await?;
            tx.commit().await?;
            let Some(last) = due.last() else { return Ok(()) };
            after = last.page_id;
            let vectors = embedder.embed(due.iter().map(|due| due.content.clone()).collect()).await.map_err(later)?;
            let tx = ctx.begin_working().await?;
            keep(&tx, embedder.model(), &due, &vectors).await?;
            tx.commit().await?;
            if ctx.stop().is_cancelled() {
                return Err(JobError::retry_after(Duration::ZERO, std::io::Error::other("the process ends")));
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

async fn due(tx: &Tx, model: &str, after: Uuid) -> db::Result<Vec<Due>> {
    let sql = "select b.page_id, encode(b.content_sha256, 'hex') as hash, left(b.body, $4) as content
        from blog_posts b
        where b.organization_id = $1 and b.page_id > $3
          and (b.embedding_model is distinct from $2 or b.embedding_sha256 is distinct from b.content_sha256)
        order by b.page_id limit $5";
    let values: [Cell; 5] = [tx.organization()?.into(), model.into(), after.into(), MOST_READ.into(), AT_ONCE.into()];
    db::fetch_all(tx, sql, values).await
}

/// A post that changed meanwhile keeps what it has: it is due again.
async fn keep(tx: &Tx, model: &str, due: &[Due], vectors: &[Vec<f32>]) -> db::Result<()> {
    let sql = "update blog_posts b set embedding_model = $2, embedding_sha256 = b.content_sha256, embedding = n.vector::extensions.vector
        from unnest($3::uuid[], $4::text[], $5::text[]) n (post, hash, vector)
        where b.organization_id = $1 and b.page_id = n.post and b.content_sha256 = decode(n.hash, 'hex')";
    let written = |vector: &Vec<f32>| {
        let numbers: Vec<String> = vector.iter().map(ToString::to_string).collect();
        format!("[{}]", numbers.join(","))
    };
    let values: [Cell; 5] = [
        tx.organization()?.into(),
        model.into(),
        due.iter().map(|due| due.page_id).collect::<Vec<Uuid>>().into(),
        due.iter().map(|due| due.hash.clone()).collect::<Vec<String>>().into(),
        vectors.iter().map(written).collect::<Vec<String>>().into(),
    ];
    db::exec(tx, sql, values).await.map(drop)
}
