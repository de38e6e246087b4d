//! The order of a bill: counted as a quote is, with the taxes of the customer's address inside of what he paid. What it is an order of, the
//! bill says; what it comes to is what was paid. Credit that the customer had is a discount, and what is more is a line of its own.

use db::Tx;
use entity::ids::{OrderId, PaymentCaptureId, PaymentCollectionId, PaymentId, PaymentSessionId};
use money::Amount;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use crate::{
    cart::{self, Address, Adjustment, Cart, Counted},
    quotes::{self, Asked, Wished},
};

#[derive(FromQueryResult)]
struct Row {
    paid: String,
    /// Of the period that it charges, if it does.
    unit: Option<String>,
    quantity: Option<i64>,
    region_id: Option<Uuid>,
    channel_id: Option<Uuid>,
    customer_id: Option<Uuid>,
    email: Option<String>,
    name: Option<String>,
    locale: Option<String>,
    title: String,
    product_id: Option<Uuid>,
    product_type_id: Option<Uuid>,
    needs_shipping: bool,
    /// What a line says of product and variant, by the names of its columns.
    line: Value,
    shipping: Option<Value>,
    billing: Option<Value>,
}

#[derive(FromQueryResult)]
struct Made {
    made: Option<Uuid>,
}

async fn read(tx: &Tx, invoice: Uuid) -> Result<Option<Row>, ApiError> {
    // A share is of the plan that it runs on.
    let sql = "select i.amount_paid::text as paid, l.amount::text as unit, case when l.id is not null then i.quantity end as quantity, s.customer_id,
          c.email,
          nullif(concat_ws(' ', c.first_name, c.last_name), '') as name, s.locale,
          coalesce((select r.id from regions r where r.organization_id = s.organization_id and r.id = s.region_id and r.deleted_at is null),
            (select r.id from regions r where r.organization_id = s.organization_id and r.currency_code = i.currency_code and r.deleted_at is null
              order by r.created_at, r.id limit 1)) as region_id,
          (select h.id from sales_channels h where h.organization_id = s.organization_id and h.id = s.sales_channel_id and h.deleted_at is null)
            as channel_id,
          coalesce(p.title, 'Subscription') as title, p.id as product_id, p.type_id as product_type_id,
          p.shipping_profile_id is not null or exists (
            select from product_variant_inventory_items g join inventory_items t on t.organization_id = g.organization_id and t.id = g.inventory_item_id
            where g.organization_id = v.organization_id and g.variant_id = v.id and t.requires_shipping and t.deleted_at is null) as needs_shipping,
          jsonb_build_object('variant_id', v.id, 'product_id', p.id, 'product_type_id', p.type_id, 'shipping_profile_id', p.shipping_profile_id,
            'subtitle', v.title, 'thumbnail', coalesce(v.thumbnail, p.thumbnail), 'product_title', p.title, 'product_description', p.description,
            'product_subtitle', p.subtitle, 'product_handle', p.handle, 'variant_sku', v.sku, 'variant_barcode', v.barcode,
            'variant_title', v.title) as line,
          (select to_jsonb(a) || '{\"kind\": \"shipping\"}' from saved_addresses a where a.organization_id = s.organization_id
            and a.customer_id = s.customer_id and a.deleted_at is null
            order by coalesce(a.id = s.shipping_address_id, false) desc, exists (select from region_countries n
              where n.organization_id = a.organization_id and n.region_id = s.region_id and n.iso_2 = a.country_code) desc,
              a.is_default_shipping desc, a.created_at, a.id limit 1) as shipping,
          (select to_jsonb(a) || '{\"kind\": \"billing\"}' from saved_addresses a where a.organization_id = s.organization_id
            and a.customer_id = s.customer_id and a.deleted_at is null
            order by exists (select from region_countries n
              where n.organization_id = a.organization_id and n.region_id = s.region_id and n.iso_2 = a.country_code) desc,
              a.is_default_billing desc, a.created_at, a.id limit 1) as billing
        from subscription_invoices i
        join subscriptions s on s.organization_id = i.organization_id and s.id = i.subscription_id
        left join customers c on c.organization_id = s.organization_id and c.id = s.customer_id and c.deleted_at is null
        left join subscription_plans l on l.organization_id = s.organization_id and l.id = coalesce(i.plan_id, s.plan_id)
        left join product_variants v on v.organization_id = l.organization_id and v.id = l.variant_id and v.deleted_at is null
        left join products p on p.organization_id = v.organization_id and p.id = v.product_id
        where i.id = $1";
    Ok(db::fetch_optional(tx, sql, [invoice.into()]).await?)
}

