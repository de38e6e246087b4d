//! How much one shop may take of what all shops of an installation share: of one that is flooded the others notice nothing.
//!
//! Strangers reach the Store API and `/auth` with a key that everybody knows. The staff's calls are counted apart, so that no
//! stranger shuts them out.

use std::time::Duration;

use auth::{Keys, Shopper};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use limits::{Exceeded, Flow, Rule};
use uuid::Uuid;
use web::{ApiError, Kind};

use crate::{
    Accounts,
    better_auth::transport::{Caller, Refusal},
};

/// What a call takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// The Store API.
    Store,
    /// `/auth`, where passwords are hashed: a tenth of the others.
    Auth,
    /// The same by a storefront's server that vouches for its shoppers' addresses: by the shop of its key.
    Vouched,
    /// The Admin API.
    Admin,
}

impl Share {
    const fn name_and_part(self) -> (&'static str, u32) {
        match self {
            Self::Store => ("shop.store", 1),
            Self::Auth => ("shop.auth", 10),
            Self::Vouched => ("shop.vouched", 10),
            Self::Admin => ("shop.admin", 1),
        }
    }
}

/// Mail that strangers can have sent to whomever they like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mail {
    /// That somebody has registered.
    Registration,
    /// A link to a new password.
    Reset,
    /// A link that proves an address.
    Proof,
}

const HOUR: Duration = Duration::from_hours(1);
/// Of each kind, from a browser in which the address has signed in before.
const OF_A_KNOWN_BROWSER: Rule = Rule { name: "shop.mails.known", most: 5, window: HOUR };

/// A shop has had so many mails of a kind.
#[derive(Debug)]
pub(crate) struct Spent(Exceeded);

impl From<Spent> for Refusal {
    fn from(Spent(exceeded): Spent) -> Self {
        Self::too_many(exceeded.seconds())
    }
}

impl From<Spent> for ApiError {
    fn from(Spent(exceeded): Spent) -> Self {
        let seconds = exceeded.seconds();
        let message = format!(
            "Too many registrations or mails of this kind were asked for here: try again in {seconds} s. Signing in goes \
             on as usual"
        );
        Self::new(Kind::TooManyRequests, message).with_retry_after(seconds)
    }
}

impl Accounts {
    /// Counts a call that names a shop; 429 when the shop has had its share.
    pub async fn share(&self, share: Share, shop: Uuid) -> Result<(), ApiError> {
        let limits = &self.app.config.limits;
        let (rate, burst) = (limits.rate, limits.burst);
        if rate == 0 {
            return Ok(());
        }
        let (name, part) = share.name_and_part();
        let most = rate.div_ceil(part);
        let flow = Flow { name, most, window: Duration::from_secs(1), burst: burst.div_ceil(part) };
        self.limits.pass(flow, shop.simple().encode_lower(&mut Uuid::encode_buffer())).await.map_err(|exceeded| {
            let seconds = exceeded.seconds();
            let message = format!(
                "This shop is called too often: try again in {seconds} s, and call it at most {most} times a second \
                 (whoever runs this server sets it: LIMIT_SHOP_RATE)"
            );
            ApiError::new(Kind::TooManyRequests, message).with_retry_after(seconds)
        })
    }

    /// Counts a mail that a stranger may ask for, of a shop or, without one, of the installation. Who has signed in to the
    /// account from this browser before is counted by himself: no stranger keeps him from his password.
    pub(crate) async fn share_of_mail(
        &self,
        mail: Mail,
        shop: Option<Uuid>,
        owner: Option<(&Caller, &str)>,
    ) -> Result<(), Spent> {
        let most = self.app.config.limits.mails;
        if most == 0 {
            return Ok(());
        }
        if let Some(browser) = owner.and_then(|(caller, email)| self.known_browser(caller, &vault::token::hash(email)))
            && self.limits.take(OF_A_KNOWN_BROWSER, &format!("{mail:?}|{browser}")).await.is_ok()
        {
            return Ok(());
        }
        let name = match mail {
            Mail::Registration => "shop.registrations",
            Mail::Reset => "shop.resets",
            Mail::Proof => "shop.proofs",
        };
        let flow = Flow { name, most, window: HOUR, burst: most.div_ceil(2) };
        let shop = shop.unwrap_or(db::INSTALLATION);
        self.limits.pass(flow, shop.simple().encode_lower(&mut Uuid::encode_buffer())).await.map_err(Spent)
    }
}

/// Middleware of `/store`, below the publishable key.
pub async fn limit_store(State(accounts): State<Accounts>, request: Request, next: Next) -> Response {
    if let Some(shopper) = request.extensions().get::<Shopper>()
        && let Err(error) = accounts.share(Share::Store, shopper.organization.0).await
    {
        return error.into_response();
    }
    next.run(request).await
}

/// Middleware of `/auth`: by the publishable key, where one is sent. What it opens, and whether it is one, the routes see.
pub async fn limit_auth(State((keys, accounts)): State<(Keys, Accounts)>, request: Request, next: Next) -> Response {
    if let Some(key) = request.headers().get("x-publishable-api-key").and_then(|given| given.to_str().ok()) {
        let shared = match keys.find(key).await {
            Ok(Some(key)) => accounts.share(Share::Auth, key.organization.0).await,
            Ok(None) => Ok(()),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = shared {
            return error.into_response();
        }
    }
    next.run(request).await
}
