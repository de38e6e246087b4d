//! The tries to pay what is owed.

use db::{Db, Tx, Working};
use entity::ids::{CartId, PaymentSessionId, RegionId, StripeCustomerId};
use money::Amount;
use payments::{Capturing, Keep, Pays, Settled, Want, label};
use sea_orm::{FromQueryResult, Value};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use web::ApiError;

use super::{
    Desk, SYSTEM,
    accounts::{OWN, current, enabled, must_be_connected, unknown},
    attempts::{self, Attempt, Step},
    customers::{self, Holder},
    methods,
    providers::takes,
    twice::{Looking, is_told, under_way},
};
use crate::cart::Cart;

#[derive(FromQueryResult)]
struct Shop {
    payment_capture: String,
}

/// What somebody is about to pay.
#[derive(Debug, Clone)]
pub(crate) struct Owed {
    /// The collection.
    pub(crate) id: Uuid,
    pub(crate) amount: Amount,
    pub(crate) currency_code: String,
    pub(crate) region: Option<Uuid>,
    /// The cart, or the order.
    pub(crate) label: (&'static str, String),
}

impl Owed {
    /// What is to be paid for a cart, if it was begun.
    pub(crate) fn of_cart(cart: &Cart) -> Option<Self> {
        let collection = cart.payment_collection.as_ref()?;
        let (amount, currency_code) = (collection.amount.clone(), collection.currency_code.clone());
        Some(Self::of(collection.id, amount, currency_code, (cart.region_id, cart.id)))
    }

    /// The same of a cart of which no more is known.
    pub(super) fn of(id: Uuid, amount: Amount, currency_code: String, (region, cart): (Option<Uuid>, Uuid)) -> Self {
        Self { id, amount, currency_code, region, label: (label::CART, CartId(cart).to_string()) }
    }
}

/// How somebody pays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paying {
    /// Whom the provider knows him as.
    pub(crate) holder: Option<Holder>,
    /// Whether what he pays with is kept.
    pub(crate) keep: Option<Keep>,
    /// What is kept for him already, and he pays with.
    pub(crate) pays: Option<Pays>,
    /// What is due is taken at once, whenever the shop takes what it sells.
    pub(crate) at_once: bool,
}

impl Paying {
    /// As a storefront says it: `setup_future_usage`, `payment_method` and `confirm`.
    pub(crate) fn read(data: &Map<String, Json>, holder: Option<Holder>) -> Result<Self, ApiError> {
        let word = |name: &str| match data.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(word)) => Ok(Some(word.as_str())),
            Some(_) => Err(ApiError::invalid_data(format!(
                "Invalid request: Expected type: 'string' for field 'data, {name}'"
            ))),
        };
        let keep = match word("setup_future_usage")? {
            None => None,
            Some("off_session") => Some(Keep::OffSession),
            Some("on_session") => Some(Keep::OnSession),
            Some(_) => {
                let words = "Invalid request: Expected: 'off_session, on_session' for field 'data, setup_future_usage'";
                return Err(ApiError::invalid_data(words));
            }
        };
        let is_confirmed = match data.get("confirm") {
            None | Some(Json::Null) => false,
            Some(Json::Bool(said)) => *said,
            Some(_) => {
                let words = "Invalid request: Expected type: 'boolean' for field 'data, confirm'";
                return Err(ApiError::invalid_data(words));
            }
        };
        let pays = word("payment_method")?.map(str::to_owned);
        if is_confirmed && pays.is_none() {
            let words = "Invalid request: 'true' for field 'data, confirm' wants to be told with what: give a 'data, payment_method'";
            return Err(ApiError::invalid_data(words));
        }
        let pays = pays.map(|method| if is_confirmed { Pays::Here(method) } else { Pays::Chosen(method) });
        Ok(Self { holder, keep, pays, at_once: false })
    }

    /// What the session remembers of it: a card that is kept for later may be charged for what is due later, and one that is charged now is
    /// charged once.
    fn context(&self) -> Option<Json> {
        let holder = self.holder.as_ref()?;
        let here = self.here();
        let keep = self.keep.map(|keep| match keep {
            Keep::OnSession => "on_session",
            Keep::OffSession => "off_session",
        });
        let mut context =
            json!({ "account_holder": { "id": StripeCustomerId(holder.id) }, "setup_future_usage": keep });
        if let Some(method) = here {
            context["confirmed_method"] = method.into();
        }
        if matches!(self.pays, Some(Pays::Away(_))) {
            context["is_away"] = true.into();
        }
        Some(context)
    }

    /// What is charged at once, by somebody who is there.
    pub(super) fn here(&self) -> Option<&str> {
        if let Some(Pays::Here(method)) = &self.pays { Some(method) } else { None }
    }
}

/// What was begun.
pub(crate) enum Begun {
    /// Nothing has to be sent.
    Nothing,
    /// This, once the transaction is committed.
    Send(Box<Attempt>),
    /// It is being paid with the same already, as far as is known here: how far that is has to be looked up, and then it is begun again.
    Look(Looking),
}

