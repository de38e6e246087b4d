//! What pages say, as they are published: their blocks, what the blocks say that they share, and what is known of their pictures and documents.

use std::collections::HashMap;

use db::Tx;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Map, Value};
use uuid::Uuid;
use web::{ApiError, fields::Selection};

use super::reused;
use crate::media::of_pages;

/// How its parts are called, where they are asked for.
pub(crate) const WHOLE: [&str; 3] = ["content", "reusable_blocks", "media"];
/// So many come with what they say at once: each says up to 512 KiB.
pub(crate) const MOST_WHOLE: i64 = 20;

/// What one says, as far as it is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    pub(crate) content: Value,
    /// By the ids of the blocks.
    pub(crate) reusable_blocks: Value,
    /// By their ids.
    pub(crate) media: Map<String, Value>,
}

#[derive(FromQueryResult)]
struct Kept {
    page_id: Uuid,
    content: Value,
}

/// What each of these says, in their order: as many questions for a thousand as for two. Each is named with its language.
pub(crate) async fn said(
    tx: &Tx,
    base: &str,
    pages: &[(Uuid, String)],
    selection: &mut Selection,
) -> Result<Vec<Said>, ApiError> {
    let mut all = vec![Said::default(); pages.len()];
    if selection.has("content") {
        // What a page says and what its reusable blocks say is one thing.
        selection.add("reusable_blocks");
    }
    if pages.is_empty() {
        return Ok(all);
    }
    if selection.has("reusable_blocks") {
        let contents = contents(tx, pages).await?;
        let shared = reused(tx, &contents.iter().collect::<Vec<_>>()).await?;
        for (said, (content, shared)) in all.iter_mut().zip(contents.into_iter().zip(shared)) {
            (said.content, said.reusable_blocks) = (content, shared);
        }
    }
    if selection.has("media") {
        let mut used = of_pages(tx, base, pages).await?;
        for (said, (page, _)) in all.iter_mut().zip(pages) {
            said.media = used.remove(page).unwrap_or_default();
        }
    }
    Ok(all)
}

async fn contents(tx: &Tx, pages: &[(Uuid, String)]) -> Result<Vec<Value>, ApiError> {
    let sql = "select c.page_id, c.content from page_content c
        where c.organization_id = $1 and c.page_id = any($2) and c.state = 'published'";
    let ids: Vec<Uuid> = pages.iter().map(|(page, _)| *page).collect();
    let kept: Vec<Kept> = db::fetch_all(tx, sql, [tx.organization()?.into(), Cell::from(ids)]).await?;
    let mut kept: HashMap<Uuid, Value> = kept.into_iter().map(|Kept { page_id, content }| (page_id, content)).collect();
    Ok(pages.iter().map(|(page, _)| kept.remove(page).unwrap_or_default()).collect())
}
