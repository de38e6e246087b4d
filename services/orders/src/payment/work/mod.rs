//! The jobs of payments: what was told is worked on, what hangs is looked up, what was lost is found, and what nobody pays for any more is
//! given up and given back.

mod attempts;
mod complete;
mod dead;
mod forget;
mod give_up;
mod going_back;
mod inbox;
mod let_go;
mod release;
mod stuck;
mod surplus;
mod walks;

use db::Db;
use jobs::{JobError, Registry, Schedule, ScheduleError, enqueue};
use web::ApiError;

use super::{
    Desk,
    captures::{Ending, Shipped},
    charges::Charges,
};

pub use dead::Dead;
pub(crate) use dead::{dead, replay};
pub(crate) use inbox::{book_invoice, ring};
pub(in crate::payment) use release::Release;

/// The jobs.
pub(crate) fn registry(registry: Registry, desk: &Desk) -> Registry {
    registry
        .with::<inbox::Inbox>(desk.clone())
        .with::<complete::Complete>(desk.clone())
        .with::<give_up::GiveUp>(desk.clone())
        .with::<attempts::Attempts>(desk.clone())
        .with::<walks::Events>(desk.clone())
        .with::<walks::EventsOf>(desk.clone())
        .with::<walks::Objects>(desk.clone())
        .with::<walks::ObjectsOf>(desk.clone())
        .with::<Release>(desk.clone())
        .with::<forget::Forget>(desk.clone())
        .with::<Charges>(desk.clone())
        .with::<Shipped>(desk.clone())
        .with::<Ending>(desk.clone())
        .with::<stuck::Stuck>(desk.clone())
        .with::<surplus::Surplus>(desk.clone())
}

/// When those are due that nobody asks for.
pub(crate) fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    Ok(vec![
        Schedule::new("payments.ending", "50 40 * * * *", &Ending {})?,
        Schedule::new("payments.charges", "35 */10 * * * *", &Charges {})?,
        Schedule::new("payments.forget", "20 */10 * * * *", &forget::Forget {})?,
        Schedule::new("payments.inbox", "*/15 * * * * *", &inbox::Inbox {})?,
        Schedule::new("payments.attempts", "30 * * * * *", &attempts::Attempts {})?,
        Schedule::new("payments.events", "45 */5 * * * *", &walks::Events {})?,
        Schedule::new("payments.objects", "10 */5 * * * *", &walks::Objects { now: false })?,
        Schedule::new("payments.stuck", "15 */5 * * * *", &stuck::Stuck {})?,
    ])
}

/// Has everything looked after now that the schedules look after: calls in doubt, events that were never told, carts that were paid and
/// are no order. Workers do it.
pub(crate) async fn sweep(db: &Db) -> db::Result<()> {
    let tx = db.begin_system("have payments looked after now").await?;
    enqueue(&tx, &attempts::Attempts {}).unique_key("sweep attempts").await?;
    enqueue(&tx, &walks::Events {}).unique_key("sweep events").await?;
    enqueue(&tx, &walks::Objects { now: true }).unique_key("sweep objects").await?;
    enqueue(&tx, &inbox::Inbox {}).unique_key("sweep inbox").await?;
    enqueue(&tx, &stuck::Stuck {}).unique_key("sweep stuck").await?;
    tx.commit().await
}

/// What an answer to somebody is to a job: it comes again.
fn again(error: ApiError) -> JobError {
    JobError::from(anyhow::Error::from(error))
}
