//! For whom and where a price is asked.

use std::sync::{Arc, atomic::AtomicBool};

use auth::{Customer, Shopper};
use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{CustomerGroupId, RegionId};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{ApiError, query::Params};

/// What a request says about prices.
#[derive(Debug, Clone, Default)]
pub struct PriceQuery {
    /// `region_id`
    pub region: Option<String>,
    /// `country_code`, where the goods go
    pub country: Option<String>,
    /// `province`
    pub province: Option<String>,
}

impl PriceQuery {
    /// Reads the parameters.
    pub fn read(params: &mut Params) -> Self {
        Self {
            region: params.text("region_id"),
            country: params.text("country_code").map(|code| code.to_lowercase()),
            province: params.text("province").map(|code| code.to_lowercase()),
        }
    }
}

/// Whether the shop's amounts include tax.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaxInclusive {
    /// The region's preference.
    pub region: Option<bool>,
    /// The currency's preference.
    pub currency: Option<bool>,
}

/// Where goods go, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxedAt {
    /// ISO 3166-1, two letters.
    pub country: String,
    /// ISO 3166-2.
    pub province: Option<String>,
}

/// Everything that decides a price.
#[derive(Debug, Clone)]
pub struct PriceContext {
    /// The region.
    pub region: RegionId,
    /// Its currency.
    pub currency_code: String,
    /// Whether amounts include tax.
    pub tax_inclusive: TaxInclusive,
    /// Where to, if amounts with and without tax are wanted.
    pub taxed_at: Option<TaxedAt>,
    /// How many are bought; `None` for a list.
    pub quantity: Option<i64>,
    /// When it is asked.
    pub at: DateTime<Utc>,
    /// Whether any price list holds now.
    pub has_lists: bool,
    /// When the next price list begins or ends: what is answered holds no longer.
    pub until: Option<DateTime<Utc>>,
    /// In which groups the customer is, as the request came; of nobody's, none.
    pub groups: Vec<CustomerGroupId>,
    /// Whether prices were of other groups, which he has changed since: what is answered is his alone.
    pub has_moved: Arc<AtomicBool>,
}

#[derive(FromQueryResult)]
struct Row {
    currency_code: String,
    automatic_taxes: bool,
    region_inclusive: Option<bool>,
    currency_inclusive: Option<bool>,
    has_lists: bool,
    next_change: Option<DateTime<Utc>>,
}

impl PriceContext {
    /// Resolves the region that is asked for, else the shop's default region.
    pub async fn resolve(
        tx: &Tx,
        query: &PriceQuery,
        shopper: &Shopper,
        customer: Option<&Customer>,
    ) -> Result<Self, ApiError> {
        let (region, named) = match (&query.region, shopper.default_region) {
            (Some(named), _) => (named.parse::<RegionId>().ok(), named.clone()),
            (None, Some(default)) => (Some(default), default.to_string()),
            (None, None) => {
                return Err(ApiError::invalid_data("Missing required pricing context to calculate prices - region_id"));
            }
        };
        let row = match region {
            Some(region) => find(tx, region).await?.map(|row| (region, row)),
            None => None,
        };
        let Some((region, row)) = row else {
            let named: String = named.chars().take(100).collect();
            return Err(ApiError::invalid_data(format!(
                "Region with id {named} not found when populating the pricing context"
            )));
        };
        Ok(Self {
            region,
            currency_code: row.currency_code,
            tax_inclusive: TaxInclusive { region: row.region_inclusive, currency: row.currency_inclusive },
            taxed_at: query
                .country
                .clone()
                .filter(|_| row.automatic_taxes)
                .map(|country| TaxedAt { country, province: query.province.clone() }),
            quantity: None,
            at: tx.now(),
            has_lists: row.has_lists,
            until: row.next_change,
            groups: customer.map(|customer| customer.groups.clone()).unwrap_or_default(),
            has_moved: Arc::default(),
        })
    }
}

async fn find(tx: &Tx, region: RegionId) -> Result<Option<Row>, db::Error> {
    db::fetch_optional(
        tx,
        "select r.currency_code, r.automatic_taxes,
           (select p.is_tax_inclusive from price_preferences p
            where p.attribute = 'region_id' and p.value = $2) as region_inclusive,
           (select p.is_tax_inclusive from price_preferences p
            where p.attribute = 'currency_code' and p.value = r.currency_code) as currency_inclusive,
           coalesce(l.has_lists, false) as has_lists, l.next_change
         from regions r cross join private.price_list_calendar($3) l where r.id = $1 and r.deleted_at is null",
        [Uuid::from(region).into(), region.to_string().into(), tx.now().into()],
    )
    .await
}
