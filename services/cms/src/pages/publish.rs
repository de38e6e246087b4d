//! A revision becomes what shoppers read, or nothing is that any more.

use db::Tx;
use sea_orm::Value as Cell;
use web::ApiError;

use crate::redirects;

use super::{
    Held, Revision, Snapshot, discard,
    place::place,
    public,
    revise::missing,
    revision,
    told::{What, tell},
};

/// So much is told of what lacks something.
const MOST_TOLD: usize = 5;

/// Publishes a revision; the draft stays as it is. Publishing what is published already changes nothing.
pub(crate) async fn publish(tx: &Tx, held: &Held, number: i64) -> Result<(), ApiError> {
    if held.published_revision == Some(number) && held.scheduled_revision != Some(number) {
        return Ok(());
    }
    let Revision { snapshot, .. } = revision(tx, held.id, number).await?.ok_or_else(|| missing(number))?;
    complete(&snapshot)?;
    let (shop, now) = (tx.organization()?, tx.now());
    place(tx, held, &snapshot.fields).await?;
    // A plan for this very revision is carried out with it.
    let sql = "update pages set status = 'published', published_revision = $3, published_at = $4,
          first_published_at = coalesce(first_published_at, $4),
          scheduled_revision = nullif(scheduled_revision, $3), scheduled_at = case when scheduled_revision <> $3 then scheduled_at end
        where organization_id = $1 and id = $2";
    db::exec(tx, sql, [shop.into(), held.id.into(), number.into(), now.into()]).await?;
    let sql = "insert into page_content (organization_id, page_id, state, revision, fields, content, created_at, updated_at)
        values ($1, $2, 'published', $3, $4, $5, $6, $6)
        on conflict (organization_id, page_id, state) do update set revision = excluded.revision, fields = excluded.fields,
          content = excluded.content, updated_by = excluded.updated_by";
    let values: [Cell; 6] = [
        shop.into(),
        held.id.into(),
        number.into(),
        snapshot.fields.write()?.into(),
        snapshot.content.clone().into(),
        now.into(),
    ];
    db::exec(tx, sql, values).await?;
    let sql = "update page_content_history set published_at = coalesce(published_at, $4)
        where organization_id = $1 and page_id = $2 and revision = $3";
    db::exec(tx, sql, [shop.into(), held.id.into(), number.into(), now.into()]).await?;
    public::show(tx, held, &snapshot, number).await?;
    settle(tx, held, &snapshot.fields.slug).await?;
    tell(tx, What::Published, held, number).await
}

/// Nobody is led away from where it is now, and whoever comes to where it was is led here.
async fn settle(tx: &Tx, held: &Held, slug: &str) -> Result<(), ApiError> {
    let Some(path) = held.kind().path(slug) else { return Ok(()) };
    match held.kind().path(&held.slug).filter(|before| held.published_revision.is_some() && *before != path) {
        Some(before) => redirects::moved(tx, held.id, &before, &path).await,
        None => redirects::arrived(tx, &path).await,
    }
}

/// Refuses what lacks something without which it cannot be shown: a draft may.
fn complete(snapshot: &Snapshot) -> Result<(), ApiError> {
    let content = blocks::Content::parse(&snapshot.content).map_err(|faults| {
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        ApiError::not_allowed(format!("It cannot be published: {}", said.join("; ")))
    })?;
    let lacking = content.notices().into_iter().filter(|notice| notice.code == blocks::NoticeCode::Lacking);
    let lacking: Vec<String> = lacking.take(MOST_TOLD).map(|notice| notice.message).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(ApiError::not_allowed(format!("It cannot be published: {}", lacking.join("; "))))
}

/// Takes a page from the shoppers. The draft stays, or becomes what was published.
pub(crate) async fn unpublish(tx: &Tx, held: &Held, is_draft_replaced: bool) -> Result<(), ApiError> {
    let Some(number) = held.published_revision else { return Ok(()) };
    if is_draft_replaced {
        discard(tx, held).await?;
    }
    let shop = tx.organization()?;
    let sql = "delete from page_content where organization_id = $1 and page_id = $2 and state = 'published'";
    db::exec(tx, sql, [shop.into(), held.id.into()]).await?;
    let sql = "update pages set status = 'unpublished', published_revision = null, published_at = null,
          unpublish_at = case when scheduled_at is not null then unpublish_at end
        where organization_id = $1 and id = $2";
    db::exec(tx, sql, [shop.into(), held.id.into()]).await?;
    public::hide(tx, held).await?;
    tell(tx, What::Unpublished, held, number).await
}
