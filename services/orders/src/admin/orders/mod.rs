//! `/admin/orders`

mod archive;
mod authorize;
mod cancel;
mod changes;
mod complete;
mod credit_lines;
mod fulfillments;
mod line_items;
mod list;
mod preview;
mod retrieve;
mod shipping_options;
mod transfer;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use super::deed::deed;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(list::router())
        .routes(routes!(retrieve::retrieve))
        .routes(routes!(changes::list))
        .routes(routes!(line_items::list))
        .routes(routes!(preview::preview))
        .routes(routes!(transfer::request))
        .routes(routes!(authorize::authorize))
        .routes(routes!(shipping_options::list))
        .merge(fulfillments::router())
        .merge(deed::<update::Update>("Change whom an order is for and where it goes; taxes stay as they are."))
        .merge(deed::<transfer::ToGuest>("Give an order that has the wrong address to the guest of another one."))
        .merge(deed::<transfer::Cancel>("Take back that an order was asked for."))
        .merge(deed::<credit_lines::Create>("Give something for nothing, or take it back: less is to be paid, or more."))
        .merge(deed::<complete::Complete>("Complete an order: nothing is left to do about it."))
        .merge(deed::<archive::Archive>("Archive an order that is completed or canceled."))
        .merge(deed::<cancel::Cancel>(
            "Cancel an order of which nothing has left: stock, credit and promotions are free again, and money goes back.",
        ))
}
