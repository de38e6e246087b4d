//! What is offered, counted as a cart is: the shop's prices unless others are named, the taxes of the address, no promotions.

use chrono::{DateTime, Utc};
use db::Tx;
use money::{Amount, tax};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::ApiError;

use crate::{
    cart::{self, Adding, Address, Cart, Counted, Method, TaxLine, Taxing},
    offer::{Wanted, offers, tax_things},
};

/// One of what is offered.
#[derive(Debug)]
pub(crate) struct Wished {
    pub(crate) variant: Option<Uuid>,
    /// Of what product and type it is, where it is none of the shop's variants as they are sold now.
    pub(crate) of: Option<(Uuid, Option<Uuid>)>,
    pub(crate) title: Option<String>,
    pub(crate) quantity: u32,
    /// Another price than the shop's.
    pub(crate) price: Option<Amount>,
    pub(crate) is_tax_inclusive: Option<bool>,
    pub(crate) metadata: Option<Map<String, Value>>,
}

/// What changes of what is offered; what is not named stays.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) items: Option<Vec<Wished>>,
    /// What sending costs, and how it is called.
    pub(crate) shipping: Option<(String, Amount)>,
    pub(crate) shipping_address: Option<Address>,
    pub(crate) billing_address: Option<Address>,
}

#[derive(FromQueryResult)]
struct Around {
    region: Option<Value>,
    customer: Option<Value>,
    channel: Option<Uuid>,
}

/// A cart of nobody's, to count with: `of` are the columns of the quote.
pub(crate) async fn begun(tx: &Tx, of: &Value, now: DateTime<Utc>) -> Result<Cart, ApiError> {
    let key = |name: &str| of[name].as_str().and_then(|text| text.parse::<Uuid>().ok());
    let sql = "select
        (select jsonb_build_object('id', r.id, 'name', r.name, 'currency_code', r.currency_code, 'automatic_taxes', r.automatic_taxes,
            'countries', (select coalesce(jsonb_agg(n.iso_2 order by n.iso_2), '[]') from region_countries n
              where n.organization_id = r.organization_id and n.region_id = r.id),
            'is_tax_inclusive', (select p.is_tax_inclusive from price_preferences p where p.organization_id = r.organization_id
              and p.attribute = 'region_id' and p.value = private.wire_id('reg', r.id)))
          from regions r where r.id = $1 and r.deleted_at is null) as region,
        (select jsonb_build_object('id', c.id, 'email', c.email, 'has_account', c.has_account, 'groups',
            (select coalesce(jsonb_agg(g.customer_group_id), '[]') from customer_group_customers g
              where g.organization_id = c.organization_id and g.customer_id = c.id))
          from customers c where c.id = $2 and c.deleted_at is null) as customer,
        (select coalesce((select h.id from sales_channels h where h.organization_id = s.organization_id and h.id = $3 and h.deleted_at is null),
            case when $3::uuid is null then s.default_sales_channel_id end) from stores s) as channel";
    let named = key("sales_channel_id");
    let around: Around =
        db::fetch_one(tx, sql, [key("region_id").into(), key("customer_id").into(), named.into()]).await?;
    let Some(region) = around.region else {
        return Err(ApiError::not_found("There is no such region: check 'region_id'"));
    };
    if key("customer_id").is_some() && around.customer.is_none() {
        return Err(ApiError::not_found("There is no such customer: check 'customer_id'"));
    }
    if named.is_some() && around.channel.is_none() {
        return Err(ApiError::not_found("There is no such sales channel: check 'sales_channel_id'"));
    }
    serde_json::from_value(json!({
        "id": of["id"], "region_id": region["id"], "sales_channel_id": around.channel, "customer_id": of["customer_id"],
        "currency_code": region["currency_code"], "email": of["email"], "locale": of["locale"], "metadata": null, "revision": 0,
        "priced_at": now, "total": "0", "completed_at": null, "order_id": null, "created_at": now, "updated_at": now,
        "addresses": of["addresses"], "items": of["items"], "shipping_methods": of["shipping_methods"], "credit_lines": [],
        "promotion_ids": [], "payment_collection": null, "region": region, "customer": around.customer, "totals_rounding": null,
    }))
    .map_err(ApiError::internal)
}

