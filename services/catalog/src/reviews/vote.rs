//! Whether others find one helpful. Kontor itself writes votes, after looking: a customer sees only his own reviews in the
//! database, and votes for those of others.

use auth::Customer;
use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

/// The review of this id that is shown. Nobody else votes for it before this transaction ends: votes count one after the other.
async fn shown(tx: &Tx, me: &Customer, id: Uuid) -> Result<bool, ApiError> {
    #[derive(FromQueryResult)]
    struct Found {
        is_mine: bool,
    }
    let sql = "select r.customer_id = $3 as is_mine from public.reviews r
        where r.organization_id = $1 and r.id = $2 and r.status = 'approved' for no key update";
    let values = [tx.organization()?.into(), id.into(), me.id.0.into()];
    match db::fetch_optional::<Found>(tx, sql, values).await? {
        None => Ok(false),
        Some(Found { is_mine: false }) => Ok(true),
        Some(Found { is_mine: true }) => Err(ApiError::not_allowed("You cannot vote for your own review")),
    }
}

/// Votes, in place of what he voted before; false when there is no such review to be seen.
pub(crate) async fn vote(tx: &Tx, me: &Customer, id: Uuid, is_helpful: bool) -> Result<bool, ApiError> {
    if !shown(tx, me, id).await? {
        return Ok(false);
    }
    let values = [tx.organization()?.into(), id.into(), me.id.0.into(), is_helpful.into()];
    let other = "delete from public.review_votes
        where organization_id = $1 and review_id = $2 and customer_id = $3 and is_helpful <> $4";
    db::exec(tx, other, values.clone()).await?;
    let [shop, review, customer, is_helpful] = values;
    let sql = "insert into public.review_votes (organization_id, review_id, customer_id, is_helpful, created_at)
        values ($1, $2, $3, $4, $5) on conflict do nothing";
    db::exec(tx, sql, [shop, review, customer, is_helpful, tx.now().into()]).await?;
    Ok(true)
}

/// Takes one's vote back, if there is one; false when there is no such review to be seen.
pub(crate) async fn take_back(tx: &Tx, me: &Customer, id: Uuid) -> Result<bool, ApiError> {
    if !shown(tx, me, id).await? {
        return Ok(false);
    }
    let sql = "delete from public.review_votes where organization_id = $1 and review_id = $2 and customer_id = $3";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), me.id.0.into()]).await?;
    Ok(true)
}
