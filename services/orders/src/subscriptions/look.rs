//! How a subscription stands, asked of the provider.

use chrono::{DateTime, Utc};
use db::{Db, Tx, Working};
use payments::{Doubt, Fact, Question};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use super::{PROVIDER, hear};
use crate::payment::{Desk, Source, Unheard, accounts::Opened, unanswered};

/// Looked up so often, if somebody tells us more each time while we ask.
const MOST: usize = 3;

/// Why nobody knows how it stands.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unseen {
    /// The provider did not say.
    #[error(transparent)]
    Doubt(#[from] Doubt),
    /// What it said is not said of our row.
    #[error(transparent)]
    Unheard(#[from] Unheard),
}

impl From<ApiError> for Unseen {
    fn from(error: ApiError) -> Self {
        Self::Unheard(error.into())
    }
}

impl From<db::Error> for Unseen {
    fn from(error: db::Error) -> Self {
        ApiError::from(error).into()
    }
}

impl From<Unseen> for ApiError {
    fn from(unseen: Unseen) -> Self {
        match unseen {
            Unseen::Doubt(doubt) => unanswered(doubt),
            Unseen::Unheard(unheard) => unheard.into(),
        }
    }
}

#[derive(FromQueryResult)]
struct Until {
    told_at: Option<DateTime<Utc>>,
}

/// Since when what is asked from now on is known at least. What we were told before we ask is older than the answer, whatever the clocks of
/// the two of us say.
pub(crate) async fn asked_at(tx: &Tx, id: Uuid) -> Result<DateTime<Utc>, ApiError> {
    let sql = "select s.told_at from subscriptions s where s.id = $1";
    let until: Option<Until> = db::fetch_optional(tx, sql, [id.into()]).await?;
    let now = tx.now();
    Ok(until.and_then(|until| until.told_at).map_or(now, |told_at| told_at.max(now)))
}

/// Looks a subscription up, and has our row learn what it says.
pub(crate) async fn look(
    db: &Db,
    desk: &Desk,
    of: &Opened,
    working: Working,
    (id, reference): (Uuid, &str),
) -> Result<(), Unseen> {
    for _ in 0..MOST {
        let tx = db.begin_working(working).await?;
        let asked_at = asked_at(&tx, id).await?;
        tx.commit().await?;
        let question = Question::Subscription(reference.to_owned());
        let facts = desk.get(PROVIDER)?.look_up(&of.account, &question).await?;
        let tx = db.begin_working(working).await?;
        let mut is_behind = false;
        for fact in &facts {
            if let Fact::Subscription(said) = fact {
                is_behind |= hear(&tx, id, said, Source::Fresh(asked_at)).await?;
            }
        }
        tx.commit().await?;
        if !is_behind {
            break;
        }
    }
    Ok(())
}
