//! `POST /admin/reviews/batch`

use std::collections::HashSet;

use auth::{May, needs};
use axum::{extract::State, response::Response};
use db::Tx;
use events::Emit;
use resource::admin::{begin, key, missing, select};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery,
    body::{Body, Fields, Required, Within},
    query::Query,
};

use super::{
    changes::Status,
    read::{Found, Read, lock},
    table::Review,
};
use crate::{admin::products::answer, reviews};

web::body! {
    /// What becomes of one of several reviews.
    pub(super) struct One {
        /// Which review.
        pub(super) id: Required = "rev_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// `approved` ones are shown.
        pub(super) status: Status = "approved",
        /// Why, for colleagues; its author can read it too.
        pub(super) moderation_note: Option<String> = "About the parcel, and not about the product",
        /// The `revision` that was read: if its author has changed it since, nothing of all this is done, which is answered 409.
        pub(super) revision: Within<1, 2_147_483_647> = 1,
    }
}

web::body! {
    /// What becomes of reviews at once: all of it or nothing.
    pub(super) struct Many {
        /// Those that are approved, rejected, or put back.
        pub(super) update: Option<Vec<One>> = [{"id": "rev_01jd6nwvvgfa5sr38y5wx4pq3d", "status": "approved"}],
        /// The ids of those that go.
        pub(super) delete: Option<Vec<String>> = ["rev_01jd6nwvvgfa5sr38y5wx4pq3e"],
    }
    checked by check
}

/// The most that is done at once.
const MOST: usize = 1_000;

fn check(fields: &mut Fields, Many { update, delete }: &Many) {
    let all = update.as_ref().map_or(0, Vec::len) + delete.as_ref().map_or(0, Vec::len);
    if all > MOST {
        fields.complain(format!("'update' and 'delete' name {all} reviews, expected at most: '{MOST}'"));
    }
    let unsaid = update.iter().flatten().position(|one| one.status.0.is_none());
    if let Some(at) = unsaid {
        fields.complain(format!("Field 'update, {at}, status' is required"));
    }
}

/// Approve, reject and remove reviews: all of it, or nothing.
#[utoipa::path(
    post,
    path = "/admin/reviews/batch",
    tag = "Admin: reviews",
    operation_id = "admin_batch_reviews",
    params(SelectParams),
    request_body(content = inline(Many), example = json!({"update": [{"id": "rev_01jd6nwvvgfa5sr38y5wx4pq3d", "status": "approved", "revision": 1}], "delete": ["rev_01jd6nwvvgfa5sr38y5wx4pq3e"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "What was changed and removed.", body = serde_json::Value, example = json!({
            "created": [], "updated": [{"id": "rev_01jd6nwvvgfa5sr38y5wx4pq3d", "status": "approved"}],
            "deleted": {"ids": ["rev_01jd6nwvvgfa5sr38y5wx4pq3e"], "object": "review", "deleted": true}
        })),
        AdminErrors,
    )
)]
pub(super) async fn batch(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Many { update, delete }): Body<Many>,
) -> Result<Response, ApiError> {
    let selection = select::<Review>(fields.as_deref())?;
    let (update, delete) = (update.unwrap_or_default(), delete.unwrap_or_default());
    let updated = keys(update.iter().map(|one| &one.id.0))?;
    let gone = keys(delete.iter())?;
    let tx = begin::<Review>(&app, &staff).await?;
    let found = lock_all(&tx, [&updated, &gone].map(Vec::as_slice).concat()).await?;
    let read: Vec<Read> =
        updated.iter().zip(&update).map(|(id, one)| Read { id: *id, revision: one.revision.0 }).collect();
    found.must_be(&read)?;
    let statuses: Vec<String> = update.iter().map(|one| one.status.0.unwrap_or_default().to_owned()).collect();
    // A note that is left out stays; an empty one is none.
    let notes: Vec<String> = update.into_iter().map(|one| one.moderation_note.unwrap_or_default()).collect();
    let sql = "update public.reviews r
        set status = u.status, moderation_note = coalesce(nullif(u.note, ''), r.moderation_note), updated_at = $5
        from unnest($2::uuid[], $3::text[], $4::text[]) u (id, status, note)
        where r.organization_id = $1 and r.id = u.id";
    let shop = tx.organization()?;
    let values = [shop.into(), updated.clone().into(), statuses.into(), notes.into(), tx.now().into()];
    db::exec(&tx, sql, values).await?;
    let sql = "delete from public.reviews where organization_id = $1 and id = any($2)";
    db::exec(&tx, sql, [shop.into(), gone.clone().into()]).await?;
    let told = updated.iter().map(|id| Emit::new(reviews::UPDATED, *id));
    events::emit_all(&tx, told.chain(gone.iter().map(|id| Emit::new(reviews::DELETED, *id)))).await?;
    let answer = answer::batch(&tx, |review: &Review| review.id.0, [&[], &updated], &delete, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

fn keys<'a>(texts: impl Iterator<Item = &'a String>) -> Result<Vec<Uuid>, ApiError> {
    texts.map(|text| key::<Review>(text)).collect()
}

/// All of them are there, each named once, and nobody else changes them before this transaction ends.
async fn lock_all(tx: &Tx, ids: Vec<Uuid>) -> Result<Found, ApiError> {
    let mut once = HashSet::new();
    if let Some(twice) = ids.iter().find(|id| !once.insert(**id)) {
        let id = entity::ids::ReviewId(*twice);
        return Err(ApiError::invalid_data(format!("Review with id: {id} is named twice")));
    }
    let found = lock(tx, &ids).await?;
    match ids.iter().find(|id| !found.has(**id)) {
        Some(id) => Err(missing::<Review>(&entity::ids::ReviewId(*id).to_string())),
        None => Ok(found),
    }
}
