//! What has happened in the demo shop when somebody opens it for the first time: orders in several states, one of which comes back, a
//! draft, a gift card, points.
//!
//! It happens as it would happen to anybody, by what does it for requests, so the books are right and nothing has to be kept in step.

use db::Tx;
use entity::ids::{OrderId, OrderLineItemId, ShippingOptionId, VariantId};
use events::{Emit, EventName};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use crate::{
    amend::{self, Begin, Held, NewLine, NewReturn, Parts, Way},
    cart,
    change::{Applied, What},
    credit,
    fulfilment::{self, Parcel, Piece},
    order::{
        self,
        document::{Detail, OrderLine},
    },
    payment,
};

const COMPLETED: EventName = EventName::new("order.completed");

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Draft,
    NotPaid,
    Canceled,
    Paid,
    Packed,
    Delivered,
    ComesBack,
}

/// Who bought how many of what, and what became of it. Nobody is the demo shop's customer.
type Story = (
    State,
    Option<(&'static str, &'static str, &'static str)>,
    &'static [(&'static str, u32)],
    &'static [&'static str],
);

#[rustfmt::skip]
const STORIES: &[Story] = &[
    (State::Delivered, None, &[("QT-MWA-250G-WB", 2), ("QT-TUM-TWO", 1)], &[]),
    (State::ComesBack, None, &[("QT-TUM-TWO", 2), ("QT-CHO-55", 1)], &[]),
    (State::Packed, Some(("Ann", "Berg", "ann@demo.example")), &[("QT-HON-250G", 1), ("QT-SAL-PLAI", 2)], &["WELCOME10"]),
    (State::Paid, None, &[("QT-CHO-55", 3)], &[]),
    (State::Canceled, Some(("Jon", "Vik", "jon@demo.example")), &[("QT-SAL-PLAI", 1)], &[]),
    (State::NotPaid, Some(("Mara", "Lind", "mara@demo.example")), &[("QT-MWA-250G-WB", 1)], &[]),
    (State::Draft, Some(("Ann", "Berg", "ann@demo.example")), &[("QT-TUM-TWO", 4)], &[]),
];

#[derive(FromQueryResult)]
struct Ground {
    region: Uuid,
    currency: String,
    channel: Uuid,
    option: Uuid,
    place: Uuid,
    customer: Uuid,
}

#[derive(FromQueryResult)]
struct Goods {
    sku: String,
    id: Uuid,
}

