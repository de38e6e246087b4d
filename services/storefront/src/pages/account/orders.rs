//! `/account/orders/{id}`

use axum::{
    extract::{Path, State},
    response::Response,
};
use minijinja::{Value, context};

use super::must_be_known;
use crate::{
    client::Trouble,
    front::Front,
    model::{Address, Order},
    page::{Frame, Meta, Page, local},
    pages::checkout::lines,
    visit::Visit,
};

/// An order is read by whoever has its id, at the API; this page is its customer's.
pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    must_be_known(&visit)?;
    let store = front.store.of(&visit);
    let (frame, order) = tokio::try_join!(Frame::of(&front, &visit), store.own_order(&id))?;
    let title = visit.say(&front, "order.title");
    let meta = Meta::private(format!("{title} {}", order.number()));
    let own = context! { order => shown(&visit, &order), number => order.number() };
    Page::new(&front, &visit, &frame, meta).render("order", own)
}

/// An order as templates show it.
pub(in crate::pages) fn shown(visit: &Visit, order: &Order) -> Value {
    let mut order = order.clone();
    for line in &mut order.items {
        line.thumbnail = line.thumbnail.as_deref().map(|url| local(&visit.shop, url));
    }
    context! {
        goes_to => order.shipping_address.as_ref().map(lines).unwrap_or_default(),
        ..order.shown()
    }
}

/// An order in the list of one's orders.
pub(super) fn in_list(visit: &Visit, order: &Order) -> Value {
    let pictures: Vec<String> = order
        .items
        .iter()
        .filter_map(|line| line.thumbnail.as_deref())
        .take(4)
        .map(|url| local(&visit.shop, url))
        .collect();
    context! {
        id => order.id, number => order.number(), created_at => order.created_at, status => order.status,
        fulfillment_status => order.fulfillment_status, total => order.total, currency_code => order.currency_code,
        pieces => order.items.iter().map(|line| line.quantity).sum::<i64>(), pictures
    }
}

/// Where a parcel goes, as lines, beside the address itself.
pub(super) fn with_lines(address: &Address) -> Value {
    context! { lines => lines(address), ..Value::from_serialize(address) }
}
