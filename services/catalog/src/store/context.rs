//! For whom and where products and variants are shown: channels, prices, stock.

use auth::{Customer, Shopper};
use cache::{Topic, Topics};
use db::Scope;
use entity::ids::SalesChannelId;
use utoipa::openapi::{
    path::Parameter,
    schema::{Object, Type},
};
use web::{
    ApiError,
    fields::Selection,
    query::{FromParams, Params},
};

use crate::{
    data::Reach,
    pricing::{PriceContext, PriceQuery},
};

/// What requests for products and variants take besides filters.
pub(super) struct Context {
    pub(super) prices: PriceQuery,
    pub(super) sales_channel_id: Option<Vec<String>>,
}

impl FromParams for Context {
    fn read(params: &mut Params) -> Self {
        let prices = PriceQuery { cart: params.text("cart_id"), ..PriceQuery::read(params) };
        Self { prices, sales_channel_id: params.texts("sales_channel_id") }
    }
}

/// The same, for the OpenAPI document.
pub(super) fn documented() -> Vec<Parameter> {
    let text = |name: &str, words: &str, example: &str| {
        ::resource::admin::query(name, words, Object::with_type(Type::String), serde_json::json!(example))
    };
    vec![
        text(
            "region_id",
            "The region in which prices are quoted; variants then carry `calculated_price`.",
            "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
        ),
        text("country_code", "Where the goods go, ISO 3166-1 alpha-2: amounts with and without tax are added.", "de"),
        text("province", "A subdivision of the country.", "de-sh"),
        text(
            "cart_id",
            "The cart that it is for: its region counts before the one that is named, and its address says where the goods go.",
            "cart_01jd6nwvvgfa5sr38y5wx4pq3d",
        ),
        text("sales_channel_id", "Channels, a part of those that the key shows.", "sc_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ]
}

/// As whom the page is read: a customer in groups has prices of his own, and so a cached answer of his own.
pub(super) fn reader(shopper: &Shopper, customer: Option<&Customer>) -> Scope {
    match customer.filter(|customer| !customer.groups.is_empty()) {
        Some(customer) => Scope::known_shopper(shopper.organization.0, customer.user.0),
        None => Scope::from(shopper),
    }
}

/// Where the variants are in what is answered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    Products,
    Variants,
}

impl Of {
    const fn price(self) -> &'static str {
        match self {
            Self::Products => "variants.calculated_price",
            Self::Variants => "calculated_price",
        }
    }

    const fn stock(self) -> &'static str {
        match self {
            Self::Products => "variants.inventory_quantity",
            Self::Variants => "inventory_quantity",
        }
    }
}

/// Prices are computed when they are selected, or when a region is named: then they are selected by that.
pub(super) async fn price_context(
    tx: &db::Tx,
    shopper: &Shopper,
    customer: Option<&Customer>,
    query: &PriceQuery,
    selection: &mut Selection,
    of: Of,
) -> Result<Option<PriceContext>, ApiError> {
    if query.region.is_some() {
        match of {
            Of::Products if selection.has("variants") => selection.add_below_star("variants", "calculated_price"),
            Of::Products => {}
            Of::Variants => selection.add("calculated_price"),
        }
    }
    if query.region.is_none() && !selection.has(of.price()) {
        return Ok(None);
    }
    PriceContext::resolve(tx, query, shopper, customer).await.map(Some)
}

/// The channels that the request names must be among the key's.
pub(super) fn reach(shopper: &Shopper, named: Option<&[String]>) -> Result<Reach, ApiError> {
    if shopper.sales_channels.is_empty() {
        return Err(ApiError::invalid_data("Publishable key needs to have a sales channel configured"));
    }
    match named {
        Some(named) => Ok(Reach::Channels(named_channels(shopper, named)?)),
        None => Ok(Reach::of(shopper)),
    }
}

fn named_channels(shopper: &Shopper, named: &[String]) -> Result<Vec<SalesChannelId>, ApiError> {
    named
        .iter()
        .map(|text| text.parse().ok().filter(|id| shopper.sales_channels.contains(id)))
        .collect::<Option<Vec<SalesChannelId>>>()
        .ok_or_else(|| ApiError::invalid_data("Requested sales channel is not part of the publishable key"))
}

/// Stock is that of one channel.
pub(super) fn stock_channel(
    shopper: &Shopper,
    named: Option<&[String]>,
    selection: &Selection,
    of: Of,
) -> Result<Option<SalesChannelId>, ApiError> {
    if !selection.has(of.stock()) {
        return Ok(None);
    }
    let channels = match named {
        Some(named) => named_channels(shopper, named)?,
        None => shopper.sales_channels.clone(),
    };
    match channels.as_slice() {
        [only] => Ok(Some(*only)),
        _ => Err(ApiError::invalid_data(
            "Inventory availability cannot be calculated in the given context. Either provide a single sales channel \
             id or configure a single sales channel in the publishable key",
        )),
    }
}

pub(super) fn topics(stock_of: Option<SalesChannelId>) -> Topics {
    if stock_of.is_some() { Topic::Catalog | Topic::Stock } else { Topic::Catalog.into() }
}
