//! Whose account goes at once, as Better Auth's client is promised: what is his alone goes with it, and a job erases the
//! rest, as for anybody who is erased.

use db::Tx;
use uuid::Uuid;
use web::ApiError;

use super::{Of, SUBJECTS, requests, whom::Whom};
use crate::{Accounts, store::admin_users};

/// Removes a person in this transaction, and has what shops keep about him erased. False when there is no such person.
/// Whether a shop would be left without an owner is looked at before, and so his shops are locked first: see
/// [`super::erase`] for the order.
///
/// No table of other people's is gone through here, so it takes as long as what is his is large; the job does that. His
/// customers are closed at once: whoever signs up with his address before the job has come is somebody new.
pub async fn depart(accounts: &Accounts, tx: &Tx, user: Uuid, by: Uuid) -> Result<bool, ApiError> {
    if admin_users::lock(tx, &[user]).await?.is_empty() {
        return Ok(false);
    }
    let whom = Whom::of_person(tx, user).await?;
    let close = "update public.customers c set user_id = null, deleted_at = coalesce(c.deleted_at, $3)
        where c.organization_id = any ($1) and c.id = any ($2)";
    let Whom { shops, customers, .. } = whom.clone();
    db::exec(tx, close, [shops.into(), customers.into(), tx.now().into()]).await?;
    let mut gone = false;
    // Of his codes and links none lets anybody in who is gone.
    for subject in SUBJECTS.iter().filter(|subject| subject.of == Of::Person && !subject.is_long()) {
        if let Some(sql) = subject.erased() {
            let rows = db::exec(tx, &sql, whom.values(tx)).await?;
            gone |= subject.is_the_person() && rows > 0;
        }
    }
    if gone {
        requests::of_departed(accounts, tx, whom, by).await?;
    }
    Ok(gone)
}
