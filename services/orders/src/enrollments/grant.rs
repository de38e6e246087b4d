//! Access that is given, changed and taken by hand.

use chrono::{DateTime, Utc};
use db::{OnConstraint as _, Tx};
use entity::ids::EnrollmentId;
use events::{Emit, EventName};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::{ApiError, body::Change};

const CREATED: EventName = EventName::new("enrollment.created");
const UPDATED: EventName = EventName::new("enrollment.updated");
const REVOKED: EventName = EventName::new("enrollment.revoked");

#[derive(FromQueryResult)]
struct Was {
    status: String,
    ends_at: Option<DateTime<Utc>>,
    metadata: Option<Value>,
}

#[derive(FromQueryResult)]
struct Days {
    access_days: Option<i32>,
}

/// Lets a customer in: until `ends_at`, else for as long as the product says.
pub(crate) async fn grant(
    tx: &Tx,
    customer: Uuid,
    product: Uuid,
    ends_at: Change<DateTime<Utc>>,
    metadata: Option<Value>,
) -> Result<Uuid, ApiError> {
    let sql = "select p.access_days from products p where p.id = $1 and p.deleted_at is null";
    let found: Option<Days> = db::fetch_optional(tx, sql, [product.into()]).await?;
    let Days { access_days } =
        found.ok_or_else(|| ApiError::not_found("There is no such product: check 'product_id'"))?;
    let days = access_days.filter(|days| *days > 0);
    let ends_at = match ends_at {
        Change::Keep => days.map(|days| tx.now() + chrono::Duration::days(days.into())),
        said => said.given(),
    };
    let id = EnrollmentId::new().0;
    let sql = "insert into enrollments (organization_id, id, customer_id, product_id, starts_at, ends_at, metadata, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, private.merge_metadata(null, $7, '{}'), $5, $5)";
    let values: [Cell; 7] = [
        tx.organization()?.into(),
        id.into(),
        customer.into(),
        product.into(),
        tx.now().into(),
        ends_at.into(),
        metadata.into(),
    ];
    let unknown = |_: &db::Error| ApiError::not_found("There is no such customer: check 'customer_id'");
    db::exec(tx, sql, values)
        .await
        .on_constraint("enrollments_organization_id_customer_id_fkey", |error| unknown(&error))?;
    let after = json!({ "status": "active", "customer_id": customer, "product_id": product, "ends_at": ends_at });
    events::emit(tx, Emit::new(CREATED, id).after(after)).await?;
    Ok(id)
}

/// What changes of an access.
#[derive(Debug)]
pub(crate) struct Changed {
    pub(crate) status: Option<&'static str>,
    pub(crate) ends_at: Change<DateTime<Utc>>,
    pub(crate) metadata: Change<Map<String, Value>>,
}

/// Changes it; false when there is none.
pub(crate) async fn change(tx: &Tx, id: Uuid, changed: Changed) -> Result<bool, ApiError> {
    let Some(was) = hold(tx, id).await? else { return Ok(false) };
    let before = json!({ "status": was.status, "ends_at": was.ends_at });
    let ends_at = changed.ends_at.apply(was.ends_at);
    let status = changed.status.unwrap_or(&was.status);
    if status == "active" && ends_at.is_some_and(|at| at <= tx.now()) {
        let id = EnrollmentId(id);
        return Err(ApiError::invalid_data(format!(
            "Enrollment with id: {id} has ended: set 'ends_at' to a later time"
        )));
    }
    let metadata = resource::merged_metadata(was.metadata, changed.metadata);
    let sql = "update enrollments set status = $2, ends_at = $3, metadata = $4 where id = $1";
    db::exec(tx, sql, [id.into(), status.into(), ends_at.into(), metadata.into()]).await?;
    let after = json!({ "status": status, "ends_at": ends_at });
    events::emit(tx, Emit::new(UPDATED, id).before(before).after(after)).await?;
    Ok(true)
}

/// Takes it; false when there is none. What was taken already stays so.
pub(crate) async fn revoke(tx: &Tx, id: Uuid) -> Result<bool, ApiError> {
    let Some(was) = hold(tx, id).await? else { return Ok(false) };
    if was.status != "revoked" {
        db::exec(tx, "update enrollments set status = 'revoked' where id = $1", [id.into()]).await?;
        let before = json!({ "status": was.status });
        events::emit(tx, Emit::new(REVOKED, id).before(before).after(json!({ "status": "revoked" }))).await?;
    }
    Ok(true)
}

async fn hold(tx: &Tx, id: Uuid) -> db::Result<Option<Was>> {
    let sql = "select e.status, e.ends_at, e.metadata from enrollments e where e.id = $1 for no key update";
    db::fetch_optional(tx, sql, [id.into()]).await
}
