//! Telling: all that is kept, as one JSON file that is sealed.

use std::time::Duration;

use chrono::TimeDelta;
use entity::{
    Timestamp,
    ids::{CustomerId, PrivacyRequestId, UserId},
};
use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Desk,
    requests::{self, Kind},
    whom::Whom,
};
use crate::seal::columns::PRIVACY_FILE;

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
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(1));
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let outcome = once(ctx, desk, self.request).await;
        give_up(ctx, self.request, outcome).await
    }
}

/// The last attempt leaves a word to whoever asked; the cause stands in the log.
pub(super) async fn give_up(ctx: &JobContext, request: Uuid, outcome: Result<(), JobError>) -> Result<(), JobError> {
    let is_over = match &outcome {
        Ok(()) => false,
        Err(JobError::Fail(_)) => true,
        Err(JobError::Retry { .. }) => ctx.is_last_attempt(),
    };
    if is_over {
        let tx = ctx.begin().await?;
        let why = "It could not be done: ask again, and if that fails too, the server's log says why";
        requests::failed(&tx, ctx.organization(), request, why).await?;
        tx.commit().await?;
    }
    outcome
}

#[derive(FromQueryResult)]
struct Told {
    rows: Value,
}

async fn once(ctx: &JobContext, desk: &Desk, id: Uuid) -> Result<(), JobError> {
    let tx = ctx.begin().await?;
    tx.batch("set local statement_timeout = '30min'").await?;
    let begun = tx.now();
    let Some(request) = requests::take_up(&tx, ctx.organization(), id, Kind::Export).await? else {
        return Ok(());
    };
    let whom = Whom::of(&tx, &request).await?;
    let mut tables = Map::new();
    for subject in desk.subjects().filter(|subject| whom.concerns(subject)) {
        let Told { rows } = db::fetch_one(&tx, &subject.told(), whom.values(&tx)).await?;
        tables.insert(subject.table.replace('"', ""), rows);
    }
    tx.commit().await?;

    let file = json!({
        "request": PrivacyRequestId(id),
        "customer": request.customer_id.map(CustomerId),
        "user": request.user_id.map(UserId),
        "made_at": Timestamp(begun),
        "kept": tables,
    });
    let sealed = desk.accounts.seal(&file.to_string().into(), &PRIVACY_FILE.of(&id.to_string()));
    let sealed = sealed.map_err(JobError::fail)?;

    let tx = ctx.begin().await?;
    requests::take_turns(&tx).await?;
    if !requests::keep_file(&tx, &request, sealed).await? {
        requests::failed(&tx, ctx.organization(), id, "He was erased: nothing personal is kept").await?;
    }
    tx.commit().await?;
    Ok(())
}
