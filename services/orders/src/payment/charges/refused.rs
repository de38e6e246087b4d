//! What follows of a charge that was refused: when it is tried again, and who is told.

use chrono::TimeDelta;
use db::Tx;
use payments::Failure;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use super::{
    TRIES,
    charge::{later, wait},
    told::{given_up, not_charged},
};
use crate::{
    mails::{self, Asked},
    payment::settle::amount,
};

/// What no other day changes: the card is gone, or nobody may use it.
const FOR_GOOD: [&str; 10] = [
    "expired_card",
    "incorrect_number",
    "invalid_account",
    "lost_card",
    "pickup_card",
    "restricted_card",
    "revocation_of_all_authorizations",
    "revocation_of_authorization",
    "stolen_card",
    "stop_payment_order",
];
/// What only the owner of the card can do.
const HIMSELF: &str = "authentication_required";
/// What says nothing of the card, and passes.
const PASSES: [&str; 2] = ["never_arrived", Failure::SHUT_OUT];

#[derive(FromQueryResult)]
struct Of {
    id: Uuid,
    order_id: Uuid,
    charges: i16,
    collection: Uuid,
    amount: String,
}

/// The intent of a session was refused, with the answer or days later; what follows of it follows once. Nothing does of one that somebody
/// pays himself: he is there, and told. The collection is held.
pub(in crate::payment) async fn refused(tx: &Tx, session: Uuid, failure: &Failure) -> Result<(), ApiError> {
    let sql = "select d.id, d.order_id, d.charges, s.payment_collection_id as collection, s.amount::text as amount
        from payment_sessions s
        join order_dues d on d.organization_id = s.organization_id and d.payment_collection_id = s.payment_collection_id and d.paid_at is null
        where s.id = $1 and s.context ? 'is_away' for no key update of d";
    let found: Option<Of> = db::fetch_optional(tx, sql, [session.into()]).await?;
    let Some(due) = found else { return Ok(()) };
    let why = failure.decline_code.as_deref().unwrap_or(&failure.code);
    if !failure.is_card && PASSES.contains(&why) {
        return later(tx, due.id, 0, TimeDelta::hours(6)).await;
    }
    let sql = "update payment_sessions set context = context || '{\"is_refused\": true}' where id = $1 and not context ? 'is_refused'";
    if db::exec(tx, sql, [session.into()]).await? == 0 {
        return Ok(());
    }
    if !failure.is_card {
        later(tx, due.id, 0, TimeDelta::days(1)).await?;
        return not_charged(tx, (due.id, due.order_id), failure).await;
    }
    let is_over = why == HIMSELF || FOR_GOOD.contains(&why) || due.charges + 1 >= TRIES;
    let tries = if is_over { TRIES - due.charges } else { 1 };
    later(tx, due.id, tries, wait(due.charges)).await?;
    if why == HIMSELF {
        let amount = amount(&due.amount)?;
        let asked = Asked { order: due.order_id, collection: due.collection, amount, key: session };
        mails::ask(tx, &asked).await?;
    } else if is_over {
        given_up(tx, (due.id, due.order_id), failure).await?;
    }
    Ok(())
}
