//! What promotions take off.

use entity::ids::{
    CategoryId, CollectionId, CustomerGroupId, CustomerId, ProductId, ProductTagId, ProductTypeId, RegionId,
    SalesChannelId, ShippingOptionId, ShippingOptionTypeId, VariantId,
};
use money::{
    Amount, Attributes,
    promotion::{Context, Item, Promotion, Target, apply},
    totals,
};
use uuid::Uuid;
use web::ApiError;

use crate::{
    cart::{
        Cart,
        count::{of_line, of_method, rounding},
        document::{Adjustment, Line, Method},
    },
    offer::{Offers, PromotionOffer},
};

/// Replaces all adjustments by what the promotions take off: those whose codes were entered, and the automatic ones. A code that
/// holds no longer falls out of the cart.
pub(crate) fn refresh(cart: &mut Cart, offers: &Offers) -> Result<(), ApiError> {
    cart.promotion_ids.retain(|id| offers.promotions.iter().any(|promotion| promotion.id == *id));
    let is_known = cart.customer_id.is_some() || cart.email.is_some();
    let (known, counted): (Vec<&PromotionOffer>, Vec<Promotion>) = (offers.promotions.iter())
        .filter(|offer| offer.is_automatic || cart.promotion_ids.contains(&offer.id))
        .filter_map(|offer| Some((offer, offer.countable(&cart.currency_code, is_known)?)))
        .unzip();
    let (items, methods) = (targets(cart, offers), methods(cart, offers));
    let item_total = items.iter().map(|item| item.original_total.clone()).sum();
    let context = context(cart, &item_total);
    let applied = apply(&counted, &items, &methods, &context, rounding(cart)).map_err(|too_many| {
        let (what, most) = (too_many.what, too_many.most);
        ApiError::invalid_data(format!("Invalid request: A cart has at most {most} {what}"))
    })?;

    let mut old: Vec<Adjustment> = Vec::new();
    for adjustments in (cart.items.iter_mut().map(|line| &mut line.adjustments))
        .chain(cart.shipping_methods.iter_mut().map(|method| &mut method.adjustments))
    {
        old.append(adjustments);
    }
    for one in applied {
        let promotion = known[one.promotion];
        let same = old.iter().position(|old| old.promotion_id == Some(promotion.id) && old.amount == one.amount);
        let adjustment = Adjustment {
            id: same.map_or_else(Uuid::now_v7, |at| old.swap_remove(at).id),
            promotion_id: Some(promotion.id),
            code: Some(promotion.code.clone()),
            amount: one.amount,
            is_tax_inclusive: one.is_tax_inclusive,
            description: None,
        };
        match one.target {
            Target::Item(at) => cart.items[at].adjustments.push(adjustment),
            Target::ShippingMethod(at) => cart.shipping_methods[at].adjustments.push(adjustment),
        }
    }
    Ok(())
}

/// The lines before discounts.
fn targets(cart: &Cart, offers: &Offers) -> Vec<Item> {
    let rounding = rounding(cart);
    let one = |line: &Line| {
        let sums = totals::line(&totals::Line { adjustments: Vec::new(), ..of_line(line) }, rounding).sums;
        Item {
            subtotal: sums.subtotal,
            original_total: sums.original_total,
            quantity: line.quantity,
            is_discountable: line.is_discountable && !line.is_giftcard,
            attributes: of_item(line, offers),
        }
    };
    cart.items.iter().map(one).collect()
}

fn of_item(line: &Line, offers: &Offers) -> Attributes {
    let mut known = Attributes::new();
    if let Some(id) = line.variant_id {
        known.add("variant_id", VariantId(id).to_string());
        known.add("variant.id", VariantId(id).to_string());
    }
    if let Some(id) = line.product_id {
        known.add("product_id", ProductId(id).to_string());
        known.add("product.id", ProductId(id).to_string());
    }
    if let Some(id) = line.product_type_id {
        known.add("product.type_id", ProductTypeId(id).to_string());
        known.add("product.type.id", ProductTypeId(id).to_string());
    }
    if let Some(offer) = line.variant_id.and_then(|id| offers.variant(id)) {
        if let Some(id) = offer.product.collection_id {
            known.add("product.collection_id", CollectionId(id).to_string());
            known.add("product.collection.id", CollectionId(id).to_string());
        }
        for id in &offer.product.categories {
            known.add("product.categories.id", CategoryId(*id).to_string());
        }
        for id in &offer.product.tags {
            known.add("product.tags.id", ProductTagId(*id).to_string());
        }
    }
    known.add("quantity", line.quantity.to_string());
    known
}

fn methods(cart: &Cart, offers: &Offers) -> Vec<Item> {
    let rounding = rounding(cart);
    let one = |method: &Method| {
        let sums = totals::line(&totals::Line { adjustments: Vec::new(), ..of_method(method) }, rounding).sums;
        let mut known = Attributes::new().with("name", method.name.as_str());
        if let Some(id) = method.shipping_option_id {
            known.add("shipping_option_id", ShippingOptionId(id).to_string());
            let kind = offers.option(id).and_then(|option| option.shipping_option_type_id);
            if let Some(kind) = kind {
                known.add("shipping_option.shipping_option_type_id", ShippingOptionTypeId(kind).to_string());
            }
        }
        Item::method(sums.subtotal, sums.original_total, known)
    };
    cart.shipping_methods.iter().map(one).collect()
}

fn context(cart: &Cart, item_total: &Amount) -> Context {
    let mut known =
        Attributes::new().with("currency_code", cart.currency_code.as_str()).with("item_total", item_total.to_string());
    if let Some(id) = cart.region_id {
        known.add("region.id", RegionId(id).to_string());
        known.add("region_id", RegionId(id).to_string());
    }
    if let Some(id) = cart.sales_channel_id {
        known.add("sales_channel_id", SalesChannelId(id).to_string());
    }
    if let Some(country) = cart.shipping_address().and_then(|address| address.country_code.as_deref()) {
        known.add("shipping_address.country_code", country);
    }
    if let Some(customer) = cart.known_customer() {
        known.add("customer.id", CustomerId(customer.id).to_string());
        known.add("customer_id", CustomerId(customer.id).to_string());
        for group in &customer.groups {
            known.add("customer.groups.id", CustomerGroupId(*group).to_string());
        }
    }
    if let Some(email) = &cart.email {
        known.add("email", email.as_str());
    }
    Context { currency_code: cart.currency_code.clone(), attributes: known }
}
