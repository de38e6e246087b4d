//! Who takes payments.

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use super::Desk;

pub(crate) use entity::providers::SYSTEM_PAYMENT as SYSTEM;

#[derive(FromQueryResult)]
struct Row {
    provider_id: String,
}

/// Those of a region. One that names none takes all that the installation has.
pub(crate) async fn of_region<'a>(tx: &Tx, desk: &'a Desk, region: Uuid) -> Result<Vec<&'a str>, ApiError> {
    let sql = "select l.provider_id from region_payment_providers l where l.region_id = $1 order by l.provider_id";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [region.into()]).await?;
    if rows.is_empty() {
        return Ok(desk.enabled());
    }
    Ok(desk.enabled().into_iter().filter(|id| rows.iter().any(|row| row.provider_id == *id)).collect())
}
