//! `/account`: oneself and one's orders.

use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use minijinja::context;
use serde_json::json;

use super::{must_be_known, orders::in_list};
use crate::{
    client::Trouble,
    front::Front,
    page::{Frame, Meta, Page, see_other},
    pages::listing::page,
    visit::{Form, Visit},
};

const OF_PAGE: usize = 10;

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    must_be_known(&visit)?;
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let page = page(&query);
    let store = front.store.of(&visit);
    let orders = store.orders(OF_PAGE, (page - 1) * OF_PAGE);
    let (frame, me, orders) = tokio::try_join!(Frame::of(&front, &visit), store.me(), orders)?;
    let count = usize::try_from(orders.count).unwrap_or_default();
    let listed: Vec<_> = orders.orders.iter().map(|order| in_list(&visit, order)).collect();
    let to = |number: usize| format!("/account?page={number}");
    let meta = Meta::private(visit.say(&front, "account.title"));
    let own = context! {
        me,
        orders => listed,
        said => ["profile"].contains(&query.text("said")),
        before => (page > 1).then(|| to(page - 1)),
        next => (page * OF_PAGE < count).then(|| to(page + 1)),
    };
    Page::new(&front, &visit, &frame, meta).render("account", own)
}

/// `POST /account/profile`
pub(super) async fn change(State(front): State<Front>, visit: Visit, form: Form) -> Result<Response, Trouble> {
    must_be_known(&visit)?;
    let body = json!({ "first_name": form.text("first_name"), "last_name": form.text("last_name") });
    front.store.of(&visit).change_me(&body).await?;
    Ok(see_other("/account?said=profile"))
}
