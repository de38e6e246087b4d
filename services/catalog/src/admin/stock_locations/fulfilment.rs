//! How a location gets goods to people. What is in a fulfillment set is the orders' to change
//! (`/admin/fulfillment-sets`); here it is shown whole, and sets are made.

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::{ids::FulfillmentSetId, providers::FULFILLMENT};
use resource::{
    Links,
    admin::{Action, duplicate},
    fields::{AtMost, Name, Word},
    lock,
};
use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use uuid::Uuid;
use web::{
    ApiError, body,
    body::Required,
    fields::{Column, Selection, View, Writer, json, selected},
};

use super::location::Location;

/// Who sends from there.
#[derive(Debug, Clone)]
pub(super) struct Provider(String);

impl View for Provider {
    const COLUMNS: &'static [Column<Self>] =
        &[("id", |provider, out| json(&provider.0, out)), ("is_enabled", |_, out| out.extend_from_slice(b"true"))];
}

/// What of a set, its zones and their options are relations: a star does not select them.
const RELATIONS: &[&str] = &["service_zones", "geo_zones", "shipping_options", "rules", "shipping_profile"];

/// What may be asked for of sets: each relation with its columns.
pub(super) fn related() -> Vec<(&'static str, Vec<&'static str>)> {
    const TIMES: [&str; 4] = ["metadata", "created_at", "updated_at", "deleted_at"];
    let with_times = |columns: &[&'static str]| [columns, &TIMES].concat();
    vec![
        ("fulfillment_providers", vec!["id", "is_enabled"]),
        ("fulfillment_sets", with_times(&["id", "name", "type"])),
        ("fulfillment_sets.service_zones", with_times(&["id", "name", "fulfillment_set_id"])),
        (
            "fulfillment_sets.service_zones.geo_zones",
            with_times(&[
                "id",
                "type",
                "country_code",
                "province_code",
                "city",
                "postal_expression",
                "service_zone_id",
            ]),
        ),
        (
            "fulfillment_sets.service_zones.shipping_options",
            with_times(&[
                "id",
                "name",
                "price_type",
                "provider_id",
                "data",
                "service_zone_id",
                "shipping_option_type_id",
                "shipping_profile_id",
            ]),
        ),
        ("fulfillment_sets.service_zones.shipping_options.shipping_profile", with_times(&["id", "name", "type"])),
        ("fulfillment_sets.service_zones.shipping_options.rules", vec!["id", "attribute", "operator", "value"]),
    ]
}

#[derive(FromQueryResult)]
struct Sets {
    stock_location_id: Uuid,
    sets: Json,
}

#[derive(FromQueryResult)]
struct Enabled {
    stock_location_id: Uuid,
    provider_id: String,
}

/// Loads the sets of a page of locations.
pub(super) async fn fill_sets(tx: &Tx, page: &mut [Location]) -> db::Result<()> {
    let places: Vec<Uuid> = page.iter().map(|location| location.id.0).collect();
    let sql = "select f.stock_location_id, f.sets from private.fulfillment_sets_at($1) f";
    let found: Vec<Sets> = db::fetch_all(tx, sql, [places.into()]).await?;
    for Sets { stock_location_id, sets } in found {
        if let Some(location) = page.iter_mut().find(|location| location.id.0 == stock_location_id) {
            location.fulfillment_sets = Some(sets);
        }
    }
    Ok(())
}

/// Loads who sends from the locations of a page.
pub(super) async fn fill_providers(tx: &Tx, page: &mut [Location]) -> db::Result<()> {
    let places: Vec<Uuid> = page.iter().map(|location| location.id.0).collect();
    let sql = "select l.stock_location_id, l.provider_id from public.stock_location_fulfillment_providers l
        where l.organization_id = $1 and l.stock_location_id = any($2) order by l.provider_id";
    let found: Vec<Enabled> = db::fetch_all(tx, sql, [tx.organization()?.into(), places.into()]).await?;
    for Enabled { stock_location_id, provider_id } in found {
        if let Some(location) = page.iter_mut().find(|location| location.id.0 == stock_location_id) {
            location.fulfillment_providers.push(Provider(provider_id));
        }
    }
    Ok(())
}

body! {
    /// What is said of a new fulfillment set.
    pub struct NewSet {
        /// What it is called; each name is there once.
        name: Required<Name> = "Kiel parcels",
        /// How goods get to people: `shipping`, `pickup`.
        r#type: Required<Word> = "shipping",
    }
}

/// Makes a way to get goods from a location to people.
#[derive(Debug)]
pub(super) struct AddSet;

impl Action for AddSet {
    type On = Location;
    type Input = NewSet;

    const PATH: &'static str = "/fulfillment-sets";
    const NAME: &'static str = "create_fulfillment_set_of_stock_location";

    async fn act(tx: &Tx, _: &Staff, id: Uuid, new: NewSet) -> Result<bool, ApiError> {
        if !lock::<Location>(tx, id).await? {
            return Ok(false);
        }
        let NewSet { name: Required(AtMost(name)), r#type: Required(AtMost(kind)) } = new;
        let sql = "insert into public.fulfillment_sets (organization_id, id, stock_location_id, name, type, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $6)";
        let set = FulfillmentSetId::new().0;
        let values: [sea_orm::Value; 6] =
            [tx.organization()?.into(), set.into(), id.into(), name.clone().into(), kind.into(), tx.now().into()];
        db::exec(tx, sql, values).await.on_constraint("fulfillment_sets_name", |_| {
            duplicate(format!("Fulfillment set with name: {name}, already exists."))
        })?;
        Ok(true)
    }
}

/// Who sends from a location, and who does no more.
#[derive(Debug)]
pub(super) struct SetProviders;

impl Action for SetProviders {
    type On = Location;
    type Input = Links;

    const PATH: &'static str = "/fulfillment-providers";
    const NAME: &'static str = "set_fulfillment_providers_of_stock_location";

    async fn act(tx: &Tx, _: &Staff, id: Uuid, Links { add, remove }: Links) -> Result<bool, ApiError> {
        if !lock::<Location>(tx, id).await? {
            return Ok(false);
        }
        let add = add.unwrap_or_default();
        if let Some(unknown) = add.iter().find(|id| !FULFILLMENT.contains(&id.as_str())) {
            return Err(ApiError::missing("Fulfillment provider", unknown));
        }
        let organization = tx.organization()?;
        let sql = "delete from public.stock_location_fulfillment_providers
            where organization_id = $1 and stock_location_id = $2 and provider_id = any($3)";
        db::exec(tx, sql, [organization.into(), id.into(), remove.unwrap_or_default().into()]).await?;
        let sql = "insert into public.stock_location_fulfillment_providers (organization_id, stock_location_id, provider_id, created_at)
            select distinct $1, $2, provider, $4 from unnest($3::text[]) provider on conflict do nothing";
        db::exec(tx, sql, [organization.into(), id.into(), add.into(), tx.now().into()]).await?;
        Ok(true)
    }
}

/// Of sets that were selected, what was selected of them.
pub(super) fn sets(selection: &Selection) -> Writer<Location> {
    let selection = selection.clone();
    Box::new(move |location, out| match &location.fulfillment_sets {
        Some(sets) => json(&selected(&selection, sets, RELATIONS), out),
        None => out.extend_from_slice(b"[]"),
    })
}
