//! What is said of regions, and how they are made, changed and removed.

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::{ids::RegionId, providers::PAYMENT};
use resource::{
    Set,
    admin::{Create, Delete, Update},
    fresh_metadata, retire,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{AdditionalData, Change, Filled, Required},
};

use super::countries;
use crate::view::Region;

body! {
    /// What is said of a new region.
    pub struct New {
        /// What it is called.
        pub name: Required = "Europe",
        /// The currency in which it pays, one of the shop's: an ISO 4217 code.
        pub currency_code: Required = "eur",
        /// Its countries: ISO 3166-1 codes of two letters.
        pub countries: Option<Vec<String>> = ["de", "dk"],
        /// Whether taxes are reckoned without asking.
        pub automatic_taxes: Option<bool> = true,
        /// Whether its prices include tax; the currency's preference counts when it is left out.
        pub is_tax_inclusive: Option<bool> = true,
        /// What it pays with: those of `/admin/payments/payment-providers`. One that names none takes them all.
        pub payment_providers: Option<Vec<String>> = ["pp_system_default"],
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"warehouse": "north"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

body! {
    /// What changes of a region.
    pub struct Changes {
        /// What it is called.
        pub name: Filled = "Europe",
        /// The currency in which it pays, one of the shop's: an ISO 4217 code.
        pub currency_code: Filled = "eur",
        /// Its countries, and no others: ISO 3166-1 codes of two letters.
        pub countries: Option<Vec<String>> = ["de", "dk"],
        /// Whether taxes are reckoned without asking.
        pub automatic_taxes: Option<bool> = true,
        /// Whether its prices include tax.
        pub is_tax_inclusive: Option<bool> = true,
        /// What it pays with, and nothing else; `[]`: whatever there is.
        pub payment_providers: Option<Vec<String>> = ["pp_system_default"],
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"warehouse": "north"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

/// 400 for a currency in which the shop does not sell.
fn sold<T>(done: db::Result<T>, currency: &str) -> Result<T, ApiError> {
    done.on_constraint("regions_organization_id_currency_code_fkey", |_| {
        let remedy = "add it to the store's currencies first";
        ApiError::invalid_data(format!("Field 'currency_code': {currency} is not supported by the store; {remedy}"))
    })
}

/// 400 for a provider that this installation does not have.
fn known_providers(providers: Option<&Vec<String>>) -> Result<(), ApiError> {
    match providers.into_iter().flatten().find(|id| !PAYMENT.contains(&id.as_str())) {
        Some(id) => {
            let id: String = id.chars().take(100).collect();
            Err(ApiError::invalid_data(format!("Payment provider with id: {id} was not found")))
        }
        None => Ok(()),
    }
}

/// Makes these the providers of a region, and no others.
async fn set_providers(tx: &Tx, region: Uuid, providers: Vec<String>) -> db::Result<()> {
    let organization = tx.organization()?;
    let sql = "delete from public.region_payment_providers where organization_id = $1 and region_id = $2 and not (provider_id = any($3))";
    db::exec(tx, sql, [organization.into(), region.into(), providers.clone().into()]).await?;
    let sql = "insert into public.region_payment_providers (organization_id, region_id, provider_id, created_at)
        select distinct $1, $2, provider, $4 from unnest($3::text[]) provider on conflict do nothing";
    db::exec(tx, sql, [organization.into(), region.into(), providers.into(), tx.now().into()]).await.map(drop)
}

/// Whether prices of a region include tax.
async fn prefer(tx: &Tx, region: Uuid, is_tax_inclusive: bool) -> db::Result<()> {
    let region = RegionId(region).to_string();
    let sql = "select private.prefer_tax('region_id', $1, $2, $3)";
    db::exec(tx, sql, [region.into(), is_tax_inclusive.into(), tx.now().into()]).await.map(drop)
}

impl Create for Region {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        known_providers(new.payment_providers.as_ref())?;
        let codes = countries::known(&new.countries.unwrap_or_default())?;
        let id = RegionId::new().0;
        let currency = new.currency_code.0.to_lowercase();
        let sql = "insert into public.regions
              (organization_id, id, name, currency_code, automatic_taxes, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, private.merge_metadata(null, $6, '{}'), $7, $7)";
        let values: [Value; 7] = [
            tx.organization()?.into(),
            id.into(),
            new.name.0.into(),
            currency.clone().into(),
            new.automatic_taxes.unwrap_or(true).into(),
            fresh_metadata(new.metadata).into(),
            tx.now().into(),
        ];
        sold(db::exec(tx, sql, values).await, &currency)?;
        countries::set(tx, id, codes).await?;
        if let Some(is_tax_inclusive) = new.is_tax_inclusive {
            prefer(tx, id, is_tax_inclusive).await?;
        }
        if let Some(providers) = new.payment_providers {
            set_providers(tx, id, providers).await?;
        }
        Ok(id)
    }
}

impl Update for Region {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        known_providers(changes.payment_providers.as_ref())?;
        let codes = changes.countries.as_deref().map(countries::known).transpose()?;
        let currency = changes.currency_code.0.map(|code| code.to_lowercase());
        let wanted = currency.clone().unwrap_or_default();
        let mut set = Set::new(tx, id)?;
        set.given("name", changes.name.0);
        set.given("currency_code", currency);
        set.given("automatic_taxes", changes.automatic_taxes);
        set.metadata("metadata", changes.metadata);
        if !sold(set.run(tx, "public.regions").await, &wanted)? {
            return Ok(false);
        }
        if let Some(codes) = codes {
            countries::set(tx, id, codes).await?;
        }
        if let Some(is_tax_inclusive) = changes.is_tax_inclusive {
            prefer(tx, id, is_tax_inclusive).await?;
        }
        if let Some(providers) = changes.payment_providers {
            set_providers(tx, id, providers).await?;
        }
        Ok(true)
    }
}

impl Delete for Region {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        if !retire(tx, "public.regions", id).await? {
            return Ok(false);
        }
        countries::set(tx, id, Vec::new()).await?;
        let sql =
            "update public.stores set default_region_id = null where organization_id = $1 and default_region_id = $2";
        db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await?;
        Ok(true)
    }
}
