//! Who takes payments.

use db::Tx;
use entity::providers::PAYMENT;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

pub(crate) use entity::providers::SYSTEM_PAYMENT as SYSTEM;

/// All that this installation has.
pub(crate) fn enabled() -> &'static [&'static str] {
    PAYMENT
}

#[derive(FromQueryResult)]
struct Row {
    provider_id: String,
}

/// Those of a region. One that names none takes all that the installation has.
pub(crate) async fn of_region(tx: &Tx, region: Uuid) -> Result<Vec<&'static str>, ApiError> {
    let sql = "select l.provider_id from region_payment_providers l where l.region_id = $1 order by l.provider_id";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [region.into()]).await?;
    if rows.is_empty() {
        return Ok(enabled().to_vec());
    }
    Ok(enabled().iter().copied().filter(|id| rows.iter().any(|row| row.provider_id == *id)).collect())
}
