//! `/admin/price-preferences`: whether the amounts of a region or a currency include tax.

use auth::{Staff, needs};
use db::{OnConstraint, Tx};
use entity::{
    Timestamp,
    ids::{PricePreferenceId, RegionId},
};
use resource::{
    Param, Row, Set, Table,
    admin::{Create, Delete, Resource, Routes, Update, duplicate},
    row,
};
use sea_orm::Value;
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Filled, Required},
    fields::{Column, View},
};

use crate::iso;

const TABLE: &str = "public.price_preferences";

row! {
    /// A preference.
    pub struct PricePreference from "p" {
        id: PricePreferenceId,
        attribute: String,
        value: String,
        is_tax_inclusive: bool,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for PricePreference {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for PricePreference {
    type Id = PricePreferenceId;

    const ONE: &'static str = "price_preference";
    const MANY: &'static str = "price_preferences";
    const NAME: &'static str = "Price preference";
    const SORTABLE: &'static [&'static str] =
        &["id", "attribute", "value", "is_tax_inclusive", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["p.attribute", "p.value"];
    const FROM: &'static str = "(select t.*, null::timestamptz as deleted_at from public.price_preferences t) p";
    const ALIAS: &'static str = "p";
    const FILTERS: &'static [Param] = &[
        Param::text("attribute", "`region_id` or `currency_code`."),
        Param::text("value", "Ids of regions, codes of currencies."),
    ];
}

impl Resource for PricePreference {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/price-preferences";
    const TAG: &'static str = "Admin: price preferences";

    fn example() -> Json {
        json!({
            "id": "prpref_01jd6nwvvgfa5sr38y5wx4pq3d", "attribute": "currency_code", "value": "eur",
            "is_tax_inclusive": true, "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

body! {
    /// What is said of a new preference.
    pub struct New {
        /// `region_id` or `currency_code`.
        pub attribute: Required = "currency_code",
        /// Which one.
        pub value: Required = "eur",
        /// Whether its amounts include tax.
        pub is_tax_inclusive: Option<bool> = true,
    }
}

body! {
    /// What changes of a preference.
    pub struct Changes {
        /// `region_id` or `currency_code`.
        pub attribute: Filled = "currency_code",
        /// Which one.
        pub value: Filled = "eur",
        /// Whether its amounts include tax.
        pub is_tax_inclusive: Option<bool> = true,
    }
}

/// The value as it is compared, if it is one of that attribute.
fn checked(attribute: &str, value: &str) -> Result<String, ApiError> {
    let (value, is_known) = match attribute {
        "region_id" => (value.to_owned(), value.parse::<RegionId>().is_ok()),
        "currency_code" => (value.to_lowercase(), iso::currency(&value.to_lowercase()).is_some()),
        _ => {
            let message = "Expected: 'region_id, currency_code' for field 'attribute', but got: ";
            return Err(ApiError::invalid_data(format!("{message}'{attribute}'")));
        }
    };
    if is_known {
        return Ok(value);
    }
    let expected = if attribute == "region_id" { "a region's id" } else { "an ISO 4217 code" };
    Err(ApiError::invalid_data(format!("Invalid value for field 'value': expected {expected}, got: '{value}'")))
}

/// 422 when there is such a preference.
fn taken<T>(done: db::Result<T>, attribute: &str, value: &str) -> Result<T, ApiError> {
    done.on_constraint("price_preferences_organization_id_attribute_value_key", |_| {
        duplicate(format!("Price preference with attribute: {attribute}, value: {value}, already exists."))
    })
}

impl Create for PricePreference {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New { attribute: Required(attribute), value: Required(value), is_tax_inclusive } = new;
        let value = checked(&attribute, &value)?;
        let id = PricePreferenceId::new().0;
        let sql = "insert into public.price_preferences
              (organization_id, id, attribute, value, is_tax_inclusive, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $6)";
        let values: [Value; 6] = [
            tx.organization()?.into(),
            id.into(),
            attribute.clone().into(),
            value.clone().into(),
            is_tax_inclusive.unwrap_or(false).into(),
            tx.now().into(),
        ];
        taken(db::exec(tx, sql, values).await, &attribute, &value)?;
        Ok(id)
    }
}

impl Update for PricePreference {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        // Of two changes the second sees what the first one made.
        let hold = "select from public.price_preferences where organization_id = $1 and id = $2 for no key update";
        db::exec(tx, hold, [tx.organization()?.into(), id.into()]).await?;
        let Some(old) = resource::one::<Self>(tx, id, &web::fields::Selection::of(["id"])).await? else {
            return Ok(false);
        };
        let attribute = changes.attribute.0.unwrap_or(old.attribute);
        let value = checked(&attribute, &changes.value.0.unwrap_or(old.value))?;
        let mut set = Set::new(tx, id)?;
        set.to("attribute", attribute.clone());
        set.to("value", value.clone());
        set.given("is_tax_inclusive", changes.is_tax_inclusive);
        taken(set.run_where(tx, TABLE, "true").await, &attribute, &value)
    }
}

impl Delete for PricePreference {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        let sql = "delete from public.price_preferences where organization_id = $1 and id = $2";
        Ok(db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? > 0)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<PricePreference>::new()
        .list("List price preferences.")
        .retrieve("Read a price preference.")
        .create("Make a price preference.")
        .update("Change a price preference.")
        .delete("Remove a price preference: amounts include no tax then.")
        .router()
}
