//! The pages. One file per page: what it asks, and what its template is given.

mod account;
mod assets;
mod blog;
mod cart;
mod category;
mod changelog;
mod checkout;
mod collection;
mod content;
mod done;
mod editor;
mod forms;
mod home;
mod listing;
mod missing;
mod place;
mod product;
mod robots;
mod search;
mod sitemap;

pub(crate) use content::path_of_page;

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    routing::{any, get, post},
};

use crate::{
    front::Front,
    page::{count, explain, partition, shut},
    visit::{recognise, refuse_foreign},
};

/// All pages, and what answers where no route of the process is.
///
/// Layers, from the outside: who looks ([`recognise`]), who counts that ([`count`]), errors in words ([`explain`]), forms of other sites refused, whose a
/// kept page is, the cache, and what is shut while the shop is closed ([`shut`]).
pub fn router(front: &Front) -> (Router, Router) {
    let pages = Router::new()
        .route("/", get(home::show))
        .route("/products/{handle}", get(product::show).post(product::add))
        .route("/categories/{*handle}", get(category::show))
        .route("/collections", get(collection::list))
        .route("/collections/{handle}", get(collection::show))
        .route("/search", get(search::show))
        .merge(blog::router())
        .route("/changelog", get(changelog::show))
        .route("/cart", get(cart::show))
        .route("/cart/lines/{line}", post(cart::change))
        .route("/cart/promotions", post(cart::promotions))
        .route("/checkout", get(checkout::show))
        .route("/checkout/address", post(checkout::address))
        .route("/checkout/shipping", post(checkout::shipping))
        .route("/checkout/session", post(checkout::session))
        .route("/checkout/return", get(checkout::back))
        .route("/checkout/complete", post(checkout::complete))
        .route("/checkout/done/{order}", get(done::show))
        .route("/settings/place", post(place::choose))
        .route("/preview", get(content::preview::open))
        .route("/preview/page", get(content::preview::show))
        .route("/forms/answers/{key}", post(forms::closed))
        .route("/forms/newsletter", post(forms::closed))
        .route("/forms/waitlist", post(forms::closed))
        .route("/theme/{hash}/{*name}", get(assets::show))
        .route("/robots.txt", get(robots::show))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemaps/{name}", get(sitemap::part))
        .merge(account::router())
        .merge(editor::router());
    let fallback = Router::new().fallback(any(missing::show));
    (dressed(pages, front), dressed(fallback, front))
}

fn dressed(routes: Router<Front>, front: &Front) -> Router {
    let routes = routes.layer(from_fn_with_state(front.clone(), shut));
    let routes = match &front.keeping {
        Some(keeping) => routes.layer(from_fn_with_state(keeping.cache.clone(), cache::layer)),
        None => routes,
    };
    routes
        .layer(from_fn_with_state(front.clone(), partition))
        .layer(from_fn(refuse_foreign))
        .layer(from_fn_with_state(front.clone(), explain))
        .layer(from_fn_with_state(front.clone(), count))
        .layer(from_fn_with_state(front.clone(), recognise))
        .with_state(front.clone())
}
