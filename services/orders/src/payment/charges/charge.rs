//! One due, charged once.

use chrono::TimeDelta;
use jobs::JobContext;
use payments::{Pays, stripe::Stripe};
use sea_orm::Value;
use uuid::Uuid;
use web::ApiError;

use super::{
    DAYS, Row,
    candidate::candidate,
    owing::{Standing, hold},
    told::no_way,
};
use crate::payment::{
    Desk,
    attempts::send,
    cancel::cancel,
    sessions::{Begun, Paying, start},
};

/// Charges it, if nobody else does and nobody is paying it himself.
pub(super) async fn charge(ctx: &JobContext, desk: &Desk, row: &Row) -> Result<(), ApiError> {
    let working = || ctx.working_in(row.organization_id);
    // Once more where something had to go before.
    for is_again in [false, true] {
        let tx = ctx.db().begin_working(working()).await?;
        let (charges, owed) = match hold(&tx, row).await? {
            Standing::Settled => {
                // Whatever is in its way, it hides none of those that are due behind it.
                let sql = "update order_dues set charge_at = $2 where id = $1 and paid_at is null and coalesce(charge_at <= $3, true)";
                let values: [Value; 3] = [row.id.into(), (tx.now() + TimeDelta::hours(6)).into(), tx.now().into()];
                db::exec(&tx, sql, values).await?;
                return Ok(tx.commit().await?);
            }
            Standing::Open { charges, owed } => (charges, owed),
            Standing::LetGo { session, provider, reference } if !is_again => {
                tx.commit().await?;
                cancel(ctx.db(), desk, working, (&provider, session, &reference)).await?;
                continue;
            }
            Standing::Busy | Standing::LetGo { .. } => {
                later(&tx, row.id, 0, TimeDelta::hours(6)).await?;
                return Ok(tx.commit().await?);
            }
        };
        let Some((holder, method)) = candidate(&tx, row.order_id).await? else {
            later(&tx, row.id, 1, wait(charges)).await?;
            no_way(&tx, row).await?;
            return Ok(tx.commit().await?);
        };
        // Whoever comes next while this is under way looks past it.
        later(&tx, row.id, 0, TimeDelta::hours(6)).await?;
        let paying = Paying { holder: Some(holder), keep: None, pays: Some(Pays::Away(method)), at_once: true };
        let begun = start(&tx, desk, &owed, (Stripe::ID, &paying), false).await?;
        tx.commit().await?;
        if let Begun::Send(attempt) = begun {
            // What comes of it is written with the answer. What is in doubt is sent again, or looked up, by whoever looks after calls.
            send(ctx.db(), working(), &attempt).await?;
        }
        return Ok(());
    }
    Ok(())
}

/// So long it is left alone after a try, when there were so many before.
pub(super) fn wait(charges: i16) -> TimeDelta {
    TimeDelta::days(usize::try_from(charges).ok().and_then(|nth| DAYS.get(nth)).copied().unwrap_or(7))
}

/// Writes down that it was tried so many times more, and when it may be again.
pub(super) async fn later(tx: &db::Tx, due: Uuid, tries: i16, wait: TimeDelta) -> Result<(), ApiError> {
    let sql = "update order_dues set charges = charges + $2, charge_at = $3 where id = $1";
    db::exec(tx, sql, [due.into(), tries.into(), (tx.now() + wait).into()]).await?;
    Ok(())
}
