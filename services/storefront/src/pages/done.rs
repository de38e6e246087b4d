//! `GET /checkout/done/{order}`: an order was placed.
//!
//! Whoever has the id sees that there is such an order, as at the API; what is in it and where it goes sees the browser that
//! placed it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use minijinja::context;

use super::account::shown_order;
use crate::{
    client::Trouble,
    front::Front,
    page::{Frame, Meta, Page},
    visit::Visit,
};

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let store = front.store.of(&visit);
    let (frame, order) = tokio::try_join!(Frame::of(&front, &visit), store.order(&id))?;
    let is_own = visit.order.as_ref() == Some(&order.id);
    let meta = Meta::private(visit.say(&front, "done.title"));
    let own = context! {
        number => order.number(),
        order => is_own.then(|| shown_order(&visit, &order)),
    };
    Page::new(&front, &visit, &frame, meta).render("done", own)
}
