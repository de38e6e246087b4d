//! Telling: all that is kept, as one JSON file that is sealed page by page.

use std::time::Duration;

use chrono::TimeDelta;
use entity::{
    Timestamp,
    ids::{CustomerId, PrivacyRequestId, UserId},
};
use jobs::{Job, JobContext, JobError};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Desk,
    pages::Writer,
    requests::{self, Kind},
    turn::{self, Turn},
};

/// How long a file can be fetched.
pub const LIFE: TimeDelta = TimeDelta::days(7);

/// Writes down all that is kept about whom a request is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExportPerson {
    /// The request, in the job's shop.
    pub request: Uuid,
}

impl Job for ExportPerson {
    const NAME: &'static str = "accounts.export_person";
    const QUEUE: &'static str = "privacy";
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(1));
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let outcome = once(ctx, desk, self.request).await;
        give_up(ctx, self.request, outcome).await
    }
}

/// The last attempt leaves a word to whoever asked; the cause stands in the log. One that cannot speak any more, because it
/// panicked, took too long or lost its worker, is spoken for by [`super::TidyRequests`].
pub(super) async fn give_up(ctx: &JobContext, request: Uuid, outcome: Result<(), JobError>) -> Result<(), JobError> {
    let is_over = match &outcome {
        Ok(()) => false,
        Err(JobError::Fail(_)) => true,
        Err(JobError::Retry { .. }) => ctx.is_last_attempt(),
    };
    if is_over {
        let tx = ctx.begin().await?;
        requests::failed(&tx, ctx.organization(), request, requests::GIVEN_UP).await?;
        tx.commit().await?;
    }
    outcome
}

async fn once(ctx: &JobContext, desk: &Desk, id: Uuid) -> Result<(), JobError> {
    let Some(Turn { tx, request, .. }) = turn::take(ctx, desk, id, Kind::Export, None).await? else {
        return Ok(());
    };
    requests::running(&tx, &request).await?;
    tx.commit().await?;

    // What is found and the pages in which it is written are one transaction: an attempt that is cut short leaves nothing.
    let Some(Turn { tx, request, whom }) = turn::take(ctx, desk, id, Kind::Export, None).await? else {
        return Ok(());
    };
    let mut file = Writer::new(&desk.accounts, &tx, &request);
    let head = json!({
        "request": PrivacyRequestId(id),
        "customer": request.customer_id.map(CustomerId),
        "user": request.user_id.map(UserId),
        "made_at": Timestamp(tx.now()),
    });
    file.write(head.to_string().trim_end_matches('}')).await?;
    let mut between = ",\"kept\":{";
    for subject in desk.subjects().filter(|subject| whom.concerns(subject)) {
        let name = json!(subject.table.replace('"', ""));
        file.write(&format!("{between}{name}:")).await?;
        file.rows(subject, &whom).await?;
        between = ",\n";
    }
    file.write("}}").await?;
    file.end().await?;
    if requests::keep_file(&tx, &request).await? {
        tx.commit().await?;
        return Ok(());
    }
    tx.rollback().await?;
    let tx = ctx.begin().await?;
    requests::failed(&tx, ctx.organization(), id, "He was erased: nothing personal is kept").await?;
    tx.commit().await?;
    Ok(())
}
