//! Walks over all tables.

use db::{Db, Tx};
use sha2::{Digest, Sha256};
use vault::better_auth::Secrets;

use super::{
    kinds::{Bad, Desk, KINDS, Kind, LEFT, Outcome, Row},
    report::{Counts, Progress, Refused, Report},
    source::{Source, SourceError},
    write::{Fate, write},
};
use crate::{seal::Keys, store::organizations};

/// Another writer may be in the way of a transaction so often.
const ATTEMPTS: usize = 5;
const REASON: &str = "take over people from Better Auth";

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The secrets of that installation.
    pub secrets: Secrets,
    /// Look what would be done, and do nothing. Whoever signs up meanwhile with an address that is looked at waits.
    pub dry_run: bool,
}

/// Why nothing (more) was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The other database.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Our database. What was written before stays.
    #[error("the import stopped after {rows} rows: import again to go on")]
    Stopped {
        /// Rows that were looked at.
        rows: u64,
        /// Why.
        #[source]
        source: db::Error,
    },
}

/// Takes over everything that can be taken. Each thousand rows are a transaction: when the import is stopped, what it told of
/// is in, and importing again goes on. A dry run is one transaction that is rolled back.
pub async fn run(
    db: &Db,
    keys: &Keys,
    source: &mut Source,
    options: &Options,
    mut progress: impl FnMut(Progress),
) -> Result<Report, ImportError> {
    let desk = Desk { keys, secrets: &options.secrets, now: db.clock().now() };
    let mut report = Report::default();
    let mut total = 0;
    for kind in present(source) {
        total += source.count(&format!("select from {}", source.name(kind.theirs))).await?;
    }
    if source.has("verification") {
        report.verifications = source.count(&format!("select from {}", source.name("verification"))).await?;
    }
    let known: Vec<&str> = KINDS.iter().map(|kind| kind.theirs).chain(LEFT.iter().copied()).collect();
    report.ignored = source.others(&known);

    let mut writer = Writer { db, rehearsal: None };
    let mut rows = 0;
    let stopped = |rows| move |source| ImportError::Stopped { rows, source };
    if options.dry_run {
        writer.rehearsal = Some(begin(db).await.map_err(stopped(rows))?);
    }
    for kind in present(source) {
        let mut counts = Counts::default();
        source.read(&kind.query(source)).await?;
        loop {
            let theirs = source.next().await?;
            if theirs.is_empty() {
                break;
            }
            let read = theirs.len() as u64;
            let batch = translate(kind, &desk, theirs, &mut counts, &mut report);
            let fates = writer.write(kind, &batch).await.map_err(stopped(rows))?;
            for (row, fate) in batch.into_iter().zip(fates) {
                count(kind, row, fate, &mut counts, &mut report);
            }
            rows += read;
            progress(Progress { table: kind.theirs, rows, total });
        }
        report.tables.push((kind.theirs, counts));
    }
    if let Some(tx) = writer.rehearsal {
        tx.rollback().await.map_err(stopped(rows))?;
    }
    Ok(report)
}

/// The tables that are there.
fn present(source: &Source) -> Vec<&'static Kind> {
    let needs = |kind: &Kind| kind.theirs != "teamMember" || source.has("team");
    KINDS.iter().copied().filter(|kind| source.has(kind.theirs) && needs(kind)).collect()
}

async fn begin(db: &Db) -> db::Result<Tx> {
    let tx = db.begin_system(REASON).await?;
    // Digests of our rows have times in them.
    tx.batch("set local time zone 'UTC'").await?;
    Ok(tx)
}

struct Writer<'a> {
    db: &'a Db,
    /// The one transaction of a dry run.
    rehearsal: Option<Tx>,
}

impl Writer<'_> {
    async fn write(&self, kind: &Kind, rows: &[Row]) -> db::Result<Vec<Fate>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(tx) = &self.rehearsal {
            return write(tx, kind, rows).await;
        }
        let mut left = ATTEMPTS;
        loop {
            left -= 1;
            match self.write_once(kind, rows).await {
                Err(db::Error::Conflict(_)) if left > 0 => {}
                outcome => return outcome,
            }
        }
    }

    async fn write_once(&self, kind: &Kind, rows: &[Row]) -> db::Result<Vec<Fate>> {
        let tx = begin(self.db).await?;
        let fates = write(&tx, kind, rows).await?;
        if kind.ours == "auth.organization" {
            organizations::furnish(&tx, rows.iter().map(|row| row.id).collect()).await?;
        }
        tx.commit().await?;
        Ok(fates)
    }
}

fn translate(kind: &Kind, desk: &Desk<'_>, theirs: Vec<String>, counts: &mut Counts, report: &mut Report) -> Vec<Row> {
    let mut batch = Vec::with_capacity(theirs.len());
    for text in theirs {
        let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let their_id = value["id"].as_str().map_or_else(|| value["id"].to_string(), str::to_owned);
        let mut digest = Sha256::new_with_prefix(&text);
        match (kind.convert)(desk, value) {
            Ok(Outcome::Over) => report.over += 1,
            Ok(Outcome::Taken(taken)) => {
                if let Some((why, remedy)) = taken.missing {
                    // With the secret it will be another row.
                    digest.update(b"incomplete");
                    let (id, name) = (their_id.clone(), taken.name.clone());
                    report.miss(Refused { table: kind.theirs, id, name, why, remedy });
                }
                let digest = encode(&digest.finalize());
                batch.push(Row { id: taken.id, their_id, name: taken.name, digest, columns: taken.columns });
            }
            Err(Bad { name, why, remedy }) => {
                counts.refused += 1;
                report.refuse(Refused { table: kind.theirs, id: their_id, name, why, remedy });
            }
        }
    }
    batch
}

fn count(kind: &Kind, row: Row, fate: Fate, counts: &mut Counts, report: &mut Report) {
    match fate {
        Fate::Created => counts.created += 1,
        Fate::Updated => counts.updated += 1,
        Fate::Unchanged => counts.unchanged += 1,
        Fate::Kept => counts.kept += 1,
        Fate::Refused { why, remedy } => {
            counts.refused += 1;
            report.refuse(Refused { table: kind.theirs, id: row.their_id, name: row.name, why, remedy });
        }
    }
}

fn encode(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
    STANDARD_NO_PAD.encode(bytes)
}
