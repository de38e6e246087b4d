//! Where a fulfillment set reaches to.

use std::collections::HashMap;

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::{
    Timestamp,
    ids::{FulfillmentSetId, ServiceZoneId},
};
use resource::{
    Row, Set, Table,
    admin::{Nested, duplicate},
    fields::{AtMost, Name, Title as _},
    names, of_owners, retire, row,
};
use sea_orm::Value;
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Filled, Required},
    fields::{Column, Relation, Selection, View, many, one},
};

use super::{
    FulfillmentSet,
    geo_zone::{self, GeoZone, Said},
    set,
};
use crate::admin::shipping_options::ShippingOption;

row! {
    /// A service zone.
    pub(in crate::admin) struct Zone from "z" {
        id: ServiceZoneId,
        name: String,
        fulfillment_set_id: FulfillmentSetId,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        geo_zones: Vec<GeoZone>,
        shipping_options: Vec<ShippingOption>,
        fulfillment_set: Option<Box<FulfillmentSet>>,
    }
}

impl View for Zone {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("geo_zones", |s| many(s, |zone: &Self| &zone.geo_zones)),
        ("shipping_options", |s| many(s, |zone: &Self| &zone.shipping_options)),
        ("fulfillment_set", |s| one(s, |zone: &Self| zone.fulfillment_set.as_deref())),
    ];
}

impl Table for Zone {
    type Id = ServiceZoneId;

    const ONE: &'static str = "service_zone";
    const MANY: &'static str = "service_zones";
    const NAME: &'static str = "Service zone";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*geo_zones", "*shipping_options"];
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "public.service_zones z";
    const ALIAS: &'static str = "z";

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("geo_zones", names::<GeoZone>()),
            ("shipping_options", names::<ShippingOption>()),
            ("fulfillment_set", names::<FulfillmentSet>()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        fill_below(tx, page.iter_mut().collect(), selection).await
    }
}

/// Loads what is selected of zones.
pub(super) async fn fill_below(tx: &Tx, zones: Vec<&mut Zone>, selection: &Selection) -> db::Result<()> {
    let owners: Vec<Uuid> = zones.iter().map(|zone| zone.id.0).collect();
    let (mut places, mut options) = (HashMap::new(), HashMap::new());
    if selection.has("geo_zones") {
        places = of_owners::<GeoZone>(tx, "", "g.service_zone_id", owners.clone()).await?;
    }
    if selection.has("shipping_options") {
        options = of_owners::<ShippingOption>(tx, "", "o.service_zone_id", owners).await?;
    }
    let sets = match selection.get("fulfillment_set") {
        Some(of_sets) => set::by_id(tx, zones.iter().map(|zone| zone.fulfillment_set_id.0).collect(), of_sets).await?,
        None => HashMap::new(),
    };
    for zone in zones {
        zone.geo_zones = places.remove(&zone.id.0).unwrap_or_default();
        zone.shipping_options = options.remove(&zone.id.0).unwrap_or_default();
        zone.fulfillment_set = sets.get(&zone.fulfillment_set_id.0).cloned().map(Box::new);
    }
    Ok(())
}

/// Zones by their ids, with what is selected of them.
pub(in crate::admin) async fn by_id(tx: &Tx, ids: Vec<Uuid>, selection: &Selection) -> db::Result<HashMap<Uuid, Zone>> {
    let mut found = of_owners::<Zone>(tx, "", "z.id", ids).await?;
    fill_below(tx, found.values_mut().flatten().collect(), selection).await?;
    Ok(found.into_values().flatten().map(|zone| (zone.id.0, zone)).collect())
}

/// As it is answered; only the document shows it.
pub(super) fn example() -> Json {
    json!({
        "id": "serzo_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Germany", "fulfillment_set_id": "fuset_01jd6nwvvgfa5sr38y5wx4pq3d",
        "metadata": null, "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
        "deleted_at": null, "shipping_options": [],
        "geo_zones": [{"id": "fgz_01jd6nwvvgfa5sr38y5wx4pq3d", "type": "country", "country_code": "de", "province_code": null,
            "city": null, "postal_expression": null}]
    })
}

body! {
    /// What is said of a new zone.
    pub struct New {
        /// What it is called; each name is there once.
        name: Required<Name> = "Germany",
        /// Where it is.
        geo_zones: Option<Vec<Said>> = [{"type": "country", "country_code": "de"}],
    }
    checked by geo_zone::check_new
}

impl New {
    pub(super) fn geo_zones(&self) -> &[Said] {
        self.geo_zones.as_deref().unwrap_or_default()
    }
}

body! {
    /// What changes of a zone.
    pub struct Changes {
        /// What it is called; each name is there once.
        name: Filled<Name> = "Germany",
        /// Where it is, and nowhere else: what has the `id` of a part that is there changes it.
        geo_zones: Option<Vec<Said>> = [{"type": "province", "country_code": "de", "province_code": "de-sh"}],
    }
}

/// 422 when another zone has the name.
fn taken<T>(done: db::Result<T>, name: &str) -> Result<T, ApiError> {
    done.on_constraint("service_zones_name", |_| duplicate(format!("Service zone with name: {name}, already exists.")))
}

impl Nested for Zone {
    type Parent = FulfillmentSet;
    type New = New;
    type Changes = Changes;

    const PATH: &'static str = "/service-zones";
    const PARAM: &'static str = "zone_id";
    const OF: &'static str = "z.fulfillment_set_id = ?";

    fn example() -> Json {
        example()
    }

    fn parent(&self) -> Uuid {
        self.fulfillment_set_id.0
    }

    async fn create(tx: &Tx, _: &Staff, set: Uuid, new: New) -> Result<(), ApiError> {
        let New { name: Required(AtMost(name)), geo_zones } = new;
        let id = ServiceZoneId::new().0;
        let sql =
            "insert into public.service_zones (organization_id, id, fulfillment_set_id, name, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $5)";
        let values: [Value; 5] =
            [tx.organization()?.into(), id.into(), set.into(), name.clone().into(), tx.now().into()];
        taken(db::exec(tx, sql, values).await, &name)?;
        geo_zone::put(tx, id, geo_zones.unwrap_or_default()).await
    }

    async fn update(tx: &Tx, _: &Staff, set: Uuid, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { name, geo_zones } = changes;
        if !is_of(tx, set, id).await? {
            return Ok(false);
        }
        let name = name.title();
        let wanted = name.clone().unwrap_or_default();
        let mut row = Set::new(tx, id)?;
        row.given("name", name);
        if !taken(row.run(tx, "public.service_zones").await, &wanted)? {
            return Ok(false);
        }
        if let Some(geo_zones) = geo_zones {
            geo_zone::put(tx, id, geo_zones).await?;
        }
        Ok(true)
    }

    async fn delete(tx: &Tx, _: &Staff, set: Uuid, id: Uuid) -> Result<bool, ApiError> {
        Ok(is_of(tx, set, id).await? && retire(tx, "public.service_zones", id).await?)
    }
}

/// Whether a set, which is held, has a zone.
async fn is_of(tx: &Tx, set: Uuid, zone: Uuid) -> db::Result<bool> {
    let sql = "select from public.service_zones z
        where z.organization_id = $1 and z.id = $2 and z.fulfillment_set_id = $3 and z.deleted_at is null for no key update";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), zone.into(), set.into()]).await? > 0)
}
