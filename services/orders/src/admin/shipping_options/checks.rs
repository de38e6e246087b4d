//! What an option names has to be there: its zone, its profile, its kind, and who sends it.

use db::Tx;
use entity::{
    ids::{ServiceZoneId, ShippingOptionTypeId, ShippingProfileId},
    providers::FULFILLMENT,
};
use resource::{Table, Unknown, admin::unknown, links::known};
use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use uuid::Uuid;
use web::ApiError;

use super::option::Profile;
use crate::{
    admin::{fulfillment_sets::Zone, shipping_option_types::OptionType},
    fulfilment,
};

/// The zone of this id.
pub(super) async fn zone(tx: &Tx, text: &str) -> Result<Uuid, ApiError> {
    must_be::<Zone>(tx, text).await?;
    text.parse::<ServiceZoneId>().map(|id| id.0).map_err(ApiError::internal)
}

/// The shipping profile of this id.
pub(super) async fn profile(tx: &Tx, text: &str) -> Result<Uuid, ApiError> {
    must_be::<Profile>(tx, text).await?;
    text.parse::<ShippingProfileId>().map(|id| id.0).map_err(ApiError::internal)
}

/// The kind of options of this id.
pub(super) async fn kind(tx: &Tx, text: &str) -> Result<Uuid, ApiError> {
    must_be::<OptionType>(tx, text).await?;
    text.parse::<ShippingOptionTypeId>().map(|id| id.0).map_err(ApiError::internal)
}

async fn must_be<T: Table>(tx: &Tx, text: &str) -> Result<(), ApiError> {
    match known::<T>(tx, &[text.to_owned()]).await? {
        Ok(_) => Ok(()),
        Err(Unknown(id)) => Err(unknown::<T>(Unknown(id))),
    }
}

#[derive(FromQueryResult)]
struct Enabled {
    is_enabled: bool,
}

/// Refuses a provider who does not send from the zone's place.
pub(super) async fn provider(tx: &Tx, zone: Uuid, provider: &str) -> Result<(), ApiError> {
    let sql = "select exists (
          select from public.service_zones z
          join public.fulfillment_sets s on s.organization_id = z.organization_id and s.id = z.fulfillment_set_id
          join public.stock_location_fulfillment_providers l
            on l.organization_id = s.organization_id and l.stock_location_id = s.stock_location_id and l.provider_id = $3
          where z.organization_id = $1 and z.id = $2) as is_enabled";
    let Enabled { is_enabled } =
        db::fetch_one(tx, sql, [tx.organization()?.into(), zone.into(), provider.into()]).await?;
    if is_enabled && FULFILLMENT.contains(&provider) {
        return Ok(());
    }
    let shown: String = provider.chars().take(100).collect();
    Err(ApiError::invalid_data(format!("Providers ({shown}) are not enabled for the service location")))
}

#[derive(FromQueryResult)]
struct Priced {
    name: String,
    price_type: String,
    provider_id: Option<String>,
    data: Option<Json>,
}

/// Refuses a calculated option as it stands now, if nobody can say what it costs.
pub(super) async fn can_be_priced(tx: &Tx, option: Uuid) -> Result<(), ApiError> {
    let sql = "select o.name, o.price_type, o.provider_id, o.data from public.shipping_options o where o.organization_id = $1 and o.id = $2";
    let Priced { name, price_type, provider_id, data } =
        db::fetch_one(tx, sql, [tx.organization()?.into(), option.into()]).await?;
    if price_type != "calculated" {
        return Ok(());
    }
    match fulfilment::cannot_calculate(provider_id.as_deref(), data.as_ref()) {
        Some(why) => {
            Err(ApiError::invalid_data(format!("Cannot calculate pricing for: [{name}] shipping option(s): {why}")))
        }
        None => Ok(()),
    }
}