/// Counts what is asked for.
pub(crate) async fn offer(tx: &Tx, cart: &mut Cart, asked: Asked) -> Result<Counted, ApiError> {
    for (kind, address) in [("shipping", asked.shipping_address), ("billing", asked.billing_address)] {
        if let Some(address) = address {
            cart::set_address(cart, kind, Some(address), tx.now());
        }
    }
    if cart.shipping_address().is_none() {
        let country = cart::only_country(cart);
        cart::set_address(cart, "shipping", country, tx.now());
    }
    cart::check_countries(cart)?;
    let wished = asked.items.unwrap_or_default();
    if !wished.is_empty() {
        cart.items.clear();
    }
    let variants = wished.iter().filter_map(|one| one.variant).collect();
    let mut offers = offers(tx, cart, &Wanted { variants, ..Wanted::default() }).await?;
    let things: Vec<Uuid> =
        wished.iter().filter_map(|one| one.of).flat_map(|(product, kind)| [Some(product), kind]).flatten().collect();
    if !things.is_empty() {
        tax_things(tx, cart, &mut offers, things).await?;
    }
    // What is offered is what was agreed on: nobody's campaign changes it.
    offers.promotions.clear();
    let is_inclusive = offers.prefers_tax_inclusive(cart);
    for one in wished {
        let Wished { variant, of, title, quantity, price, is_tax_inclusive, metadata } = one;
        let begin = cart.items.len();
        match variant {
            None => cart.items.push(cart::free(String::new(), quantity, metadata)),
            // Each wish is a line of its own, also of the same variant.
            Some(variant) => {
                let mut lines = std::mem::take(&mut cart.items);
                let done = cart::add(cart, &offers, vec![Adding { variant, quantity, metadata }]);
                lines.append(&mut cart.items);
                cart.items = lines;
                done?;
            }
        }
        if let Some(line) = cart.items.get_mut(begin) {
            if let Some((product, kind)) = of {
                (line.product_id, line.product_type_id) = (Some(product), kind);
            }
            if let Some(title) = title {
                line.title = title;
            }
            if let Some(price) = price {
                line.unit_price = price;
                line.is_custom_price = true;
                line.is_tax_inclusive = is_tax_inclusive.unwrap_or(is_inclusive);
            }
        }
    }
    let kept = std::mem::take(&mut cart.shipping_methods).pop();
    cart::refresh(cart, &offers, Taxing::Now, tx.now())?;
    let shipping = asked.shipping.map(|(name, amount)| method(name, amount, is_inclusive)).or(kept);
    if let Some(mut method) = shipping {
        method.tax_lines =
            tax::lines(tax::Taxed::Shipping { option: None }, &offers.taxes()).into_iter().map(taxed).collect();
        cart.shipping_methods = vec![method];
    }
    let counted = cart::count(cart);
    cart.total = counted.cart.sums.total.clone();
    Ok(counted)
}

fn method(name: String, amount: Amount, is_tax_inclusive: bool) -> Method {
    Method {
        id: Uuid::now_v7(),
        shipping_option_id: None,
        shipping_profile_id: None,
        name,
        description: None,
        amount,
        is_tax_inclusive,
        data: None,
        tax_lines: Vec::new(),
        adjustments: Vec::new(),
        metadata: None,
        created_at: None,
        updated_at: None,
    }
}

fn taxed(found: tax::TaxLine) -> TaxLine {
    TaxLine {
        id: Uuid::now_v7(),
        tax_rate_id: Some(found.tax_rate_id),
        code: found.code,
        description: Some(found.description),
        rate: found.rate,
        provider_id: found.provider_id.to_owned(),
    }
}
