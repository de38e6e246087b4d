//! Collections of carts, and the tries to pay them.

use db::Tx;
use entity::ids::{CartId, PaymentCollectionId, PaymentSessionId, RegionId};
use money::Amount;
use payments::{Capturing, Keep, Want, label};
use sea_orm::{FromQueryResult, Value};
use serde_json::Map;
use uuid::Uuid;
use web::ApiError;

use super::{
    Desk, SYSTEM,
    attempts::{self, Attempt, Step},
    of_region,
};
use crate::cart::Cart;

/// The collection of a cart that is held, made when there is none.
pub(crate) async fn collect(tx: &Tx, cart: &Cart) -> Result<(), ApiError> {
    if cart.payment_collection.is_some() {
        return Ok(());
    }
    let sql =
        "insert into payment_collections (organization_id, id, cart_id, currency_code, amount, created_at, updated_at)
        values ($1, $2, $3, $4, $5::numeric, $6, $6) on conflict do nothing";
    let values: [Value; 6] = [
        tx.organization()?.into(),
        PaymentCollectionId::new().0.into(),
        cart.id.into(),
        cart.currency_code.as_str().into(),
        cart.total.at_least_zero().to_string().into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(())
}

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
        Some(Self {
            id: collection.id,
            amount: collection.amount.clone(),
            currency_code: collection.currency_code.clone(),
            region: cart.region_id,
            label: (label::CART, CartId(cart.id).to_string()),
        })
    }
}

/// Begins to pay something that is held; what was begun before ends. What has to be sent for it is sent once the transaction is
/// committed.
pub(crate) async fn start(
    tx: &Tx,
    desk: &Desk,
    owed: &Owed,
    provider: &str,
    data: &Map<String, serde_json::Value>,
) -> Result<Option<Box<Attempt>>, ApiError> {
    desk.get(provider)?;
    if let Some(region) = owed.region {
        check(tx, desk, region, provider).await?;
    }
    let sql = "select true as begun from private.begin_session($1, $2, $3, $4::numeric, $5, $6)";
    let id = PaymentSessionId::new();
    let values: [Value; 6] = [
        owed.id.into(),
        id.0.into(),
        provider.into(),
        owed.amount.to_string().into(),
        owed.currency_code.as_str().into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    if provider == SYSTEM {
        // What the storefront sends along is the provider's to understand; this one understands nothing, and promises when the order is placed.
        return Ok(None);
    }
    let shop: Shop = db::fetch_one(
        tx,
        "select s.payment_capture from stores s where s.organization_id = $1",
        [tx.organization()?.into()],
    )
    .await?;
    let want = Want::Intent {
        amount: owed.amount.clone(),
        currency: owed.currency_code.clone(),
        capture: if shop.payment_capture == "automatic" { Capturing::Automatic } else { Capturing::Manual },
        customer: None,
        keep: match data.get("setup_future_usage").and_then(serde_json::Value::as_str) {
            Some("off_session") => Some(Keep::OffSession),
            Some("on_session") => Some(Keep::OnSession),
            _ => None,
        },
        charge: None,
        labels: [
            (label::SESSION, id.to_string()),
            owed.label.clone(),
            (label::ORGANIZATION, tx.organization()?.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into(),
    };
    Ok(match attempts::plan(tx, desk, provider, &want, id.0).await? {
        Step::Send(attempt) => Some(attempt),
        Step::Done => None,
    })
}

/// Refuses a provider that the region does not take.
pub(crate) async fn check(tx: &Tx, desk: &Desk, region: Uuid, provider: &str) -> Result<(), ApiError> {
    if of_region(tx, desk, region).await?.contains(&provider) {
        return Ok(());
    }
    let region = RegionId(region);
    Err(ApiError::invalid_data(format!("Payment provider {provider} is not enabled in the cart's region {region}.")))
}
