//! What the shop offers to a cart: variants with their prices, taxes of its address, promotions, shipping options. Read in one
//! statement (`private.cart_offers`), whatever is in the cart.

mod document;
mod price;
mod promotion;

pub(crate) use document::{Offers, OptionOffer, PromotionOffer, VariantOffer};

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::ApiError;

use crate::cart::Cart;

#[derive(FromQueryResult)]
struct Row {
    offers: String,
}

/// What is asked for besides what stands in the cart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Variants that are about to be put in.
    pub(crate) variants: Vec<Uuid>,
    /// Promotion codes that were entered.
    pub(crate) codes: Vec<String>,
    /// Shipping options that are about to be chosen.
    pub(crate) options: Vec<Uuid>,
}

/// All that the shop offers to the cart, with the shipping options that it has or wants.
pub(crate) async fn offers(tx: &Tx, cart: &Cart, wanted: &Wanted) -> Result<Offers, ApiError> {
    let options = cart.shipping_methods.iter().filter_map(|method| method.shipping_option_id);
    ask(tx, cart, wanted, Some(options.chain(wanted.options.iter().copied()).collect()), false).await
}

/// The same with all shipping options that reach its address, for sending or for sending back.
pub(crate) async fn all_offers(tx: &Tx, cart: &Cart, returns: bool) -> Result<Offers, ApiError> {
    ask(tx, cart, &Wanted::default(), None, returns).await
}

/// The tax rates at the cart's address of products and types that it has no variants of, or none that are sold any more: in the place of
/// those that were offered.
pub(crate) async fn tax_things(tx: &Tx, cart: &Cart, offers: &mut Offers, things: Vec<Uuid>) -> Result<(), ApiError> {
    let address = cart.shipping_address();
    let country = address.and_then(|address| address.country_code.as_deref());
    let province = address.and_then(|address| address.province.as_deref());
    let sql = "select coalesce(jsonb_agg(c), '[]')::text as offers from private.tax_candidates($1, lower($2), $3) c";
    let Row { offers: found } = db::fetch_one(tx, sql, [country.into(), province.into(), things.into()]).await?;
    offers.taxes = serde_json::from_str(&found).map_err(ApiError::internal)?;
    Ok(())
}

async fn ask(
    tx: &Tx,
    cart: &Cart,
    wanted: &Wanted,
    options: Option<Vec<Uuid>>,
    returns: bool,
) -> Result<Offers, ApiError> {
    let mut variants: Vec<Uuid> = cart.items.iter().filter_map(|line| line.variant_id).collect();
    variants.extend(&wanted.variants);
    variants.sort_unstable();
    variants.dedup();
    let address = cart.shipping_address();
    let place = serde_json::json!({
        "country_code": address.and_then(|address| address.country_code.as_deref()),
        "province": address.and_then(|address| address.province.as_deref()),
        "city": address.and_then(|address| address.city.as_deref()),
        "postal_code": address.and_then(|address| address.postal_code.as_deref()),
        "email": cart.email,
    });
    let sql = "select private.cart_offers($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)::text as offers";
    let values: [Value; 11] = [
        cart.known_customer().map(|customer| customer.id).into(),
        cart.sales_channel_id.into(),
        cart.currency_code.as_str().into(),
        cart.region_id.into(),
        variants.into(),
        place.into(),
        wanted.codes.clone().into(),
        cart.promotion_ids.clone().into(),
        options.into(),
        returns.into(),
        tx.now().into(),
    ];
    let Row { offers } = db::fetch_one(tx, sql, values).await?;
    serde_json::from_str(&offers).map_err(ApiError::internal)
}