/// Begins to pay something that is held; what was begun before ends. What has to be sent for it is sent once the transaction is
/// committed. Whoever asks twice to be charged with the same is charged once. `is_looked`: it was looked up just now.
pub(crate) async fn start(
    tx: &Tx,
    desk: &Desk,
    owed: &Owed,
    (provider, paying): (&str, &Paying),
    is_looked: bool,
) -> Result<Begun, ApiError> {
    desk.get(provider)?;
    db::exec(tx, "select from payment_collections c where c.id = $1 for no key update", [owed.id.into()]).await?;
    let is_system = provider == SYSTEM;
    if !is_system && !enabled(tx, desk).await?.contains(&provider) {
        return Err(unknown(provider));
    }
    if let Some(region) = owed.region {
        check(tx, desk, region, provider).await?;
    }
    let current = if is_system { OWN } else { current(tx).await? };
    // A card is charged where it is kept, whatever the shop has chosen since.
    let account = paying.holder.as_ref().filter(|_| paying.at_once).map_or(current, |holder| holder.account);
    if account != current {
        must_be_connected(tx, account).await?;
    }
    if paying.holder.as_ref().is_some_and(|holder| holder.account != account) {
        let words = "The shop has just begun to take payments with another account. Please try again.";
        return Err(ApiError::new(web::Kind::Conflict, words));
    }
    if let Some(Pays::Chosen(method) | Pays::Here(method) | Pays::Away(method)) = &paying.pays {
        methods::check(tx, paying.holder.as_ref(), method).await?;
    }
    if let Some(method) = paying.here()
        && let Some(there) = under_way(tx, desk, owed, (provider, account, method), is_looked).await?
    {
        return Ok(there);
    }
    if is_system {
        // What the storefront sends along is the provider's to understand; this one understands nothing, and promises when the order is placed.
        begin(tx, owed, provider, (None, None), None).await?;
        return Ok(Begun::Nothing);
    }
    // The installation's key stands in the settings, and a shop's own in its row.
    let shown = desk.publishable_key().filter(|_| account == OWN);
    let id = begin(tx, owed, provider, (Some(account), shown), paying.context()).await?;
    let shop: Shop = db::fetch_one(
        tx,
        "select s.payment_capture from stores s where s.organization_id = $1",
        [tx.organization()?.into()],
    )
    .await?;
    let want = Want::Intent {
        amount: owed.amount.clone(),
        currency: owed.currency_code.clone(),
        capture: if paying.at_once || shop.payment_capture == "automatic" {
            Capturing::Automatic
        } else {
            Capturing::Manual
        },
        customer: paying.holder.as_ref().map(|holder| holder.reference.clone()),
        keep: paying.keep,
        pays: paying.pays.clone(),
        labels: [
            (label::SESSION, id.to_string()),
            owed.label.clone(),
            (label::ORGANIZATION, tx.organization()?.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into(),
    };
    Ok(match attempts::plan(tx, desk, (provider, account), &want, id.0).await? {
        Step::Send(attempt) => Begun::Send(attempt),
        Step::Done => Begun::Nothing,
    })
}

/// A new try to pay something that is held, with an account, and with the key of it that everybody may know where it is not the shop's own.
pub(super) async fn begin(
    tx: &Tx,
    owed: &Owed,
    provider: &str,
    (account, shown): (Option<Uuid>, Option<&str>),
    context: Option<Json>,
) -> Result<PaymentSessionId, ApiError> {
    let sql = "select true as begun from private.begin_session($1, $2, $3, $4::numeric, $5, $6, $7, $8, $9)";
    let id = PaymentSessionId::new();
    let values: [Value; 9] = [
        owed.id.into(),
        id.0.into(),
        provider.into(),
        owed.amount.to_string().into(),
        owed.currency_code.as_str().into(),
        account.into(),
        context.into(),
        shown.into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

/// Refuses a provider that the region does not take.
pub(crate) async fn check(tx: &Tx, desk: &Desk, region: Uuid, provider: &str) -> Result<(), ApiError> {
    if takes(tx, desk, region, provider).await? { Ok(()) } else { Err(not_taken(region, provider)) }
}

pub(super) fn not_taken(region: Uuid, provider: &str) -> ApiError {
    let region = RegionId(region);
    ApiError::invalid_data(format!("Payment provider {provider} is not enabled in the cart's region {region}."))
}

/// Sends what begins a session, and says what whoever wants to pay has to know.
pub(crate) async fn send_session(
    db: &Db,
    working: impl Fn() -> Working,
    attempt: &Attempt,
    holder: Option<&Holder>,
) -> Result<(), ApiError> {
    let outcome = attempts::send(db, working(), attempt).await?;
    if let (Settled::Failed(failure, _), Some(holder)) = (&outcome.settled, holder)
        && methods::is_lost(failure)
    {
        return Err(customers::forgotten(db, working(), holder).await?);
    }
    // Another who sends the same at the same time may have been told meanwhile.
    if matches!(outcome.settled, Settled::Unknown(_)) && is_told(db, working(), attempt.subject).await? {
        return Ok(());
    }
    attempts::refused(&outcome).map_or(Ok(()), Err)
}
