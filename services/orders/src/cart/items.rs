//! Lines: putting in, and how many.

use entity::ids::VariantId;
use serde_json::{Map, Value};
use uuid::Uuid;
use web::ApiError;

use super::{Cart, Line};
use crate::offer::{Offers, VariantOffer};

/// Most pieces of a line.
pub(crate) const MOST_PIECES: u32 = 1_000_000;

/// What is put in.
#[derive(Debug, Clone)]
pub(crate) struct Adding {
    pub(crate) variant: Uuid,
    pub(crate) quantity: u32,
    pub(crate) metadata: Option<Map<String, Value>>,
}

/// Puts things in. The same variant with the same metadata is one line.
pub(crate) fn add(cart: &mut Cart, offers: &Offers, adding: Vec<Adding>) -> Result<(), ApiError> {
    let unknown: Vec<String> = (adding.iter())
        .filter(|one| offers.variant(one.variant).is_none())
        .map(|one| VariantId(one.variant).to_string())
        .take(20)
        .collect();
    if !unknown.is_empty() {
        let unknown = unknown.join(", ");
        return Err(ApiError::invalid_data(format!("Variants with IDs {unknown} do not exist or are not published")));
    }
    for Adding { variant, quantity, metadata } in adding {
        let Some(offer) = offers.variant(variant) else { continue };
        let metadata = metadata.map(Value::Object);
        let same = cart.items.iter_mut().find(|line| {
            let is_alike = something(line.metadata.as_ref()) == something(metadata.as_ref());
            line.variant_id == Some(variant) && !line.is_custom_price && is_alike
        });
        match same {
            Some(line) => {
                line.quantity = line.quantity.checked_add(quantity).filter(|all| *all <= MOST_PIECES).ok_or_else(|| {
                    ApiError::invalid_data(format!(
                        "Invalid request: Value for field 'quantity' too big, expected at most: '{MOST_PIECES}' of a line"
                    ))
                })?;
            }
            None => cart.items.push(of_variant(offer, quantity, metadata)),
        }
    }
    if cart.items.len() > money::promotion::MOST_LINES {
        let most = money::promotion::MOST_LINES;
        return Err(ApiError::invalid_data(format!("Invalid request: A cart holds at most {most} lines")));
    }
    Ok(())
}

/// Empty metadata says what none does.
fn something(metadata: Option<&Value>) -> Option<&Value> {
    metadata.filter(|value| value.as_object().is_none_or(|fields| !fields.is_empty()))
}

/// So many pieces; none takes the line away.
pub(crate) fn set_quantity(cart: &mut Cart, line: Uuid, quantity: u32) {
    match cart.items.iter_mut().find(|item| item.id == line) {
        Some(item) if quantity > 0 => item.quantity = quantity,
        _ => cart.items.retain(|item| item.id != line),
    }
}

/// A line is a copy of what is sold: what happens to the product later does not change what was bought.
pub(crate) fn of_variant(offer: &VariantOffer, quantity: u32, metadata: Option<Value>) -> Line {
    let product = &offer.product;
    Line {
        id: Uuid::now_v7(),
        variant_id: Some(offer.id),
        product_id: Some(offer.product_id),
        product_type_id: product.type_id,
        shipping_profile_id: product.shipping_profile_id,
        title: product.title.clone(),
        subtitle: Some(offer.title.clone()),
        thumbnail: offer.thumbnail.clone().or_else(|| product.thumbnail.clone()),
        product_title: Some(product.title.clone()),
        product_description: product.description.clone(),
        product_subtitle: product.subtitle.clone(),
        product_type: product.type_value.clone(),
        product_collection: product.collection.clone(),
        product_handle: Some(product.handle.clone()),
        variant_sku: offer.sku.clone(),
        variant_barcode: offer.barcode.clone(),
        variant_title: Some(offer.title.clone()),
        variant_option_values: offer.option_values.as_ref().map(|values| serde_json::json!(values)),
        quantity,
        unit_price: money::Amount::zero(),
        compare_at_unit_price: None,
        is_tax_inclusive: false,
        is_discountable: product.discountable && !product.is_giftcard,
        is_giftcard: product.is_giftcard,
        is_custom_price: false,
        requires_shipping: offer.needs_shipping,
        tax_lines: Vec::new(),
        adjustments: Vec::new(),
        metadata,
        created_at: None,
        updated_at: None,
    }
}

/// A line of something that the shop has no variant of: work, or what is made for one. It costs nothing yet.
pub(crate) fn free(title: String, quantity: u32, metadata: Option<Map<String, Value>>) -> Line {
    Line {
        id: Uuid::now_v7(),
        variant_id: None,
        product_id: None,
        product_type_id: None,
        shipping_profile_id: None,
        title,
        subtitle: None,
        thumbnail: None,
        product_title: None,
        product_description: None,
        product_subtitle: None,
        product_type: None,
        product_collection: None,
        product_handle: None,
        variant_sku: None,
        variant_barcode: None,
        variant_title: None,
        variant_option_values: None,
        quantity,
        unit_price: money::Amount::zero(),
        compare_at_unit_price: None,
        is_tax_inclusive: false,
        is_discountable: false,
        is_giftcard: false,
        is_custom_price: true,
        requires_shipping: false,
        tax_lines: Vec::new(),
        adjustments: Vec::new(),
        metadata: metadata.map(Value::Object),
        created_at: None,
        updated_at: None,
    }
}
