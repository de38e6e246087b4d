//! The job of an import.

use std::time::Duration;

use db::Tx;
use jobs::{Job, JobContext, JobError};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Author, Exchange, begin, fail};
use crate::{
    files::{Files, place},
    import::shopify::{self, ImportError, Journal, LineError, Options, Report, Step},
};

/// Writes the products of a file into the shop.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Import {
    pub(crate) exchange: Uuid,
    /// Who confirmed it, and whether he may change what is in stock.
    #[serde(default)]
    pub(crate) author: Author,
    #[serde(default)]
    pub(crate) writes_stock: bool,
}

/// With more lines than these that are wrong, it is the wrong file.
const MOST_ERRORS: i64 = 10_000;

impl Job for Import {
    const NAME: &'static str = "catalog.import";
    const QUEUE: &'static str = "exchange";
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(4));
    type State = Files;

    async fn run(&self, ctx: &JobContext, files: &Files) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        let Some(exchange) = Exchange::find(&tx, self.exchange).await?.filter(|found| !found.is_over()) else {
            return Ok(());
        };
        begin(&tx, self.exchange).await?;
        tx.commit().await?;
        let gone = "the file of this import was deleted: upload it again";
        let Some(key) = exchange.key else { return self.fail(ctx, gone).await };
        let reader = match files.storage.open(&place("private", ctx.organization(), &key)).await {
            Ok(reader) => reader,
            Err(storage::Error::NotFound) => return self.fail(ctx, gone).await,
            Err(error) => return Err(error.into()),
        };
        let mut journal = Log {
            ctx,
            exchange: self.exchange,
            done_line: exchange.done_line,
            errors: exchange.error_count,
            written: 0,
            author: self.author,
            writes_stock: self.writes_stock,
        };
        let run = shopify::run_with(ctx.db(), ctx.organization(), reader, Options::default(), &mut journal, |_| {});
        match Box::pin(self.author.scope(ctx.organization(), ctx.request_id(), run)).await {
            Ok(_) if journal.gives_up() => {
                let why = format!("more than {MOST_ERRORS} lines are wrong: is it the right file?");
                self.fail(ctx, &why).await
            }
            Ok(report) => self.finish(ctx, &report).await,
            Err(ImportError::Stopped { source, .. }) => {
                if ctx.is_last_attempt() {
                    self.fail(ctx, "it failed too often: import the file again, which writes what is missing").await?;
                }
                Err(source.into())
            }
            Err(ImportError::Read(error)) => Err(error.into()),
            Err(error) => self.fail(ctx, &error.to_string()).await,
        }
    }
}

impl Import {
    async fn fail(&self, ctx: &JobContext, why: &str) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        fail(&tx, self.exchange, why).await?;
        Ok(tx.commit().await?)
    }

    async fn finish(&self, ctx: &JobContext, report: &Report) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        let sql = "update public.exchanges set status = 'done', total_lines = $4, done_line = $4, finished_at = $3, updated_at = $3,
              options = jsonb_strip_nulls(options || jsonb_build_object('warning', $5::text))
            where organization_id = $1 and id = $2 and status = 'running'";
        let lines = i64::try_from(report.lines).unwrap_or(i64::MAX);
        let warning = report.left_column.as_ref().map(|column| {
            format!("the column '{column}' was left alone, and stock is as it was: whoever confirms an import needs inventory:write for it")
        });
        let values = [tx.organization()?.into(), self.exchange.into(), tx.now().into(), lines.into(), warning.into()];
        db::exec(&tx, sql, values).await?;
        Ok(tx.commit().await?)
    }
}

/// Says in the row how far it is, in the transaction of what was written.
struct Log<'a> {
    ctx: &'a JobContext,
    exchange: Uuid,
    /// The first line of the last product that is in.
    done_line: i64,
    /// How many errors stand in the row, and how many the transaction that goes on adds.
    errors: i64,
    written: i64,
    author: Author,
    writes_stock: bool,
}

