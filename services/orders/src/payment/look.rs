//! How far a payment has come, asked of the provider: a customer comes back from paying before anybody has told us that he paid.

use db::{Db, Working};
use payments::{Fact, Question};
use uuid::Uuid;
use web::ApiError;

use super::{Desk, accounts::of_session, attempts::unanswered, settle};

/// Looks up the object of a session, and has the session learn what it says.
pub(crate) async fn look(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    (provider, session, reference): (&str, Uuid, &str),
) -> Result<(), ApiError> {
    let tx = db.begin_working(working()).await?;
    let account = of_session(&tx, session).await?;
    tx.commit().await?;
    let opened = desk.open(account).await?;
    let asked_at = db.clock().now();
    let question = Question::Intent(reference.to_owned());
    let facts = desk.get(provider)?.look_up(&opened.account, &question).await.map_err(unanswered)?;
    let tx = db.begin_working(working()).await?;
    for fact in facts {
        if let Fact::Session(said) = fact {
            settle::hear_session(&tx, session, &said, settle::Source::Fresh(asked_at)).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
