//! How often codes may be tried: they are money.

use std::time::Duration;

use auth::Shopper;
use http::request::Parts;
use limits::{Limits, Rule};
use web::{ApiError, App, Kind};

/// Of one shop, from one network.
const WINDOW: Duration = Duration::from_mins(10);

/// Counts that a code is tried, before it is looked for: 429 when there were too many.
pub(crate) async fn count_guess(app: &App, limits: &Limits, shopper: &Shopper, parts: &Parts) -> Result<(), ApiError> {
    let rule = Rule { name: "orders.codes", most: app.config.limits.codes, window: WINDOW };
    if rule.most == 0 {
        return Ok(());
    }
    let address = web::client_address(parts, &app.config.server.trusted_proxies).map(web::network_of);
    let network = address.map(|address| address.to_string()).unwrap_or_default();
    let key = format!("{} {network}", shopper.organization.0);
    limits.take(rule, &key).await.map_err(|exceeded| {
        let seconds = exceeded.seconds();
        let message = format!("Too many codes were tried from here: try again in {seconds} s");
        ApiError::new(Kind::TooManyRequests, message).with_retry_after(seconds)
    })
}