impl Journal for Log<'_> {
    const IS_KEPT: bool = true;

    fn done_line(&self) -> u64 {
        self.done_line.unsigned_abs()
    }

    fn writes_stock(&self) -> bool {
        self.writes_stock
    }

    fn cause(&self) -> Option<Uuid> {
        Some(self.exchange)
    }

    fn claims(&self) -> Json {
        self.author.claims()
    }

    fn gives_up(&self) -> bool {
        self.errors > MOST_ERRORS
    }

    async fn step(&mut self, tx: &Tx, step: &Step<'_>) -> db::Result<()> {
        let stopped = |why: &str| db::Error::Internal(DbErr::Custom(why.to_owned()));
        if self.ctx.stop().is_cancelled() {
            return Err(stopped("the process ends: the import goes on elsewhere"));
        }
        let written = i64::try_from(self.write_errors(tx, step.errors).await?).unwrap_or(i64::MAX);
        self.written = written;
        let done = step.line.map_or(self.done_line, |line| i64::try_from(line).unwrap_or(i64::MAX));
        let count = |is: fn(&crate::write::Upserted) -> bool| {
            i64::try_from(step.upserted.iter().filter(|one| is(one)).count()).unwrap_or(i64::MAX)
        };
        // Whoever lost his lease to another worker finds that other's line here, and nothing of his is kept.
        let sql = "update public.exchanges set done_line = $4, updated_at = $3,
              total_lines = greatest(total_lines, $5),
              created_count = created_count + $6, updated_count = updated_count + $7,
              unchanged_count = unchanged_count + $8, error_count = error_count + $9
            where organization_id = $1 and id = $2 and status = 'running' and done_line = $10";
        let values = [
            tx.organization()?.into(),
            self.exchange.into(),
            tx.now().into(),
            done.into(),
            i64::try_from(step.looked).unwrap_or(i64::MAX).into(),
            count(|one| one.created).into(),
            count(|one| !one.created && one.changed).into(),
            count(|one| !one.changed).into(),
            written.into(),
            self.done_line.into(),
        ];
        if db::exec(tx, sql, values).await? == 0 {
            return Err(stopped("another worker goes on with this import, or it was removed"));
        }
        Ok(())
    }

    fn committed(&mut self, step: &Step<'_>) {
        if let Some(line) = step.line {
            self.done_line = i64::try_from(line).unwrap_or(i64::MAX);
        }
        self.errors += self.written;
    }
}

impl Log<'_> {
    /// What was written before the process was killed is written already.
    async fn write_errors(&self, tx: &Tx, errors: &[LineError]) -> db::Result<u64> {
        if errors.is_empty() {
            return Ok(0);
        }
        // Several of a line stand in the order in which they are said, which is the same each time.
        let mut places: Vec<i32> = Vec::with_capacity(errors.len());
        for (at, error) in errors.iter().enumerate() {
            let before = errors[..at].iter().rev().take(64).filter(|other| other.line == error.line).count();
            let base = if error.is_of_product { 1_000 } else { 0 };
            places.push(base + i32::try_from(before).unwrap_or(i32::MAX));
        }
        let sql = "insert into public.exchange_errors (organization_id, exchange_id, line, place, problem, created_at)
            select $1, $2, u.line, u.place, u.problem, $3
            from unnest($4::bigint[], $5::int[], $6::text[]) u (line, place, problem)
            on conflict do nothing";
        let values = [
            tx.organization()?.into(),
            self.exchange.into(),
            tx.now().into(),
            errors.iter().map(|error| i64::try_from(error.line).unwrap_or(i64::MAX)).collect::<Vec<_>>().into(),
            places.into(),
            errors.iter().map(|error| error.message.chars().take(2_000).collect::<String>()).collect::<Vec<_>>().into(),
        ];
        db::exec(tx, sql, values).await
    }
}
