//! A product as schema.org has it.

use serde_json::{Map, Value as Json, json};

use super::{
    Front,
    offer::{Availability, Price, availability, brand, gtin, images, words},
    sale::Sales,
};
use crate::{
    reviews::Rating,
    view::{Product, Variant},
};

/// `{"@context": …, "@type": "Product", …}`
pub(crate) fn json_ld(product: &Product, front: &Front, rating: &Rating, sales: &Sales) -> Json {
    let link = front.link(&product.handle);
    let mut said = Map::new();
    let mut say = |name: &str, value: Json| {
        said.insert(name.to_owned(), value);
    };
    say("@context", json!("https://schema.org/"));
    say("@type", json!("Product"));
    say("productID", json!(product.id));
    say("name", json!(product.title));
    say("description", json!(words(product)));
    let pictures = images(product, None);
    if !pictures.is_empty() {
        say("image", json!(pictures));
    }
    if let Some(link) = &link {
        say("url", json!(link));
    }
    if let Some(brand) = brand(product) {
        say("brand", json!({ "@type": "Brand", "name": brand }));
    }
    if let [only] = product.variants.as_slice() {
        for (name, value) in [("sku", only.sku.as_deref()), ("gtin", gtin(only))] {
            if let Some(value) = value {
                say(name, json!(value));
            }
        }
    }
    let offers: Vec<Json> =
        product.variants.iter().filter_map(|variant| offer(variant, link.as_deref(), sales)).collect();
    if !offers.is_empty() {
        say("offers", Json::Array(offers));
    }
    if let Some(average) = rating.average.filter(|_| rating.count > 0) {
        let rating = json!({
            "@type": "AggregateRating", "ratingValue": average, "reviewCount": rating.count, "bestRating": 5, "worstRating": 1
        });
        say("aggregateRating", rating);
    }
    Json::Object(said)
}

fn offer(variant: &Variant, link: Option<&str>, sales: &Sales) -> Option<Json> {
    let price = Price::of(variant)?;
    let available = match availability(variant) {
        Availability::InStock => "https://schema.org/InStock",
        Availability::Backorder => "https://schema.org/BackOrder",
        Availability::OutOfStock => "https://schema.org/OutOfStock",
    };
    let mut offer = json!({
        "@type": "Offer", "name": variant.title, "price": price.written(&price.now), "priceCurrency": price.currency,
        "availability": available, "itemCondition": "https://schema.org/NewCondition"
    });
    let until = sales.until(variant);
    for (name, value) in
        [("sku", variant.sku.as_deref()), ("gtin", gtin(variant)), ("url", link), ("priceValidUntil", until.as_deref())]
    {
        if let Some(value) = value {
            offer[name] = json!(value);
        }
    }
    Some(offer)
}
