//! Letting go what a provider holds for a session.

use db::{Db, Working};
use payments::{Settled, Want};
use uuid::Uuid;
use web::ApiError;

use super::{
    Desk,
    accounts::of_session,
    attempts::{self, Step, plan, refused},
    look,
};

/// True when nobody pays it any more. False when it was taken in the last moment, as a rule: how it stands was looked up then.
pub(in crate::payment) async fn cancel(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    (provider, session, reference): (&str, Uuid, &str),
) -> Result<bool, ApiError> {
    let tx = db.begin_working(working()).await?;
    let want = Want::CancelIntent { intent: reference.to_owned() };
    let account = of_session(&tx, session).await?;
    let step = plan(&tx, desk, (provider, account), &want, session).await?;
    tx.commit().await?;
    if let Step::Send(attempt) = step {
        let outcome = attempts::send(db, working(), &attempt).await?;
        match (&outcome.settled, refused(&outcome)) {
            (Settled::Succeeded(_), _) => return Ok(true),
            (Settled::Unknown(_), Some(error)) => return Err(error),
            _ => {}
        }
    }
    look(db, desk, working, (provider, session, reference)).await?;
    Ok(false)
}
