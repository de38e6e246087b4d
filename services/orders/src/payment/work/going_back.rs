//! Giving back what goes back though nobody asks for it: of orders that were taken back, of what nothing was bought with, of what came too much.

use entity::ids::PaymentId;
use jobs::JobContext;
use payments::{Fact, Question};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use super::inbox;
use crate::payment::{
    Desk, REFUSED,
    accounts::OWN,
    money::{NOTHING_LEFT, Refunding, refund},
};

/// Asks for it, once. True when it is on its way. When it is asked for anew what was refused is written down with the refusal
/// (`private.give_back_again`).
pub(super) async fn go_back(
    ctx: &JobContext,
    desk: &Desk,
    payment: Uuid,
    refunding: Refunding,
) -> Result<bool, ApiError> {
    let working = || ctx.working_in(ctx.organization());
    match refund(ctx.db(), desk, working, payment, refunding).await {
        Err(error) if error.to_string() == NOTHING_LEFT => Ok(false),
        Err(error) if error.body(None).code.as_deref() == Some(REFUSED) => {
            let id = PaymentId(payment);
            tracing::warn!(payment = %id, %error, "what should go back does not go back now");
            if let Err(error) = look_for_disputes(ctx, desk, payment).await {
                tracing::warn!(payment = %id, %error, "whether it is disputed cannot be asked now");
            }
            Ok(false)
        }
        other => other,
    }
}

#[derive(FromQueryResult)]
struct Row {
    provider_id: String,
    provider_ref: String,
    payment_account_id: Option<Uuid>,
}

/// A bank may have taken it back, and nobody has told us: then it waits for the bank, and the shop is told.
async fn look_for_disputes(ctx: &JobContext, desk: &Desk, payment: Uuid) -> Result<(), ApiError> {
    let sql = "select s.provider_id, s.provider_ref, s.payment_account_id from payments p
        join payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
        where p.id = $1 and s.provider_ref is not null";
    let tx = ctx.begin_working().await.map_err(ApiError::internal)?;
    let found: Option<Row> = db::fetch_optional(&tx, sql, [payment.into()]).await?;
    tx.commit().await?;
    let Some(Row { provider_id, provider_ref, payment_account_id }) = found else { return Ok(()) };
    let opened = desk.open(payment_account_id.unwrap_or(OWN)).await?;
    let asked_at = ctx.now();
    let question = Question::DisputesOf(provider_ref);
    let facts = desk.get(&provider_id)?.look_up(&opened.account, &question).await.map_err(ApiError::internal)?;
    for fact in &facts {
        if let Fact::Dispute(said) = fact {
            inbox::dispute(ctx, &opened, said, asked_at).await.map_err(ApiError::internal)?;
        }
    }
    Ok(())
}
