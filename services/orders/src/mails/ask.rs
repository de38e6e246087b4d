//! Asking somebody to pay what cannot be charged without him: his bank wants to hear him.

use db::Tx;
use entity::ids::{OrderId, PaymentCollectionId};
use money::Amount;
use uuid::Uuid;
use web::ApiError;

use super::{Telling, gather::of_order, kind, storefront, tell};
use crate::documents::{Sold, words, written};

/// What he is asked for.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) order: Uuid,
    pub(crate) collection: Uuid,
    pub(crate) amount: Amount,
    /// Asked with the same key, he is asked once.
    pub(crate) key: Uuid,
}

/// Asks him, with a link to where he pays, if it is known where the shop's storefront is.
pub(crate) async fn ask(tx: &Tx, asked: &Asked) -> Result<(), ApiError> {
    let Some(sold) = Sold::order(tx, asked.order).await? else { return Ok(()) };
    let (Some(to), Some(kind)) = (sold.email.clone(), kind("payment_authentication")) else { return Ok(()) };
    let said = words(sold.locale.as_deref());
    let mut values = of_order(&sold);
    values.insert("amount", written(said, &sold.currency_code, &asked.amount));
    let (order, collection) = (OrderId(asked.order), PaymentCollectionId(asked.collection));
    let site = storefront(tx).await?.map(|site| format!("{site}/order/{order}/pay/{collection}"));
    values.insert("link", site.unwrap_or_default());
    let telling = Telling {
        kind,
        to,
        locale: sold.locale.clone(),
        customer: sold.customer_id,
        about: ("order", asked.order),
        key: format!("payment_authentication:{}", asked.key),
        values,
        is_secret: false,
    };
    tell(tx, &telling).await?;
    Ok(())
}
