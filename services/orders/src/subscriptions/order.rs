//! The order of a bill that was paid: counted as a quote is, with the taxes of the customer's address inside of what he paid.

use db::Tx;
use entity::ids::{OrderId, PaymentCaptureId, PaymentCollectionId, PaymentId, PaymentSessionId};
use money::Amount;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use crate::{
    cart::{Address, Cart},
    quotes::{self, Asked, Wished},
};

#[derive(FromQueryResult)]
struct Row {
    paid: String,
    unit: Option<String>,
    quantity: i64,
    reason: Option<String>,
    region_id: Option<Uuid>,
    customer_id: Option<Uuid>,
    email: Option<String>,
    name: Option<String>,
    locale: Option<String>,
    title: String,
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
    let sql = "select i.amount_paid::text as paid, l.amount::text as unit, s.quantity, i.reason, s.customer_id, c.email,
          nullif(concat_ws(' ', c.first_name, c.last_name), '') as name, s.locale,
          coalesce((select r.id from regions r where r.organization_id = s.organization_id and r.id = s.region_id and r.deleted_at is null),
            (select r.id from regions r where r.organization_id = s.organization_id and r.currency_code = i.currency_code and r.deleted_at is null
              order by r.created_at, r.id limit 1)) as region_id,
          coalesce(p.title, 'Subscription') as title,
          jsonb_build_object('variant_id', v.id, 'product_id', p.id, 'product_type_id', p.type_id, 'shipping_profile_id', p.shipping_profile_id,
            'subtitle', v.title, 'thumbnail', coalesce(v.thumbnail, p.thumbnail), 'product_title', p.title, 'product_description', p.description,
            'product_subtitle', p.subtitle, 'product_handle', p.handle, 'variant_sku', v.sku, 'variant_barcode', v.barcode,
            'variant_title', v.title, 'requires_shipping', coalesce(p.shipping_profile_id is not null, false)) as line,
          (select to_jsonb(a) || '{\"kind\": \"shipping\"}' from saved_addresses a where a.organization_id = s.organization_id
            and a.customer_id = s.customer_id and a.deleted_at is null order by a.is_default_shipping desc, a.created_at, a.id limit 1) as shipping,
          (select to_jsonb(a) || '{\"kind\": \"billing\"}' from saved_addresses a where a.organization_id = s.organization_id
            and a.customer_id = s.customer_id and a.deleted_at is null order by a.is_default_billing desc, a.created_at, a.id limit 1) as billing
        from subscription_invoices i
        join subscriptions s on s.organization_id = i.organization_id and s.id = i.subscription_id
        left join customers c on c.organization_id = s.organization_id and c.id = s.customer_id and c.deleted_at is null
        left join subscription_plans l on l.organization_id = s.organization_id and l.id = s.plan_id
        left join product_variants v on v.organization_id = l.organization_id and v.id = l.variant_id and v.deleted_at is null
        left join products p on p.organization_id = v.organization_id and p.id = v.product_id
        where i.id = $1";
    Ok(db::fetch_optional(tx, sql, [invoice.into()]).await?)
}

/// Makes the order of a bill, with its payment, which `intent` took; once.
pub(crate) async fn order_of(tx: &Tx, invoice: Uuid, intent: Option<&str>) -> Result<Option<OrderId>, ApiError> {
    let Some(row) = read(tx, invoice).await? else { return Ok(None) };
    let order = OrderId::new();
    let (cart, totals, sums) = counted(tx, &row, order).await?;
    let below_zero = |amount: &Amount| (-amount).to_string();
    let search = [&row.email, &row.name].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ").to_lowercase();
    let document = json!({
        "order_id": order.0, "items": cart.items, "addresses": cart.addresses, "totals": totals,
        "totals_rounding": cart.totals_rounding, "region_id": cart.region_id, "sales_channel_id": cart.sales_channel_id,
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

/// One line at what was paid. A share of a period, or what credit has left of a bill, is one piece at that price.
async fn counted(tx: &Tx, row: &Row, order: OrderId) -> Result<(Cart, Value, money::totals::Sums), ApiError> {
    let parse = |text: &str| text.parse::<Amount>().map_err(ApiError::internal);
    let paid = parse(&row.paid)?;
    let unit = row.unit.as_deref().map(parse).transpose()?;
    let whole = unit.filter(|unit| unit * &Amount::from(u32::try_from(row.quantity).unwrap_or(1)) == paid);
    let is_whole = whole.is_some() && row.reason.as_deref() != Some("subscription_update");
    let (price, quantity) = match whole {
        Some(unit) if is_whole => (unit, u32::try_from(row.quantity).unwrap_or(1)),
        _ => (paid.clone(), 1),
    };
    let of = json!({
        "id": order.0, "region_id": row.region_id, "customer_id": row.customer_id.filter(|_| row.email.is_some()), "email": row.email,
        "locale": row.locale, "addresses": [], "items": [], "shipping_methods": [],
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
    let wished = Wished {
        variant: None,
        title: Some(row.title.clone()),
        quantity,
        price: Some(price),
        is_tax_inclusive: Some(true),
        metadata: None,
    };
    let asked = Asked { items: Some(vec![wished]), shipping: None, shipping_address, billing_address };
    let counted = quotes::offer(tx, &mut cart, asked).await?;
    for item in &mut cart.items {
        let mut line = serde_json::to_value(&*item).map_err(ApiError::internal)?;
        if let (Some(fields), Some(known)) = (line.as_object_mut(), row.line.as_object()) {
            fields.extend(known.clone());
            if !is_whole {
                // A share is nothing that anybody sends.
                for name in ["variant_id", "shipping_profile_id"] {
                    fields.insert(name.to_owned(), Value::Null);
                }
                fields.insert("requires_shipping".to_owned(), false.into());
            }
        }
        *item = serde_json::from_value(line).map_err(ApiError::internal)?;
    }
    Ok((cart, counted.as_text(), counted.cart.sums))
}
