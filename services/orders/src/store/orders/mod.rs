//! `/store/orders`: one by its id, one's own, and orders that go to somebody else.

mod list;
mod retrieve;
mod transfer;

use axum::response::Response;
use resource::admin::respond;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, fields::Selection};

use crate::order::{self, OrderView};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(retrieve::retrieve))
        .routes(routes!(transfer::request))
        .routes(routes!(transfer::cancel))
        .routes(routes!(transfer::accept))
        .routes(routes!(transfer::decline))
}

/// `{"order": …}`
fn shown(view: &OrderView, selection: &Selection) -> Response {
    let mut body = b"{\"order\":".to_vec();
    order::write(view, selection, &mut body);
    body.push(b'}');
    respond(body)
}
