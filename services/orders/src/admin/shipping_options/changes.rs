//! How options are made, changed and removed.

use auth::Staff;
use db::Tx;
use entity::ids::ShippingOptionId;
use resource::{
    Set,
    admin::{Create, Delete, Update},
    fields::{AtMost, Title as _},
    fresh_metadata, retire,
};
use sea_orm::{FromQueryResult, Value};
use serde_json::Value as Json;
use uuid::Uuid;
use web::{
    ApiError,
    body::{Change, Filled, Required},
};

use super::{
    ShippingOption,
    bodies::{Changes, New, PriceType},
    checks, prices, rules,
};
use crate::admin::{bodies::Object, shipping_option_types as types};

impl Create for ShippingOption {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New {
            name: Required(AtMost(name)),
            provider_id: Required(AtMost(provider)),
            price_type: PriceType(price_type),
            ..
        } = new;
        let zone = checks::zone(tx, &new.service_zone_id.0).await?;
        let profile = checks::profile(tx, &new.shipping_profile_id.0).await?;
        checks::provider(tx, zone, &provider).await?;
        let kind = match (new.r#type, new.type_id) {
            (Object(Some(kind)), _) => Some(types::insert(tx, kind).await?),
            (Object(None), Some(text)) => Some(checks::kind(tx, &text).await?),
            (Object(None), None) => None,
        };
        let id = ShippingOptionId::new().0;
        let sql = "insert into public.shipping_options (organization_id, id, service_zone_id, shipping_profile_id, shipping_option_type_id,
              provider_id, name, price_type, data, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, private.merge_metadata(null, $10, '{}'), $11, $11)";
        let values: [Value; 11] = [
            tx.organization()?.into(),
            id.into(),
            zone.into(),
            profile.into(),
            kind.into(),
            provider.into(),
            name.into(),
            price_type.unwrap_or("flat").into(),
            new.data.given().map(Json::Object).into(),
            fresh_metadata(new.metadata).into(),
            tx.now().into(),
        ];
        db::exec(tx, sql, values).await?;
        checks::can_be_priced(tx, id).await?;
        let new_rules = new.rules.unwrap_or_default().into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?;
        rules::put(tx, id, new_rules).await?;
        prices::replace(tx, id, new.prices.unwrap_or_default()).await?;
        Ok(id)
    }
}

#[derive(FromQueryResult)]
struct Zone {
    service_zone_id: Uuid,
}

impl Update for ShippingOption {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let sql = "select o.service_zone_id from public.shipping_options o
            where o.organization_id = $1 and o.id = $2 and o.deleted_at is null for no key update";
        let found: Option<Zone> = db::fetch_optional(tx, sql, [tx.organization()?.into(), id.into()]).await?;
        let Some(Zone { service_zone_id }) = found else { return Ok(false) };
        let mut set = Set::new(tx, id)?;
        set.given("name", changes.name.title());
        if let Filled(Some(text)) = &changes.shipping_profile_id {
            set.to("shipping_profile_id", checks::profile(tx, text).await?);
        }
        if let Some(provider) = changes.provider_id.title() {
            checks::provider(tx, service_zone_id, &provider).await?;
            set.to("provider_id", provider);
        }
        set.given("price_type", changes.price_type.0);
        set.change("data", changes.data.map(Json::Object));
        match (changes.r#type, changes.type_id) {
            (Object(Some(kind)), _) => set.to("shipping_option_type_id", types::insert(tx, kind).await?),
            (Object(None), Change::Set(text)) => set.to("shipping_option_type_id", checks::kind(tx, &text).await?),
            (Object(None), Change::Clear) => set.to("shipping_option_type_id", None::<Uuid>),
            (Object(None), Change::Keep) => {}
        }
        set.metadata("metadata", changes.metadata);
        if !set.run(tx, "public.shipping_options").await? {
            return Ok(false);
        }
        checks::can_be_priced(tx, id).await?;
        if let Some(said) = changes.rules {
            let said = said.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?;
            rules::replace(tx, id, said).await?;
        }
        if let Some(said) = changes.prices {
            prices::replace(tx, id, said).await?;
        }
        Ok(true)
    }
}

impl Delete for ShippingOption {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(retire(tx, "public.shipping_options", id).await?)
    }
}
