//! How a subscription stands, asked of the provider.

use db::{Db, Working};
use payments::{Fact, Question};
use uuid::Uuid;
use web::{ApiError, Kind};

use super::{PROVIDER, hear};
use crate::payment::{Desk, Source, accounts::Opened};

/// Looks a subscription up, and has our row learn what it says.
pub(crate) async fn look(
    db: &Db,
    desk: &Desk,
    of: &Opened,
    working: Working,
    (id, reference): (Uuid, &str),
) -> Result<(), ApiError> {
    let asked_at = db.clock().now();
    let question = Question::Subscription(reference.to_owned());
    let facts = desk.get(PROVIDER)?.look_up(&of.account, &question).await.map_err(|doubt| {
        let words = "The payment provider cannot be reached or did not answer: nothing is lost, please try again";
        ApiError::new(Kind::Unavailable, words).with_source(doubt)
    })?;
    let tx = db.begin_working(working).await?;
    for fact in &facts {
        if let Fact::Subscription(said) = fact {
            hear(&tx, id, said, Source::Fresh(asked_at)).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