/// Tells all of it, and the code of the gift card, which nobody is told again.
pub(super) async fn tell(tx: &Tx, customer: &str) -> Result<String, ApiError> {
    let sql = "select r.id as region, r.currency_code as currency, a.sales_channel_id as channel, o.id as option, s.stock_location_id as place,
          c.id as customer
        from regions r
        join region_countries k on k.organization_id = r.organization_id and k.region_id = r.id and k.iso_2 = 'de'
        join service_zones z on z.organization_id = r.organization_id and z.name = r.name
        join fulfillment_sets s on s.organization_id = z.organization_id and s.id = z.fulfillment_set_id
        join shipping_options o on o.organization_id = z.organization_id and o.service_zone_id = z.id and o.name = 'Standard'
        join sales_channel_stock_locations a on a.organization_id = s.organization_id and a.stock_location_id = s.stock_location_id
        join customers c on c.organization_id = r.organization_id and c.email = $2 and c.has_account
        where r.organization_id = $1 limit 1";
    let ground: Ground = db::fetch_one(tx, sql, [tx.organization()?.into(), customer.into()]).await?;
    let skus = STORIES.iter().flat_map(|(_, _, goods, _)| goods.iter().map(|(sku, _)| (*sku).to_owned()));
    let skus: Vec<String> = skus.collect();
    let sql = "select v.sku, v.id from product_variants v where v.organization_id = $1 and v.sku = any($2)";
    let goods: Vec<Goods> = db::fetch_all(tx, sql, [tx.organization()?.into(), skus.into()]).await?;
    let mut placed = Vec::new();
    for story in STORIES {
        let id = write(tx, &ground, &goods, customer, story).await?;
        placed.push((story.0, id));
    }
    let of = |wanted: &[State]| -> Vec<Uuid> {
        placed.iter().filter(|(state, _)| wanted.contains(state)).map(|(_, id)| id.0).collect()
    };
    let sql = "select private.mark_as_paid(k.id, private.uuid_v7(), private.uuid_v7(), private.uuid_v7(), $2)
        from payment_collections k where k.order_id = any($1)";
    let paid = of(&[State::Paid, State::Packed, State::Delivered, State::ComesBack]);
    db::exec(tx, sql, [paid.into(), tx.now().into()]).await?;
    for id in of(&[State::Packed, State::Delivered, State::ComesBack]) {
        send(tx, &ground, OrderId(id), !of(&[State::Packed]).contains(&id)).await?;
    }
    for id in of(&[State::Delivered]) {
        let sql = "update orders set status = 'completed', completed_at = $2 where id = $1";
        db::exec(tx, sql, [id.into(), tx.now().into()]).await?;
        let (before, after) = (json!({ "status": "pending" }), json!({ "status": "completed" }));
        events::emit(tx, Emit::new(COMPLETED, id).before(before).after(after)).await?;
    }
    for id in of(&[State::ComesBack]) {
        come_back(tx, &ground, id).await?;
    }
    for id in of(&[State::Canceled]) {
        payment::release(tx, OrderId(id)).await?;
        db::exec(tx, "select private.cancel_order($1, $2)", [id.into(), tx.now().into()]).await?;
    }
    let code = credit::fresh();
    let sql = "insert into gift_cards (organization_id, code, value, currency_code, note, created_at, updated_at)
        values ($1, $2, 25, $3, 'To try: it can be entered in any cart', $4, $4)";
    let values: [sea_orm::Value; 4] =
        [tx.organization()?.into(), code.as_str().into(), ground.currency.into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(code)
}

/// A draft of an order and, unless it stays one, the order.
async fn write(tx: &Tx, ground: &Ground, goods: &[Goods], known: &str, story: &Story) -> Result<OrderId, ApiError> {
    let (state, guest, wanted, codes) = story;
    let (first, last, email) = guest.unwrap_or(("Ida", "Holm", known));
    let owner = match guest {
        Some(_) => cart::guest(tx, email).await?.id,
        None => ground.customer,
    };
    let id = OrderId::new();
    let sql = "insert into orders (organization_id, id, display_id, status, is_draft_order, region_id, sales_channel_id, customer_id, currency_code,
          email, no_notification, totals_rounding, created_at, updated_at)
        values ($1, $2, private.take_numbers('order', 1), 'draft', true, $3, $4, $5, $6, $7, true,
          coalesce((select s.totals_rounding from stores s where s.organization_id = $1 limit 1), 'currency'), $8, $8)";
    let values: [sea_orm::Value; 8] = [
        tx.organization()?.into(),
        id.0.into(),
        ground.region.into(),
        ground.channel.into(),
        owner.into(),
        ground.currency.as_str().into(),
        email.into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    let held = amend::hold(tx, &id.to_string(), true).await?;
    let mut order = held.order.clone();
    for kind in ["shipping", "billing"] {
        let address = json!({
            "id": Uuid::now_v7(), "kind": kind, "first_name": first, "last_name": last, "address_1": "Holtenauer Straße 5", "city": "Kiel",
            "postal_code": "24105", "country_code": "de"
        });
        order.addresses.push(serde_json::from_value(address).map_err(ApiError::internal)?);
    }
    let held = Held { order: order.clone(), ..held };
    let lines = (wanted.iter())
        .filter_map(|(sku, quantity)| Some((goods.iter().find(|one| one.sku == *sku)?.id, *quantity)))
        .map(|(variant, quantity)| NewLine {
            variant: VariantId(variant).to_string(),
            quantity,
            unit_price: None,
            compare_at_unit_price: None,
            allow_backorder: false,
            internal_note: None,
            metadata: None,
        });
    for (what, _) in amend::lines(tx, &held, &order, lines.collect()).await? {
        if let What::ItemAdd { line, detail_id, .. } = what {
            order.items.push(OrderLine { line: *line, detail: Detail::new(detail_id), allow_backorder: false });
        }
    }
    let way = Way {
        option: ShippingOptionId(ground.option).to_string(),
        custom_amount: None,
        description: None,
        metadata: None,
        is_return: false,
        is_of_staff: false,
    };
    let (method, _) = amend::way(tx, &held, &order, way).await?;
    order.shipping_methods.push(method);
    let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
    let order = amend::settled(tx, &held, Applied { order, promotions: (Vec::new(), Vec::new()) }, &codes).await?;
    amend::write_draft(tx, &order).await?;
    if *state != State::Draft {
        amend::place(tx, &amend::hold(tx, &id.to_string(), true).await?.order).await?;
    }
    Ok(id)
}

/// It is packed, and perhaps arrives.
async fn send(tx: &Tx, ground: &Ground, id: OrderId, arrives: bool) -> Result<(), ApiError> {
    let lines = amend::hold_by(tx, id.0).await?.order.items;
    let held = order::hold(tx, id).await?;
    let pieces = lines
        .iter()
        .map(|item| Piece { line: OrderLineItemId(item.line.id).to_string(), quantity: item.line.quantity.into() })
        .collect();
    let location = Some(entity::ids::StockLocationId(ground.place).to_string());
    let parcel = Parcel { pieces, location, no_notification: Some(true), ..Parcel::default() };
    let parcel = fulfilment::create(tx, &held, parcel).await?;
    if arrives {
        let found = fulfilment::find(tx, &held, &parcel.to_string()).await?;
        fulfilment::deliver(tx, &held, &found, Some(true)).await?;
    }
    Ok(())
}

/// A piece of its first line is on its way back.
async fn come_back(tx: &Tx, ground: &Ground, id: Uuid) -> Result<(), ApiError> {
    let mut held = amend::hold_by(tx, id).await?;
    let new = NewReturn { location: Some(ground.place), no_notification: Some(true), ..NewReturn::default() };
    let back = amend::create_return(tx, &held, new).await?;
    let parts = Parts { return_id: Some(back), ..Parts::default() };
    amend::begin(tx, &mut held, Begin { kind: "return_request", parts, ..Begin::default() }).await?;
    let item = held.order.items.first().map(|item| item.line.id).unwrap_or_default();
    let what =
        What::ReturnItem { item, quantity: 1, reason_id: None, note: Some("One is chipped".into()), metadata: None };
    amend::push(tx, &mut held, vec![(what, None)]).await?;
    amend::confirm_return(tx, &mut held, back, None).await?;
    Ok(())
}
