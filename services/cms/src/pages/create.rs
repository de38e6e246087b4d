//! A page begins, and ends.

use db::Tx;
use entity::ids::PageId;
use events::Emit;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::{ApiError, body::Change};

use super::{
    Held, Kind, Snapshot,
    place::placed,
    public, reused,
    revise::{Origin, keep},
    told::{What, tell},
};

/// What a page begins with.
#[derive(Debug)]
pub(crate) struct New {
    pub(crate) kind: Kind,
    pub(crate) locale: String,
    /// Which page it is a translation of.
    pub(crate) translation_of: Option<Uuid>,
    pub(crate) first: Snapshot,
    pub(crate) metadata: Change<Map<String, Value>>,
}

#[derive(FromQueryResult)]
struct Group {
    group_id: Uuid,
}

/// Makes a page with its first draft.
pub(crate) async fn create(tx: &Tx, new: New) -> Result<Uuid, ApiError> {
    let New { kind, locale, translation_of, first, metadata } = new;
    let group = match translation_of {
        None => Uuid::now_v7(),
        Some(of) => {
            let sql = "select group_id from pages where organization_id = $1 and id = $2 and kind = $3 and deleted_at is null";
            let values: [Cell; 3] = [tx.organization()?.into(), of.into(), kind.text().into()];
            let found: Option<Group> = db::fetch_optional(tx, sql, values).await?;
            found.ok_or_else(|| ApiError::missing(kind.name(), &kind.id(of)))?.group_id
        }
    };
    let id = PageId::new().0;
    let sql =
        "insert into pages (organization_id, id, kind, group_id, locale, slug, title, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, private.merge_metadata(null, $8, '{}'), $9, $9)";
    let values: [Cell; 9] = [
        tx.organization()?.into(),
        id.into(),
        kind.text().into(),
        group.into(),
        locale.as_str().into(),
        first.fields.slug.as_str().into(),
        first.fields.title.as_str().into(),
        resource::fresh_metadata(metadata).into(),
        tx.now().into(),
    ];
    placed(db::exec(tx, sql, values).await, kind, &first.fields.slug, &locale)?;
    keep(tx, id, 1, &first, Origin::Created, None).await?;
    let sql =
        "insert into page_content (organization_id, page_id, state, revision, fields, content, created_at, updated_at)
        values ($1, $2, 'draft', 1, $3, $4, $5, $5)";
    let values: [Cell; 5] = [
        tx.organization()?.into(),
        id.into(),
        first.fields.write()?.into(),
        first.content.clone().into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    let after =
        json!({ "kind": kind.text(), "locale": locale, "slug": first.fields.slug, "status": "draft", "revision": 1 });
    events::emit(tx, Emit::new(What::Created.to(kind), id).after(after)).await?;
    Ok(id)
}

/// Takes a page away: nobody sees it any more, and its path is free. What it said is kept. A block goes once nothing uses it.
pub(crate) async fn remove(tx: &Tx, held: &Held) -> Result<(), ApiError> {
    if held.kind() == Kind::Block {
        reused::must_be_unused(tx, held.id).await?;
    }
    let shop = tx.organization()?;
    let sql = "delete from page_content where organization_id = $1 and page_id = $2 and state = 'published'";
    db::exec(tx, sql, [shop.into(), held.id.into()]).await?;
    let sql = "update pages set deleted_at = $3, status = case status when 'published' then 'unpublished' else status end,
          published_revision = null, published_at = null, scheduled_revision = null, scheduled_at = null, unpublish_at = null
        where organization_id = $1 and id = $2";
    db::exec(tx, sql, [shop.into(), held.id.into(), tx.now().into()]).await?;
    public::hide(tx, held).await?;
    tell(tx, What::Deleted, held, held.revision).await
}
