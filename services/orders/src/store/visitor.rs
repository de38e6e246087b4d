//! Where somebody calls from, and how often he may do there what costs a shop something. Staff and schedules are not counted.

use std::time::Duration;

use auth::Shopper;
use axum::extract::FromRequestParts;
use entity::ids::CustomerId;
use http::request::Parts;
use limits::{Limits, Rule};
use web::{ApiError, App, Kind};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// A cart is made: it stays, whether somebody buys or not.
    Cart,
    /// A promotion code is entered: it may be a guess.
    Code,
    /// A cart is completed: each try asks who takes the money.
    Completion,
    /// Somebody begins to pay, to keep a card, or to change a subscription: each try is a call to who takes the money.
    Payment,
    /// What is kept for somebody is asked for there.
    Look,
}

impl Deed {
    fn rule(self, app: &App) -> Rule {
        let limits = &app.config.limits;
        let (name, most, minutes) = match self {
            Self::Cart => ("orders.carts", limits.carts, 1),
            Self::Code => ("orders.promotions", limits.codes, 10),
            Self::Completion => ("orders.completions", limits.completions, 1),
            Self::Payment => ("orders.payments", limits.payments, 1),
            Self::Look => ("orders.looks", limits.payments.div_ceil(20), 1),
        };
        Rule { name, most, window: Duration::from_mins(minutes) }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Cart => "Too many carts were made from here",
            Self::Code => "Too many promotion codes were entered from here",
            Self::Completion => "Too many carts were completed from here",
            Self::Payment => "Somebody began to pay too often from here",
            Self::Look => "What is kept was asked for too often",
        }
    }
}

/// Who calls, as far as his address tells.
pub(super) struct Visitor {
    /// Whose shop he is in.
    pub(super) shopper: Shopper,
    app: App,
    limits: Limits,
    key: String,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let missing = || ApiError::internal("a route that is limited is served without limits");
        let limits = parts.extensions.get::<Limits>().cloned().ok_or_else(missing)?;
        let shopper = Shopper::from_request_parts(parts, app).await?;
        let address = web::client_address(parts, &app.config.server.trusted_proxies).map(web::network_of);
        let network = address.map(|address| address.to_string()).unwrap_or_default();
        let key = format!("{} {network}", shopper.organization.0);
        Ok(Self { shopper, app: app.clone(), limits, key })
    }
}

impl Visitor {
    /// Counts that he does it; 429 when he did it too often.
    pub(super) async fn does(&self, deed: Deed) -> Result<(), ApiError> {
        self.count(deed, &self.key).await
    }

    /// The same of a customer, wherever he calls from.
    pub(super) async fn does_as(&self, deed: Deed, customer: CustomerId) -> Result<(), ApiError> {
        self.count(deed, &customer.to_string()).await
    }

    async fn count(&self, deed: Deed, key: &str) -> Result<(), ApiError> {
        let rule = deed.rule(&self.app);
        if rule.most == 0 {
            return Ok(());
        }
        self.limits.take(rule, key).await.map_err(|exceeded| {
            let seconds = exceeded.seconds();
            let message = format!("{}: try again in {seconds} s", deed.words());
            ApiError::new(Kind::TooManyRequests, message).with_retry_after(seconds)
        })
    }
}
