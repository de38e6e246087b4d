//! The letter with the token, to whoever has the order.

use db::Tx;
use entity::ids::OrderId;
use uuid::Uuid;
use web::ApiError;

use crate::{
    documents::{self, Sold},
    mails::{self, Telling},
    order::{self, Held},
};

/// The most of what is said to whoever has it.
const LONGEST_MESSAGE: usize = 200;

/// Tells it in the transaction of the request: there is no request of which nobody is told. The token is for nobody who works for the shop.
pub(super) async fn tell(
    tx: &Tx,
    order: &Held,
    change: Uuid,
    token: &str,
    description: Option<&str>,
) -> Result<(), ApiError> {
    let id = order.id();
    let sold = Sold::order(tx, order.id).await?.ok_or_else(|| order::missing(&id.to_string()))?;
    let Some(to) = sold.email.clone() else { return Ok(()) };
    let kind = mails::kind("transfer_requested").ok_or_else(|| ApiError::internal("transfers have no mail"))?;
    let mut values = mails::of_order(&sold);
    let message = description.and_then(|said| mails::plain(said, LONGEST_MESSAGE));
    values.insert("message", message.unwrap_or_default());
    match mails::storefront(tx).await? {
        Some(site) => values.insert("link", format!("{site}/order/{id}/transfer/{token}")),
        // The shop has not said where its pages are: whoever has the code can say it.
        None => values.insert("by_hand", by_hand(sold.locale.as_deref(), id, token)),
    };
    let telling = Telling {
        kind,
        to,
        locale: sold.locale.clone(),
        customer: sold.customer_id,
        about: ("order", order.id),
        key: format!("transfer_requested:{change}"),
        values,
        is_secret: true,
    };
    mails::tell(tx, &telling).await?;
    Ok(())
}

fn by_hand(locale: Option<&str>, order: OrderId, token: &str) -> String {
    match documents::words(locale).language {
        "de" => format!("Die Bestellung ist {order}, und der Code für sie ist {token}."),
        _ => format!("The order is {order}, and the code for it is {token}."),
    }
}
