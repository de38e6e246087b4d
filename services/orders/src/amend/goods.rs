//! What is put into an order that was placed: variants at the shop's prices, and ways to send them or to send them back.

use std::collections::HashMap;

use db::Tx;
use entity::ids::{ShippingOptionId, VariantId};
use money::Amount;
use serde_json::{Map, Value};
use uuid::Uuid;
use web::ApiError;

use super::Held;
use crate::{
    cart::{self, Cart, Line, Method},
    change::What,
    offer::{self, Wanted},
    order::document::Order,
    shipping,
};

/// A variant that is put in.
#[derive(Debug)]
pub(crate) struct NewLine {
    pub(crate) variant: String,
    pub(crate) quantity: u32,
    pub(crate) unit_price: Option<Amount>,
    pub(crate) compare_at_unit_price: Option<Amount>,
    pub(crate) allow_backorder: bool,
    pub(crate) internal_note: Option<String>,
    pub(crate) metadata: Option<Map<String, Value>>,
}

/// Lines of variants, priced and taxed as they were in a cart of this order now.
pub(crate) async fn lines(
    tx: &Tx,
    held: &Held,
    order: &Order,
    new: Vec<NewLine>,
) -> Result<Vec<(What, Option<String>)>, ApiError> {
    let known: HashMap<&str, Uuid> =
        new.iter().filter_map(|one| Some((&*one.variant, one.variant.parse::<VariantId>().ok()?.0))).collect();
    let pseudo = held.as_cart(order);
    let wanted = Wanted { variants: known.values().copied().collect(), ..Wanted::default() };
    let offers = offer::offers(tx, &pseudo, &wanted).await?;
    let mut unknown = Vec::new();
    let mut made = Vec::new();
    for one in &new {
        match known.get(&*one.variant).and_then(|id| offers.variant(*id)) {
            Some(offer) => made.push((one, offer)),
            None => unknown.push(one.variant.chars().take(100).collect::<String>()),
        }
    }
    if !unknown.is_empty() {
        unknown.truncate(20);
        let unknown = unknown.join(", ");
        return Err(ApiError::invalid_data(format!("Variants with IDs {unknown} do not exist or are not published")));
    }
    let mut only = Cart { items: Vec::new(), shipping_methods: Vec::new(), ..pseudo };
    for (one, offer) in made {
        let mut line = cart::of_variant(offer, one.quantity, one.metadata.clone().map(Value::Object));
        let price = offers.price(offer, one.quantity, &only);
        match (&one.unit_price, price) {
            (Some(said), price) => {
                line.unit_price = said.clone();
                line.is_custom_price = true;
                line.is_tax_inclusive = price.is_some_and(|price| price.is_tax_inclusive);
            }
            (None, Some(price)) => {
                line.unit_price = price.amount;
                line.compare_at_unit_price = price.compare_at;
                line.is_tax_inclusive = price.is_tax_inclusive;
            }
            (None, None) => {
                let id = VariantId(offer.id);
                return Err(ApiError::invalid_data(format!("Variants with IDs {id} do not have a price")));
            }
        }
        if one.compare_at_unit_price.is_some() {
            line.compare_at_unit_price.clone_from(&one.compare_at_unit_price);
        }
        line.created_at = Some(tx.now());
        only.items.push(line);
    }
    cart::refresh_taxes(&mut only, &offers);
    let whats = only.items.into_iter().zip(new).map(|(line, one)| {
        let what =
            What::ItemAdd { line: Box::new(line), detail_id: Uuid::now_v7(), allow_backorder: one.allow_backorder };
        (what, one.internal_note)
    });
    Ok(whats.collect())
}

/// What it is called, its unit and its barcode, and how much of it.
type Custom = (String, Option<String>, Option<String>, NewLine);