/// Makes the order of a bill, with its payment, which `intent` took, or somebody elsewhere; once.
pub(crate) async fn order_of(tx: &Tx, invoice: Uuid, intent: Option<&str>) -> Result<Option<OrderId>, ApiError> {
    let Some(row) = read(tx, invoice).await? else { return Ok(None) };
    let order = OrderId::new();
    let (cart, counted) = counted(tx, &row, order).await?;
    let (totals, sums) = (counted.as_text(), &counted.cart.sums);
    let sends = cart.items.iter().any(|line| line.requires_shipping);
    let has_address =
        cart.shipping_address().is_some_and(|address| address.address_1.as_ref().is_some_and(|line| !line.is_empty()));
    let below_zero = |amount: &Amount| (-amount).to_string();
    let search = [&row.email, &row.name].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ").to_lowercase();
    let document = json!({
        "order_id": order.0, "items": cart.items, "addresses": cart.addresses, "totals": totals,
        "totals_rounding": cart.totals_rounding, "lacks_address": sends && !has_address, "region_id": cart.region_id, "sales_channel_id": cart.sales_channel_id,
        "email": row.email, "locale": row.locale,
        "search": search,
        "books": {
            "receivable": sums.total.to_string(), "revenue": below_zero(&(&sums.total - &sums.tax_total)), "tax": below_zero(&sums.tax_total),
        },
        "intent": intent, "collection_id": PaymentCollectionId::new().0, "session_id": PaymentSessionId::new().0,
        "payment_id": PaymentId::new().0, "capture_id": PaymentCaptureId::new().0,
    });
    let sql = "select private.order_of_invoice($1, $2, $3) as made";
    let values: [Cell; 3] = [invoice.into(), document.into(), tx.now().into()];
    let Made { made } = db::fetch_one(tx, sql, values).await?;
    Ok(made.map(OrderId))
}

/// The period that was bought, at its price, with what credit has left of it; and shares, which are nothing that anybody sends, as one piece.
async fn counted(tx: &Tx, row: &Row, order: OrderId) -> Result<(Cart, Counted), ApiError> {
    let parse = |text: &str| text.parse::<Amount>().map_err(ApiError::internal);
    let paid = parse(&row.paid)?;
    let unit = row.unit.as_deref().map(parse).transpose()?;
    let period = unit.zip(row.quantity.and_then(|quantity| u32::try_from(quantity).ok()));
    let due = period.as_ref().map_or_else(Amount::zero, |(unit, quantity)| unit * &Amount::from(*quantity));
    let of = json!({
        "id": order.0, "region_id": row.region_id, "sales_channel_id": row.channel_id,
        "customer_id": row.customer_id.filter(|_| row.email.is_some()), "email": row.email, "locale": row.locale, "addresses": [], "items": [],
        "shipping_methods": [],
    });
    let mut cart = quotes::begun(tx, &of, tx.now()).await?;
    let address = |found: &Option<Value>| {
        let address: Option<Address> = found.clone().and_then(|found| serde_json::from_value(found).ok());
        // One that the region does not reach says nothing of its taxes.
        address.filter(|address| {
            let within =
                |country: &String| cart.region.as_ref().is_none_or(|region| region.countries.contains(country));
            address.country_code.as_ref().is_some_and(within)
        })
    };
    let (shipping_address, billing_address) = (address(&row.shipping), address(&row.billing));
    let wished = |price: Amount, quantity: u32| Wished {
        variant: None,
        of: row.product_id.map(|product| (product, row.product_type_id)),
        title: Some(row.title.clone()),
        quantity,
        price: Some(price),
        is_tax_inclusive: Some(true),
        metadata: None,
    };
    let mut items = Vec::new();
    let has_period = period.is_some();
    items.extend(period.map(|(unit, quantity)| wished(unit, quantity)));
    if paid > due {
        items.push(wished(&paid - &due, 1));
    }
    let asked = Asked { items: Some(items), shipping: None, shipping_address, billing_address };
    quotes::offer(tx, &mut cart, asked).await?;
    for (nth, item) in cart.items.iter_mut().enumerate() {
        let is_period = has_period && nth == 0;
        let mut line = serde_json::to_value(&*item).map_err(ApiError::internal)?;
        if let (Some(fields), Some(known)) = (line.as_object_mut(), row.line.as_object()) {
            fields.extend(known.clone());
            fields.insert("requires_shipping".to_owned(), (is_period && row.needs_shipping).into());
            if !is_period {
                for name in ["variant_id", "shipping_profile_id"] {
                    fields.insert(name.to_owned(), Value::Null);
                }
            }
        }
        *item = serde_json::from_value(line).map_err(ApiError::internal)?;
        if is_period && due > paid {
            item.adjustments.push(credit(&due - &paid));
        }
    }
    // What was paid has the currency's digits, and so has each part of it, however the shop rounds what it sells by itself.
    cart.totals_rounding = Some("currency".to_owned());
    let counted = cart::count(&cart);
    cart.total = counted.cart.sums.total.clone();
    Ok((cart, counted))
}

/// What the customer had to his credit, or the shop has taken off, at the provider.
fn credit(amount: Amount) -> Adjustment {
    Adjustment {
        id: Uuid::now_v7(),
        promotion_id: None,
        code: None,
        amount,
        is_tax_inclusive: true,
        description: Some("Taken off at the payment provider".to_owned()),
    }
}
