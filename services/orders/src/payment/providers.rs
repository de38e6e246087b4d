//! Who takes payments.

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use super::{Desk, accounts::enabled};

pub(crate) use entity::providers::SYSTEM_PAYMENT as SYSTEM;

#[derive(FromQueryResult)]
struct Row {
    provider_id: String,
}

/// Those of a region. One that names none takes all that the shop has.
pub(crate) async fn of_region<'a>(tx: &Tx, desk: &'a Desk, region: Uuid) -> Result<Vec<&'a str>, ApiError> {
    let rows = named(tx, region).await?;
    if rows.is_empty() {
        return enabled(tx, desk).await;
    }
    Ok(enabled(tx, desk).await?.into_iter().filter(|id| rows.iter().any(|row| row.provider_id == *id)).collect())
}

/// Whether a region takes a provider. The one that needs nobody is always there, and nobody is asked for it.
pub(super) async fn takes(tx: &Tx, desk: &Desk, region: Uuid, provider: &str) -> Result<bool, ApiError> {
    let rows = named(tx, region).await?;
    if !rows.is_empty() && rows.iter().all(|row| row.provider_id != provider) {
        return Ok(false);
    }
    Ok(provider == SYSTEM || enabled(tx, desk).await?.contains(&provider))
}

async fn named(tx: &Tx, region: Uuid) -> Result<Vec<Row>, ApiError> {
    let sql = "select l.provider_id from region_payment_providers l where l.region_id = $1 order by l.provider_id";
    Ok(db::fetch_all(tx, sql, [region.into()]).await?)
}