/// Lines of what is no variant of the shop's. They are taxed like any product.
pub(crate) async fn custom_lines(
    tx: &Tx,
    held: &Held,
    order: &Order,
    new: Vec<Custom>,
) -> Result<Vec<(What, Option<String>)>, ApiError> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let mut only = Cart { items: Vec::new(), shipping_methods: Vec::new(), ..held.as_cart(order) };
    let offers = offer::offers(tx, &only, &Wanted::default()).await?;
    let mut notes = Vec::new();
    for (title, sku, barcode, one) in new {
        let Some(unit_price) = one.unit_price else {
            let words = format!("Item '{title}' needs a unit_price: it is no variant of the shop's");
            return Err(ApiError::invalid_data(words));
        };
        only.items.push(Line {
            unit_price,
            compare_at_unit_price: one.compare_at_unit_price,
            is_discountable: true,
            variant_sku: sku,
            variant_barcode: barcode,
            created_at: Some(tx.now()),
            ..cart::free(title, one.quantity, one.metadata)
        });
        notes.push(one.internal_note);
    }
    cart::refresh_taxes(&mut only, &offers);
    let whats = only.items.into_iter().zip(notes).map(|(line, note)| {
        (What::ItemAdd { line: Box::new(line), detail_id: Uuid::now_v7(), allow_backorder: false }, note)
    });
    Ok(whats.collect())
}

/// How something is to be sent.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) option: String,
    pub(crate) custom_amount: Option<Amount>,
    pub(crate) description: Option<String>,
    pub(crate) metadata: Option<Map<String, Value>>,
    /// It comes back.
    pub(crate) is_return: bool,
    /// Who chooses may choose what storefronts do not show.
    pub(crate) is_of_staff: bool,
}

/// A shipping method of an option that reaches the address, with the place that it starts from or leads to.
pub(crate) async fn way(tx: &Tx, held: &Held, order: &Order, way: Way) -> Result<(Method, Uuid), ApiError> {
    let Way { option: text, custom_amount, description, metadata, is_return, is_of_staff } = way;
    let shown: String = text.chars().take(100).collect();
    let unknown = || {
        ApiError::invalid_data(format!(
            "Shipping option with id: {shown} does not reach the order's address, or is not for this"
        ))
    };
    let id: ShippingOptionId = text.parse().map_err(|_| unknown())?;
    let mut pseudo = held.as_cart(order);
    let offers = offer::all_offers(tx, &pseudo, is_return).await?;
    let item_total = cart::count(&pseudo).cart.items.total;
    let context = shipping::context(&pseudo, &offers, &item_total, is_return);
    let is_open = if is_of_staff { shipping::is_open_to_staff } else { shipping::is_open };
    let option = offers.option(id.0).filter(|option| is_open(option, &context)).ok_or_else(unknown)?;
    let price = shipping::price(option, &context, None);
    let (amount, is_tax_inclusive) = match (custom_amount, price) {
        (Some(said), price) => (said, price.is_some_and(|price| price.is_tax_inclusive)),
        (None, Some(price)) => (price.amount, price.is_tax_inclusive),
        (None, None) => {
            return Err(ApiError::invalid_data(format!("Shipping options with IDs {id} do not have a price")));
        }
    };
    pseudo.items.clear();
    pseudo.shipping_methods = vec![Method {
        id: Uuid::now_v7(),
        shipping_option_id: Some(option.id),
        shipping_profile_id: option.shipping_profile_id,
        name: option.name.clone(),
        description,
        amount,
        is_tax_inclusive,
        data: option.data.clone(),
        tax_lines: Vec::new(),
        adjustments: Vec::new(),
        metadata: metadata.map(Value::Object),
        created_at: Some(tx.now()),
        updated_at: None,
    }];
    cart::refresh_taxes(&mut pseudo, &offers);
    let place = option.stock_location_id;
    let method =
        pseudo.shipping_methods.pop().ok_or_else(|| ApiError::internal("the method that was chosen is not there"))?;
    Ok((method, place))
}
