//! Who came, what they looked at, and what came of it.
//!
//! Owns page views (written beside the requests, in batches), the sums that dashboards read, and the API of both. A visitor is a
//! number made of address and browser with a random salt of the day: no cookie, nothing on the visitor's machine, and nobody can
//! tell whose a number was once its salt is deleted, two days later at most. Bots are marked and kept apart, not dropped.
//!
//! Must never keep an address or a browser's whole name, link a visit to an order or a person, delay a page, or add up visitors of
//! several days as if they were one.
//!
//! To count something new: note it with a name of its own ([`Seen::name`]); `page_view_stats` lists it below `event`. To add a
//! dimension: its column in `page_views`, its line in both halves of `page_view_stats`, its name in `admin::traffic::BY`.

mod admin;
mod jobs;
mod recorder;
mod seen;
mod store;

use utoipa_axum::router::OpenApiRouter;
use web::App;

pub use crate::{
    jobs::{registry, schedules},
    recorder::Recorder,
    seen::Seen,
};

/// The routes below `/store`.
pub fn router() -> OpenApiRouter<App> {
    store::router()
}

/// The routes below `/admin`.
pub fn admin() -> OpenApiRouter<App> {
    admin::router()
}
