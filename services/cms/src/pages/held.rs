//! A page that is held: nobody else changes it before this transaction ends.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{ChangelogEntryId, PageId, PostId, ReusableBlockId};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::{Fields, Snapshot};

/// What is edited alike, and read at different places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page of the site.
    Page,
    /// A post of the blog.
    Post,
    /// A block that pages and posts share.
    Block,
    /// An entry of the changelog.
    Change,
}

impl Kind {
    /// As rows have it.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Post => "post",
            Self::Block => "block",
            Self::Change => "change",
        }
    }

    /// As people are told of one.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Page => "Page",
            Self::Post => "Blog post",
            Self::Block => "Reusable block",
            Self::Change => "Changelog entry",
        }
    }

    /// The id of one on the wire.
    pub(crate) fn id(self, key: Uuid) -> String {
        match self {
            Self::Page => PageId(key).to_string(),
            Self::Post => PostId(key).to_string(),
            Self::Block => ReusableBlockId(key).to_string(),
            Self::Change => ChangelogEntryId(key).to_string(),
        }
    }

    /// Where the shop shows one, if it is to be seen by itself.
    pub(crate) fn path(self, slug: &str) -> Option<String> {
        match self {
            Self::Page if slug == HOME => Some("/".to_owned()),
            Self::Page => Some(format!("/{slug}")),
            Self::Post => Some(format!("/blog/{slug}")),
            Self::Block | Self::Change => None,
        }
    }

    /// The same, as rows have it.
    pub(crate) fn of(text: &str) -> Self {
        [Self::Post, Self::Block, Self::Change].into_iter().find(|kind| kind.text() == text).unwrap_or(Self::Page)
    }
}

/// The slug of what lies at `/`.
const HOME: &str = "home";

/// What decides about a page, and its draft.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Held {
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) locale: String,
    pub(crate) slug: String,
    pub(crate) status: String,
    pub(crate) published_revision: Option<i64>,
    pub(crate) scheduled_revision: Option<i64>,
    pub(crate) scheduled_at: Option<DateTime<Utc>>,
    pub(crate) unpublish_at: Option<DateTime<Utc>>,
    /// Of the draft.
    pub(crate) revision: i64,
    fields: Value,
    content: Value,
}

impl Held {
    /// What it is.
    pub(crate) fn kind(&self) -> Kind {
        Kind::of(&self.kind)
    }

    /// What it says as drafted.
    pub(crate) fn draft(&self) -> Result<Snapshot, ApiError> {
        Ok(Snapshot { fields: Fields::read(self.fields.clone())?, content: self.content.clone() })
    }
}

/// The page of a key, if it is of this kind and there.
pub(crate) async fn hold(tx: &Tx, kind: Kind, id: Uuid) -> Result<Option<Held>, ApiError> {
    Ok(hold_any(tx, id).await?.filter(|held| held.kind == kind.text()))
}

/// The same, whatever it is.
pub(super) async fn hold_any(tx: &Tx, id: Uuid) -> Result<Option<Held>, ApiError> {
    // Who waited for somebody else's change reads what that one has written: the draft is asked for once the page is held.
    let sql = "select id from pages where organization_id = $1 and id = $2 and deleted_at is null for no key update";
    let values: [Cell; 2] = [tx.organization()?.into(), id.into()];
    if db::exec(tx, sql, values.clone()).await? == 0 {
        return Ok(None);
    }
    let sql = "select p.id, p.kind, p.locale, p.slug, p.status, p.published_revision, p.scheduled_revision, p.scheduled_at, p.unpublish_at,
          c.revision, c.fields, c.content
        from pages p join page_content c on c.organization_id = p.organization_id and c.page_id = p.id and c.state = 'draft'
        where p.organization_id = $1 and p.id = $2";
    Ok(db::fetch_optional(tx, sql, values).await?)
}

#[derive(FromQueryResult)]
struct Kept {
    fields: Value,
    content: Value,
}

/// A revision of a page.
#[derive(Debug)]
pub(crate) struct Revision {
    pub(crate) number: i64,
    pub(crate) snapshot: Snapshot,
}

/// What a page said at a revision; nothing when it never had it, or it is not kept any more.
pub(crate) async fn revision(tx: &Tx, page: Uuid, number: i64) -> Result<Option<Revision>, ApiError> {
    let sql = "select h.fields, h.content from page_content_history h
        where h.organization_id = $1 and h.page_id = $2 and h.revision = $3";
    let values = [tx.organization()?.into(), page.into(), number.into()];
    let kept: Option<Kept> = db::fetch_optional(tx, sql, values).await?;
    let snapshot = |Kept { fields, content }| Ok::<_, ApiError>(Snapshot { fields: Fields::read(fields)?, content });
    Ok(kept.map(snapshot).transpose()?.map(|snapshot| Revision { number, snapshot }))
}
