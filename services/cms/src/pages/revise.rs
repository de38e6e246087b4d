//! A draft becomes another one: each time a revision more.

use db::Tx;
use sea_orm::Value as Cell;
use serde_json::Value;
use web::ApiError;

use super::{
    Fields, Held,
    place::place,
    revision,
    told::{What, tell},
};

/// What a page says, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Snapshot {
    pub(crate) fields: Fields,
    /// `{"blocks": […]}`, as `blocks` has let it through.
    pub(crate) content: Value,
}

/// How a revision came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// With the page.
    Created,
    /// Somebody saved it.
    Saved,
    /// His window did, while he wrote.
    Autosaved,
    /// An older one was taken again.
    Restored(i64),
    /// What is published was taken again.
    Discarded(i64),
}

impl Origin {
    const fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Created => ("created", None),
            Self::Saved => ("saved", None),
            Self::Autosaved => ("autosaved", None),
            Self::Restored(of) => ("restored", Some(of)),
            Self::Discarded(of) => ("discarded", Some(of)),
        }
    }
}

/// So many last revisions are kept whatever they are.
const KEPT: i32 = 200;
/// For so many days the last revision of each day is.
const DAYS: i64 = 90;

/// Writes the next revision, and answers its number. What says the same as the draft is none.
pub(crate) async fn revise(
    tx: &Tx,
    held: &Held,
    next: &Snapshot,
    origin: Origin,
    reason: Option<&str>,
) -> Result<i64, ApiError> {
    if matches!(origin, Origin::Saved | Origin::Autosaved) && reason.is_none() && *next == held.draft()? {
        return Ok(held.revision);
    }
    let number = held.revision + 1;
    keep(tx, held.id, number, next, origin, reason).await?;
    let values: [Cell; 5] = [
        tx.organization()?.into(),
        held.id.into(),
        number.into(),
        next.fields.write()?.into(),
        next.content.clone().into(),
    ];
    let sql = "update page_content set revision = $3, fields = $4, content = $5, updated_by = (select auth.uid())
        where organization_id = $1 and page_id = $2 and state = 'draft'";
    db::exec(tx, sql, values).await?;
    if held.published_revision.is_none() {
        place(tx, held, &next.fields).await?;
    }
    let thin = "select private.thin_history($1, $2, $3)";
    let since = tx.now() - chrono::Duration::days(DAYS);
    db::exec(tx, thin, [held.id.into(), KEPT.into(), since.into()]).await?;
    tell(tx, What::Drafted, held, number).await?;
    Ok(number)
}

/// Puts a snapshot into the history.
pub(super) async fn keep(
    tx: &Tx,
    page: uuid::Uuid,
    number: i64,
    snapshot: &Snapshot,
    origin: Origin,
    reason: Option<&str>,
) -> Result<(), ApiError> {
    let (kind, of) = origin.parts();
    let sql = "insert into page_content_history
          (organization_id, id, page_id, revision, kind, fields, content, reason, of_revision, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    let values: [Cell; 10] = [
        tx.organization()?.into(),
        entity::ids::PageRevisionId::new().0.into(),
        page.into(),
        number.into(),
        kind.into(),
        snapshot.fields.write()?.into(),
        snapshot.content.clone().into(),
        reason.map(str::to_owned).into(),
        of.into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// Makes an older revision the draft. It goes nowhere else: what is published stays.
pub(crate) async fn restore(tx: &Tx, held: &Held, number: i64, reason: Option<&str>) -> Result<i64, ApiError> {
    let kept = revision(tx, held.id, number).await?.ok_or_else(|| missing(number))?;
    revise(tx, held, &kept.snapshot, Origin::Restored(kept.number), reason).await
}

/// Makes what is published the draft.
pub(crate) async fn discard(tx: &Tx, held: &Held) -> Result<i64, ApiError> {
    let Some(number) = held.published_revision else {
        return Err(ApiError::not_allowed(
            "Nothing of it is published to which the draft could go back: delete it instead",
        ));
    };
    let kept = revision(tx, held.id, number).await?.ok_or_else(|| missing(number))?;
    revise(tx, held, &kept.snapshot, Origin::Discarded(number), None).await
}

/// 404: it never had it, or it is not kept any more.
pub(crate) fn missing(number: i64) -> ApiError {
    ApiError::missing("Revision", &number.to_string())
}
