//! A tax rate, with its rules and its region.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Number, Timestamp,
    ids::{TaxRateId, TaxRegionId, UserId},
};
use resource::{Param, Row, Table, names, of_owners, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, many, one};

use super::TaxRateRule;
use crate::admin::tax_regions::{self, TaxRegion};

row! {
    /// A tax, in percent.
    pub(in crate::admin) struct TaxRate from "t" {
        id: TaxRateId,
        rate: Option<Number>,
        code: Option<String>,
        name: String,
        is_default: bool,
        is_combinable: bool,
        tax_region_id: TaxRegionId,
        metadata: Option<Json>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        rules: Vec<TaxRateRule>,
        tax_region: Option<TaxRegion>,
    }
}

impl View for TaxRate {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("rules", |s| many(s, |rate: &Self| &rate.rules)),
        ("tax_region", |s| one(s, |rate: &Self| rate.tax_region.as_ref())),
    ];
}

impl Table for TaxRate {
    type Id = TaxRateId;

    const ONE: &'static str = "tax_rate";
    const MANY: &'static str = "tax_rates";
    const NAME: &'static str = "Tax rate";
    const LIMIT: i64 = 20;
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*tax_region", "*rules"];
    const SORTABLE: &'static [&'static str] =
        &["id", "name", "code", "rate", "is_default", "is_combinable", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["t.name", "t.code"];
    const FROM: &'static str = "public.tax_rates t";
    const ALIAS: &'static str = "t";
    const FILTERS: &'static [Param] = &[
        Param::ids::<TaxRegionId>("tax_region_id", "Ids of tax regions."),
        Param::boolean("is_default", "Whether it holds for what no rule names."),
        Param::boolean("is_combinable", "Whether the country's rate is added to a province's."),
        Param::text("name", "Exact names."),
        Param::text("code", "Exact codes."),
        Param::ids::<UserId>("created_by", "Ids of people who made it."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("rules", names::<TaxRateRule>()),
            ("tax_region", names::<TaxRegion>()),
            ("tax_region.parent", names::<TaxRegion>()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if selection.has("rules") {
            fill_rules(tx, page.iter_mut().collect()).await?;
        }
        if selection.has("tax_region") {
            let mut regions = tax_regions::by_id(tx, page.iter().map(|rate| rate.tax_region_id.0).collect()).await?;
            if selection.has("tax_region.parent") {
                let parents = regions.values().filter_map(|region| region.parent_id).map(|id| id.0).collect();
                let parents = tax_regions::by_id(tx, parents).await?;
                for region in regions.values_mut() {
                    region.parent = region.parent_id.and_then(|id| parents.get(&id.0).cloned()).map(Box::new);
                }
            }
            for rate in page {
                rate.tax_region = regions.get(&rate.tax_region_id.0).cloned();
            }
        }
        Ok(())
    }
}

/// The rates of tax regions.
pub(in crate::admin) async fn of_regions(
    tx: &Tx,
    regions: Vec<Uuid>,
    with_rules: bool,
) -> db::Result<HashMap<Uuid, Vec<TaxRate>>> {
    let mut rates = of_owners::<TaxRate>(tx, "", "t.tax_region_id", regions).await?;
    if with_rules {
        fill_rules(tx, rates.values_mut().flatten().collect()).await?;
    }
    Ok(rates)
}

async fn fill_rules(tx: &Tx, rates: Vec<&mut TaxRate>) -> db::Result<()> {
    let owners = rates.iter().map(|rate| rate.id.0).collect();
    let mut rules = of_owners::<TaxRateRule>(tx, "", "u.tax_rate_id", owners).await?;
    for rate in rates {
        rate.rules = rules.remove(&rate.id.0).unwrap_or_default();
    }
    Ok(())
}
