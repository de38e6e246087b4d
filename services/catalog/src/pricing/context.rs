//! For whom and where a price is asked.

use std::sync::{Arc, atomic::AtomicBool};

use auth::{Customer, Shopper};
use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::{CartId, CustomerGroupId, RegionId};
use money::{Attributes, price};
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
    /// `cart_id`: its region counts before the one that is named, and it goes where it goes
    pub cart: Option<String>,
}

impl PriceQuery {
    /// Reads the parameters.
    pub fn read(params: &mut Params) -> Self {
        Self {
            region: params.text("region_id"),
            country: params.text("country_code").map(|code| code.to_lowercase()),
            province: params.text("province").map(|code| code.to_lowercase()),
            cart: None,
        }
    }
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
    /// The same as rules of prices name it, whether amounts include tax, and how many are bought: none for a list.
    pub rules: price::Context,
    /// Where to, if amounts with and without tax are wanted.
    pub taxed_at: Option<TaxedAt>,
    /// When it is asked.
    pub at: DateTime<Utc>,
    /// Whether any price list holds now.
    pub has_lists: bool,
    /// When the next price list begins or ends: what is answered holds no longer.
    pub until: Option<DateTime<Utc>>,
    /// In which groups the customer is, as the request came; of nobody's, none.
    pub groups: Vec<CustomerGroupId>,
    /// Whether what is answered is for one alone: it is for a cart, or prices were of other groups, which he has changed since.
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
        let cart = match &query.cart {
            Some(named) => of_cart(tx, named).await?,
            None => None,
        };
        let of_cart = cart.as_ref().and_then(|cart| cart.region_id);
        let (region, named) = match (of_cart, &query.region, shopper.default_region) {
            (Some(region), ..) => (Some(RegionId(region)), RegionId(region).to_string()),
            (None, Some(named), _) => (named.parse::<RegionId>().ok(), named.clone()),
            (None, None, Some(default)) => (Some(default), default.to_string()),
            (None, None, None) => {
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
        let taxed_at = match (&query.country, &cart) {
            (Some(country), _) => Some(TaxedAt { country: country.clone(), province: query.province.clone() }),
            (None, Some(cart)) => cart.taxed_at(),
            (None, None) => None,
        };
        let has_moved = Arc::new(AtomicBool::new(cart.is_some()));
        Ok(Self {
            region,
            rules: rules(region, &row),
            currency_code: row.currency_code,
            taxed_at: taxed_at.filter(|_| row.automatic_taxes),
            at: tx.now(),
            has_lists: row.has_lists,
            until: row.next_change,
            groups: customer.map(|customer| customer.groups.clone()).unwrap_or_default(),
            has_moved,
        })
    }
}

/// What a rule of a price may name.
fn rules(region: RegionId, row: &Row) -> price::Context {
    let attributes =
        Attributes::new().with("region_id", region.to_string()).with("currency_code", row.currency_code.as_str());
    let tax_inclusive = price::TaxInclusive { region: row.region_inclusive, currency: row.currency_inclusive };
    price::Context { attributes, quantity: None, tax_inclusive }
}

/// Where a cart is sold, and where it goes.
#[derive(FromQueryResult)]
struct OfCart {
    region_id: Option<Uuid>,
    country_code: Option<String>,
    province: Option<String>,
}

impl OfCart {
    fn taxed_at(&self) -> Option<TaxedAt> {
        let country = self.country_code.clone()?;
        Some(TaxedAt { country, province: self.province.as_deref().map(str::to_lowercase) })
    }
}

/// Shoppers read no carts: who knows a cart's id may know this of it.
async fn of_cart(tx: &Tx, named: &str) -> Result<Option<OfCart>, db::Error> {
    let Ok(CartId(cart)) = named.parse() else { return Ok(None) };
    let sql = "select c.region_id, c.country_code, c.province from private.place_of_cart($1) c";
    db::fetch_optional(tx, sql, [cart.into()]).await
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
