//! Parts of the world, down to postal codes.

use std::collections::HashSet;

use db::Tx;
use entity::{
    Timestamp,
    ids::{GeoZoneId, ServiceZoneId},
};
use resource::{
    Row, Table,
    fields::{AtMost, Name},
    row,
};
use sea_orm::{FromQueryResult, Value};
use serde_json::{Map, Value as Json, json};
use utoipa::openapi::schema::Schema;
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Field, Fields, Required},
    fields::{Column, View},
};

use super::{postal, zone::New};
use crate::admin::bodies::{Country, Province, word_of};

row! {
    /// A part of the world.
    pub(in crate::admin) struct GeoZone from "g" {
        id: GeoZoneId,
        r#type: String = "g.type",
        country_code: String,
        province_code: Option<String>,
        city: Option<String>,
        postal_expression: Option<Json>,
        service_zone_id: ServiceZoneId,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for GeoZone {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for GeoZone {
    type Id = GeoZoneId;

    const ONE: &'static str = "geo_zone";
    const MANY: &'static str = "geo_zones";
    const NAME: &'static str = "Geo zone";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "public.geo_zones g";
    const ALIAS: &'static str = "g";
}

const KINDS: &[&str] = &["country", "province", "city", "zip"];

/// How fine it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind(Option<&'static str>);

impl Field for Kind {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
            return Self(None);
        }
        Self(fields.one_of(name, KINDS))
    }

    fn schema() -> Schema {
        word_of(KINDS)
    }
}

body! {
    /// A part of the world.
    pub struct Said {
        /// One that is there already.
        id: Option<String> = "fgz_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// `country`, `province`, `city` or `zip`: all coarser parts are named too.
        r#type: Kind = "zip",
        /// ISO 3166-1, two letters.
        country_code: Required<Country> = "de",
        /// ISO 3166-2.
        province_code: Option<Province> = "de-sh",
        /// A town.
        city: Option<Name> = "Kiel",
        /// Postal codes of it: `values`, `prefixes` or `ranges`, of which one matches.
        postal_expression: Change<Map<String, Json>> = {"values": ["24103"], "prefixes": ["241"], "ranges": [["24103", "24159"]]},
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"depot": "north"},
    }
    checked by check
}

fn check(fields: &mut Fields, said: &Said) {
    let Kind(Some(kind)) = said.r#type else { return };
    let depth = KINDS.iter().position(|known| *known == kind).unwrap_or_default();
    let has_codes = matches!(said.postal_expression, Change::Set(_));
    let parts = [
        ("province_code", said.province_code.is_some()),
        ("city", said.city.is_some()),
        ("postal_expression", has_codes),
    ];
    for (at, (name, is_there)) in parts.into_iter().enumerate() {
        let name = fields.at(name);
        if is_there && at >= depth {
            fields.complain(format!("Field '{name}' does not belong to a geo zone of type '{kind}'"));
        } else if !is_there && at < depth {
            fields.complain(format!("Field '{name}' is required of a geo zone of type '{kind}'"));
        }
    }
    if let Change::Set(expression) = &said.postal_expression
        && let Some(problem) = postal::problem(expression)
    {
        fields.complain(format!("Invalid value for field '{}': {problem}", fields.at("postal_expression")));
    }
}

/// What is new has no ids yet.
pub(super) fn check_new(fields: &mut Fields, new: &New) {
    if new.geo_zones().iter().any(|said| said.id.is_some()) {
        fields.complain("Unrecognized fields: 'geo_zones, id'");
    }
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Makes these the parts of a zone that is held, and no others.
pub(super) async fn put(tx: &Tx, zone: Uuid, said: Vec<Said>) -> Result<(), ApiError> {
    let organization = tx.organization()?;
    let missing = |id: &str| ApiError::missing(GeoZone::NAME, id);
    let mut kept = HashSet::new();
    let mut rows = Vec::with_capacity(said.len());
    for Said { id, r#type: Kind(kind), country_code, province_code, city, postal_expression, metadata } in said {
        let id = match id {
            Some(text) => {
                let GeoZoneId(id) = text.parse().map_err(|_| missing(&text))?;
                if !kept.insert(id) {
                    return Err(ApiError::invalid_data(format!("Field 'geo_zones' names {text} twice")));
                }
                id
            }
            None => GeoZoneId::new().0,
        };
        let Required(Country(country)) = country_code;
        rows.push(json!({
            "id": id, "type": kind, "country_code": country, "province_code": province_code.map(|Province(code)| code),
            "city": city.map(|AtMost(city)| city), "postal_expression": postal_expression.given(), "metadata": metadata.given(),
        }));
    }
    let kept: Vec<Uuid> = kept.into_iter().collect();
    let sql = "delete from public.geo_zones where organization_id = $1 and service_zone_id = $2 and not (id = any($3))";
    db::exec(tx, sql, [organization.into(), zone.into(), kept.clone().into()]).await?;
    let sql = "select g.id from public.geo_zones g where g.organization_id = $1 and g.service_zone_id = $2";
    let there: Vec<Id> = db::fetch_all(tx, sql, [organization.into(), zone.into()]).await?;
    if let Some(id) = kept.iter().find(|id| there.iter().all(|row| row.id != **id)) {
        return Err(missing(&GeoZoneId(*id).to_string()));
    }
    let sql = "insert into public.geo_zones as g (organization_id, id, service_zone_id, type, country_code, province_code, city,
          postal_expression, metadata, created_at, updated_at)
        select $1, n.id, $2, n.type, n.country_code, n.province_code, n.city, n.postal_expression,
          private.merge_metadata(null, n.metadata, '{}'), $4, $4
        from jsonb_to_recordset($3) n (id uuid, type text, country_code text, province_code text, city text, postal_expression jsonb, metadata jsonb)
        on conflict (organization_id, id) do update set type = excluded.type, country_code = excluded.country_code,
          province_code = excluded.province_code, city = excluded.city, postal_expression = excluded.postal_expression,
          metadata = excluded.metadata";
    let values: [Value; 4] = [organization.into(), zone.into(), Json::Array(rows).into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}
