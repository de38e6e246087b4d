//! A tax region, with its rates and those above and below it.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{TaxRegionId, UserId},
};
use resource::{Param, Row, Table, ids, names, of_owners, row};
use sea_orm::Value;
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, many, one};

use crate::admin::tax_rates::{TaxRate, TaxRateRule, of_regions};

row! {
    /// A country or a province.
    pub(in crate::admin) struct TaxRegion from "g" {
        id: TaxRegionId,
        country_code: String,
        province_code: Option<String>,
        parent_id: Option<TaxRegionId>,
        provider_id: Option<String>,
        metadata: Option<Json>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        tax_rates: Vec<TaxRate>,
        children: Vec<TaxRegion>,
        parent: Option<Box<TaxRegion>>,
    }
}

impl View for TaxRegion {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("tax_rates", |s| many(s, |region: &Self| &region.tax_rates)),
        ("children", |s| many(s, |region: &Self| &region.children)),
        ("parent", |s| one(s, |region: &Self| region.parent.as_deref())),
    ];
}

/// What stands for a country's `parent_id` in filters: `parent_id=null`, as Medusa's dashboard asks for countries.
fn or_none(texts: &[String]) -> Value {
    let mut parents = ids::<TaxRegionId>(texts);
    if texts.iter().any(|text| text == "null") {
        parents.push(Uuid::nil());
    }
    parents.into()
}

impl Table for TaxRegion {
    type Id = TaxRegionId;

    const ONE: &'static str = "tax_region";
    const MANY: &'static str = "tax_regions";
    const NAME: &'static str = "Tax region";
    const LIMIT: i64 = 20;
    const DEFAULT_RELATIONS: &'static [&'static str] =
        &["*children", "*children.tax_rates", "*children.tax_rates.rules", "*parent", "*tax_rates", "*tax_rates.rules"];
    const SORTABLE: &'static [&'static str] = &["id", "country_code", "province_code", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["g.country_code", "g.province_code"];
    const FROM: &'static str = "public.tax_regions g";
    const ALIAS: &'static str = "g";
    const FILTERS: &'static [Param] = &[
        Param::text("country_code", "ISO 3166-1 codes, lower-case."),
        Param::text("province_code", "ISO 3166-2 codes, lower-case."),
        Param::keys("parent_id", or_none, "Ids of countries' regions; `null`: countries.")
            .when("coalesce(g.parent_id, '00000000-0000-0000-0000-000000000000') = any(?)"),
        Param::text("provider_id", "Ids of tax providers."),
        Param::ids::<UserId>("created_by", "Ids of people who made it."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("tax_rates", names::<TaxRate>()),
            ("tax_rates.rules", names::<TaxRateRule>()),
            ("children", names::<Self>()),
            ("children.tax_rates", names::<TaxRate>()),
            ("children.tax_rates.rules", names::<TaxRateRule>()),
            ("parent", names::<Self>()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if let Some(of_rates) = selection.get("tax_rates") {
            fill_rates(tx, page.iter_mut().collect(), of_rates.has("rules")).await?;
        }
        if let Some(of_children) = selection.get("children") {
            let owners = page.iter().map(|region| region.id.0).collect();
            let mut children = of_owners::<Self>(tx, "", "g.parent_id", owners).await?;
            for region in &mut *page {
                region.children = children.remove(&region.id.0).unwrap_or_default();
            }
            if of_children.has("tax_rates") {
                let all = page.iter_mut().flat_map(|region| &mut region.children).collect();
                fill_rates(tx, all, of_children.has("tax_rates.rules")).await?;
            }
        }
        if selection.has("parent") {
            let parents = page.iter().filter_map(|region| region.parent_id).map(|id| id.0).collect();
            let parents = by_id(tx, parents).await?;
            for region in page {
                region.parent = region.parent_id.and_then(|id| parents.get(&id.0).cloned()).map(Box::new);
            }
        }
        Ok(())
    }
}

async fn fill_rates(tx: &Tx, regions: Vec<&mut TaxRegion>, with_rules: bool) -> db::Result<()> {
    let mut rates = of_regions(tx, regions.iter().map(|region| region.id.0).collect(), with_rules).await?;
    for region in regions {
        region.tax_rates = rates.remove(&region.id.0).unwrap_or_default();
    }
    Ok(())
}

/// Regions by their ids, without what belongs to them.
pub(in crate::admin) async fn by_id(tx: &Tx, ids: Vec<Uuid>) -> db::Result<HashMap<Uuid, TaxRegion>> {
    let found = of_owners::<TaxRegion>(tx, "", "g.id", ids).await?;
    Ok(found.into_values().flatten().map(|region| (region.id.0, region)).collect())
}
