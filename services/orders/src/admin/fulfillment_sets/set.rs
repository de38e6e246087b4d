//! A fulfillment set, with its zones and its place.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{FulfillmentSetId, StockLocationAddressId, StockLocationId},
};
use resource::{Row, Table, names, of_owners, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, many, one};

use super::{
    geo_zone::GeoZone,
    zone::{self, Zone},
};
use crate::admin::shipping_options::ShippingOption;

row! {
    /// A fulfillment set.
    pub(in crate::admin) struct FulfillmentSet from "s" {
        id: FulfillmentSetId,
        name: String,
        r#type: String = "s.type",
        stock_location_id: StockLocationId,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        service_zones: Vec<Zone>,
        location: Option<Place>,
    }
}

row! {
    /// The place that it sends from. It is the catalogue's to change; here it is only shown.
    pub(in crate::admin) struct Place from "p" {
        id: StockLocationId,
        name: String,
        address_id: Option<StockLocationAddressId>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Place {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Place {
    type Id = StockLocationId;

    const ONE: &'static str = "location";
    const MANY: &'static str = "locations";
    const NAME: &'static str = "Stock location";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "public.stock_locations p";
    const ALIAS: &'static str = "p";
}

impl View for FulfillmentSet {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("service_zones", |s| many(s, |set: &Self| &set.service_zones)),
        ("location", |s| one(s, |set: &Self| set.location.as_ref())),
    ];
}

impl Table for FulfillmentSet {
    type Id = FulfillmentSetId;

    const ONE: &'static str = "fulfillment_set";
    const MANY: &'static str = "fulfillment_sets";
    const NAME: &'static str = "Fulfillment set";
    const DEFAULT_RELATIONS: &'static [&'static str] =
        &["*service_zones", "*service_zones.geo_zones", "*service_zones.shipping_options"];
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "public.fulfillment_sets s";
    const ALIAS: &'static str = "s";

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("service_zones", names::<Zone>()),
            ("service_zones.geo_zones", names::<GeoZone>()),
            ("service_zones.shipping_options", names::<ShippingOption>()),
            ("location", names::<Place>()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if let Some(of_zones) = selection.get("service_zones") {
            let owners = page.iter().map(|set| set.id.0).collect();
            let mut zones = of_owners::<Zone>(tx, "", "z.fulfillment_set_id", owners).await?;
            zone::fill_below(tx, zones.values_mut().flatten().collect(), of_zones).await?;
            for set in &mut *page {
                set.service_zones = zones.remove(&set.id.0).unwrap_or_default();
            }
        }
        if selection.has("location") {
            fill_places(tx, page).await?;
        }
        Ok(())
    }
}

async fn fill_places(tx: &Tx, sets: &mut [FulfillmentSet]) -> db::Result<()> {
    let places = sets.iter().map(|set| set.stock_location_id.0).collect();
    let places = of_owners::<Place>(tx, "", "p.id", places).await?;
    for set in sets {
        set.location = places.get(&set.stock_location_id.0).and_then(|found| found.first().cloned());
    }
    Ok(())
}

/// Sets by their ids, with what is selected of them.
pub(super) async fn by_id(tx: &Tx, ids: Vec<Uuid>, selection: &Selection) -> db::Result<HashMap<Uuid, FulfillmentSet>> {
    let found = of_owners::<FulfillmentSet>(tx, "", "s.id", ids).await?;
    let mut found: Vec<FulfillmentSet> = found.into_values().flatten().collect();
    if selection.has("location") {
        fill_places(tx, &mut found).await?;
    }
    Ok(found.into_iter().map(|set| (set.id.0, set)).collect())
}
