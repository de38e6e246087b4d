//! What is said of tax rates, and how they are made, changed and removed.

use auth::Staff;
use bigdecimal::BigDecimal;
use db::{OnConstraint, Tx};
use entity::ids::{TaxRateId, TaxRegionId};
use resource::{
    Set,
    admin::{Create, Delete, Update, duplicate, unknown},
    fields::{Amount, AtMost, Name, Title as _, Word},
    fresh_metadata, lock, retire,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Fields, Filled, Required},
};

use super::{
    TaxRate,
    rules::{self, NewRule},
};
use crate::admin::{bodies::check_number, tax_regions::TaxRegion};

/// Ten times the price; the database refuses more too.
pub(in crate::admin) const MOST_RATE: i64 = 1_000;

body! {
    /// What is said of a new tax rate.
    pub struct New {
        /// Where it is taxed.
        tax_region_id: Required = "txreg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Its name for people.
        name: Required<Name> = "Reduced VAT",
        /// Its short name, which stands on invoices.
        code: Required<Word> = "DE7",
        /// In percent: 7 is seven of a hundred.
        rate: Amount = 7,
        /// What it is meant for, if it is not the default rate.
        rules: Option<Vec<NewRule>> = [{"reference": "product_type", "reference_id": "ptyp_01jd6nwvvgfa5sr38y5wx4pq3d"}],
        /// Whether it holds for what no rule names.
        is_default: Option<bool> = false,
        /// Of a province: whether the country's rate is added.
        is_combinable: Option<bool> = false,
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"erp": "7"},
    }
    checked by check_new
}

fn check_new(fields: &mut Fields, new: &New) {
    check_number(fields, "rate", new.rate.0.as_ref(), MOST_RATE);
}

body! {
    /// What changes of a tax rate.
    pub struct Changes {
        /// Its name for people.
        name: Filled<Name> = "Reduced VAT",
        /// Its short name, which stands on invoices.
        code: Filled<Word> = "DE7",
        /// In percent: 7 is seven of a hundred.
        rate: Amount = 7,
        /// What it is meant for, and nothing else.
        rules: Option<Vec<NewRule>> = [{"reference": "product_type", "reference_id": "ptyp_01jd6nwvvgfa5sr38y5wx4pq3d"}],
        /// Whether it holds for what no rule names.
        is_default: Option<bool> = false,
        /// Of a province: whether the country's rate is added.
        is_combinable: Option<bool> = false,
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"erp": "7"},
    }
    checked by check_changes
}

fn check_changes(fields: &mut Fields, changes: &Changes) {
    check_number(fields, "rate", changes.rate.0.as_ref(), MOST_RATE);
}

/// 422 when the region has a default rate.
fn only_default<T>(done: db::Result<T>) -> Result<T, ApiError> {
    done.on_constraint("tax_rates_one_default", |_| {
        duplicate(
            "The tax region has a default tax rate already: change that one, or leave 'is_default' out".to_owned(),
        )
    })
}

/// What is said of a rate.
pub(in crate::admin) struct Said {
    pub(in crate::admin) rate: Option<BigDecimal>,
    pub(in crate::admin) code: String,
    pub(in crate::admin) name: String,
    pub(in crate::admin) is_combinable: Option<bool>,
    pub(in crate::admin) is_default: bool,
    pub(in crate::admin) metadata: Change<Map<String, Json>>,
}

/// Writes a rate of a region that is there.
pub(in crate::admin) async fn insert(tx: &Tx, staff: &Staff, region: Uuid, said: Said) -> Result<Uuid, ApiError> {
    let Said { rate, code, name, is_combinable, is_default, metadata } = said;
    let id = TaxRateId::new().0;
    let sql = "insert into public.tax_rates (organization_id, id, tax_region_id, rate, code, name, is_default, is_combinable, metadata,
          created_by, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, private.merge_metadata(null, $9, '{}'), $10, $11, $11)";
    let values: [Value; 11] = [
        tx.organization()?.into(),
        id.into(),
        region.into(),
        rate.into(),
        code.into(),
        name.into(),
        is_default.into(),
        is_combinable.unwrap_or(false).into(),
        fresh_metadata(metadata).into(),
        staff.user().map(|user| user.0).into(),
        tx.now().into(),
    ];
    only_default(db::exec(tx, sql, values).await)?;
    Ok(id)
}

impl Create for TaxRate {
    type New = New;

    async fn create(tx: &Tx, staff: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New {
            tax_region_id: Required(region),
            name,
            code,
            rate: Amount(rate),
            rules,
            is_default,
            is_combinable,
            metadata,
        } = new;
        let none = || unknown::<TaxRegion>(resource::Unknown(region.clone()));
        let TaxRegionId(region) = region.parse().map_err(|_| none())?;
        if !lock::<TaxRegion>(tx, region).await? {
            return Err(none());
        }
        let (Required(AtMost(name)), Required(AtMost(code))) = (name, code);
        let said = Said { rate, code, name, is_combinable, is_default: is_default.unwrap_or(false), metadata };
        let id = insert(tx, staff, region, said).await?;
        rules::add(tx, staff, id, rules.unwrap_or_default()).await?;
        Ok(id)
    }
}

impl Update for TaxRate {
    type Changes = Changes;

    async fn update(tx: &Tx, staff: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { name, code, rate: Amount(rate), rules, is_default, is_combinable, metadata } = changes;
        let mut set = Set::new(tx, id)?;
        set.given("name", name.title());
        set.given("code", code.title());
        set.given("rate", rate);
        set.given("is_default", is_default);
        set.given("is_combinable", is_combinable);
        set.metadata("metadata", metadata);
        if !only_default(set.run(tx, "public.tax_rates").await)? {
            return Ok(false);
        }
        if let Some(rules) = rules {
            rules::replace(tx, staff, id, rules).await?;
        }
        Ok(true)
    }
}

impl Delete for TaxRate {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(retire(tx, "public.tax_rates", id).await?)
    }
}
