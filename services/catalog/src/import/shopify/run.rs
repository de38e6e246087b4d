//! Writing a file's products into a shop.

use std::{collections::HashSet, io::Read};

use db::{Db, Tx};
use entity::ids::RegionId;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{ImportError, Journal, LineError, Parsed, Products, Quiet, Step, medusa::Region};
use crate::{
    search::Index,
    write::{Problem, ProductDraft, ShopContext, Upserted, WriteError, begin_bulk, upsert_products},
};

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The currency of the prices; the shop's default currency when absent.
    pub currency: Option<String>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Products that are in.
    pub products: u64,
    /// Lines of the file that were looked at.
    pub lines: u64,
    /// Lines that were left out.
    pub errors: u64,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Products that are new.
    pub created: u64,
    /// Products that were there and changed.
    pub updated: u64,
    /// Products that were there and are as the file says.
    pub unchanged: u64,
    /// Lines that were looked at.
    pub lines: u64,
    /// Lines that were left out, in their order.
    pub errors: Vec<LineError>,
    /// Columns that nothing reads.
    pub ignored_columns: Vec<String>,
}

/// Products in a transaction, and bytes: descriptions may be long.
const BATCH: usize = 250;
const BATCH_BYTES: usize = 4 << 20;
/// Errors that are told at once.
const BATCH_ERRORS: usize = 1_000;
const REASON: &str = "import products";
/// Another writer may be in the way of a transaction so often.
const ATTEMPTS: usize = 5;

/// Imports a file into a shop. What is there is updated; what is not in the file stays.
///
/// Each few hundred products are a transaction: when the import is stopped, what it told of is in, and importing the file
/// again goes on. The file is read in between, so `reader` is a file or memory and no slow connection.
pub async fn run(
    db: &Db,
    organization: Uuid,
    reader: impl Read,
    options: Options,
    progress: impl FnMut(Progress),
) -> Result<Report, ImportError> {
    run_with(db, organization, reader, options, &mut Quiet, progress).await
}

/// The same, with somebody who writes down how far it is and says where it goes on.
pub async fn run_with<J: Journal>(
    db: &Db,
    organization: Uuid,
    reader: impl Read,
    options: Options,
    journal: &mut J,
    mut progress: impl FnMut(Progress),
) -> Result<Report, ImportError> {
    let (shop, regions) = open(db, organization).await?;
    let currency = choose_currency(&shop, options.currency)?;
    let mut products = Products::new(reader, &currency)?;
    products.know(&shop.currencies, &regions);
    let mut report = Report { ignored_columns: products.ignored_columns().to_vec(), ..Report::default() };
    let done = journal.done_line();
    let mut writer = Writer { db, shop: &shop, journal, report: &mut report, told: 0 };
    let mut batch = Batch::read(&mut products, done).await;
    loop {
        writer.report.lines = batch.lines;
        writer.report.errors.append(&mut batch.errors);
        // While Postgres writes one batch, the next one is read.
        let (written, next) = tokio::join!(writer.write(&batch.products), async {
            if batch.is_last { None } else { Some(Batch::read(&mut products, done).await) }
        });
        written?;
        progress(Progress {
            products: writer.report.products(),
            lines: writer.report.lines,
            errors: writer.report.errors.len() as u64,
        });
        match next {
            Some(next) if !writer.journal.gives_up() => batch = next,
            _ => break,
        }
    }
    if writer.report.created + writer.report.updated > 0 {
        writer.index().await?;
    }
    if let Some(failure) = products.take_failure() {
        return Err(ImportError::Read(failure));
    }
    report.errors.sort_by_key(|error| error.line);
    Ok(report)
}

impl Report {
    fn products(&self) -> u64 {
        self.created + self.updated + self.unchanged
    }

    fn count(&mut self, upserted: &[Upserted]) {
        for Upserted { created, changed, .. } in upserted {
            match (created, changed) {
                (true, _) => self.created += 1,
                (false, true) => self.updated += 1,
                (false, false) => self.unchanged += 1,
            }
        }
    }

    fn stopped(&self, source: db::Error) -> ImportError {
        ImportError::Stopped { products: self.products(), source }
    }
}

async fn open(db: &Db, organization: Uuid) -> Result<(ShopContext, Vec<Region>), ImportError> {
    let stopped = |source| ImportError::Stopped { products: 0, source };
    let tx = begin_bulk(db, organization, REASON).await.map_err(stopped)?;
    let shop = ShopContext::load(&tx).await.map_err(|error| match error {
        WriteError::Database(source) => stopped(source),
        other => ImportError::Shop(other),
    })?;
    let regions = regions(&tx).await.map_err(stopped)?;
    tx.commit().await.map_err(stopped)?;
    Ok((shop, regions))
}

async fn regions(tx: &Tx) -> db::Result<Vec<Region>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        name: String,
        currency_code: String,
    }
    let sql = "select r.id, r.name, r.currency_code from public.regions r
        where r.organization_id = $1 and r.deleted_at is null order by r.id";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [tx.organization()?.into()]).await?;
    Ok(rows
        .into_iter()
        .map(|row| Region { id: RegionId(row.id), name: row.name, currency: row.currency_code })
        .collect())
}

fn choose_currency(shop: &ShopContext, given: Option<String>) -> Result<String, ImportError> {
    let Some(given) = given.map(|given| given.to_lowercase()) else {
        let default = shop.default_currency().map(str::to_owned);
        return default.ok_or(ImportError::Shop(WriteError::NotReady("the shop has no currency: give it one first")));
    };
    if shop.currencies.contains(&given) {
        return Ok(given);
    }
    Err(ImportError::UnknownCurrency { given, known: shop.currencies.join(", ") })
}

/// The line of the file that a problem comes from.
fn locate(parsed: &Parsed, problem: &Problem) -> LineError {
    let of_variant = problem.variant.and_then(|at| parsed.variant_lines.get(at));
    let line = of_variant.copied().unwrap_or(parsed.line);
    let message = format!("product '{}' is left out: {}: {}", problem.handle, problem.field, problem.message);
    LineError { line, message, is_of_product: true }
}

/// What is written in a transaction, and the lines before it that were left out.
#[derive(Debug, Default)]
struct Batch {
    products: Vec<Parsed>,
    errors: Vec<LineError>,
    /// The last line that was looked at.
    lines: u64,
    is_last: bool,
}

impl Batch {
    /// Lets others go on after each product: whoever writes the batch before waits for Postgres most of the time.
    async fn read<R: Read>(products: &mut Products<R>, done: u64) -> Self {
        let (mut batch, mut bytes) = (Self::default(), 0);
        while batch.products.len() < BATCH && bytes < BATCH_BYTES && batch.errors.len() < BATCH_ERRORS {
            match products.next() {
                // Before the process was killed it was written already; only that its handle was there counts.
                Some(Ok(product)) if product.line <= done => {}
                Some(Ok(product)) => {
                    bytes += product.draft.description.as_ref().map_or(0, String::len);
                    batch.products.push(product);
                }
                Some(Err(error)) => batch.errors.push(error),
                None => {
                    batch.is_last = true;
                    break;
                }
            }
            tokio::task::yield_now().await;
        }
        batch.lines = products.line();
        batch
    }
}

struct Writer<'a, J> {
    db: &'a Db,
    shop: &'a ShopContext,
    journal: &'a mut J,
    report: &'a mut Report,
    /// How many of the errors the journal knows.
    told: usize,
}

impl<J: Journal> Writer<'_, J> {
    /// Writes a batch at once, without the products that are refused; if that is refused too, one by one.
    async fn write(&mut self, batch: &[Parsed]) -> Result<(), ImportError> {
        let Some(last) = batch.last().map(|last| last.line) else { return self.tell_rest().await };
        let all: Vec<&Parsed> = batch.iter().collect();
        let good = match self.attempt(&all, last).await {
            Ok(upserted) => {
                self.report.count(&upserted);
                return self.tell_rest().await;
            }
            Err(WriteError::Database(error)) if !matches!(error, db::Error::Constraint { .. }) => {
                return Err(self.report.stopped(error));
            }
            Err(WriteError::Invalid(problems)) => {
                self.report.errors.extend(problems.iter().map(|problem| locate(&batch[problem.draft], problem)));
                let bad: HashSet<usize> = problems.iter().map(|problem| problem.draft).collect();
                let good: Vec<&Parsed> =
                    all.iter().enumerate().filter(|(at, _)| !bad.contains(at)).map(|(_, parsed)| *parsed).collect();
                if good.is_empty() {
                    return if J::IS_KEPT { self.tell(Some(last)).await } else { Ok(()) };
                }
                match self.attempt(&good, last).await {
                    Ok(upserted) => {
                        self.report.count(&upserted);
                        return Ok(());
                    }
                    Err(WriteError::Database(error)) if !matches!(error, db::Error::Constraint { .. }) => {
                        return Err(self.report.stopped(error));
                    }
                    Err(_) => good,
                }
            }
            Err(_) => all,
        };
        for parsed in good {
            self.write_one(parsed).await?;
        }
        self.tell_rest().await
    }

    /// Errors that no transaction has told yet.
    async fn tell_rest(&mut self) -> Result<(), ImportError> {
        if J::IS_KEPT && self.told < self.report.errors.len() { self.tell(None).await } else { Ok(()) }
    }

    async fn write_one(&mut self, parsed: &Parsed) -> Result<(), ImportError> {
        match self.attempt(&[parsed], parsed.line).await {
            Ok(upserted) => {
                self.report.count(&upserted);
                return Ok(());
            }
            Err(WriteError::Invalid(problems)) => {
                self.report.errors.extend(problems.iter().map(|problem| locate(parsed, problem)));
            }
            Err(WriteError::Database(error)) if !matches!(error, db::Error::Constraint { .. }) => {
                return Err(self.report.stopped(error));
            }
            Err(error) => {
                let message = error.to_string();
                self.report.errors.push(LineError { line: parsed.line, message, is_of_product: true });
            }
        }
        if J::IS_KEPT { self.tell(Some(parsed.line)).await } else { Ok(()) }
    }

    /// A transaction that another writer was in the way of is made again.
    async fn attempt(&mut self, batch: &[&Parsed], line: u64) -> Result<Vec<Upserted>, WriteError> {
        let drafts: Vec<ProductDraft> = batch.iter().map(|parsed| parsed.draft.clone()).collect();
        let mut left = ATTEMPTS;
        loop {
            left -= 1;
            match self.once(line, &drafts).await {
                Err(WriteError::Database(db::Error::Conflict(_)) | WriteError::Taken { .. }) if left > 0 => {}
                outcome => return outcome,
            }
        }
    }

    async fn once(&mut self, line: u64, drafts: &[ProductDraft]) -> Result<Vec<Upserted>, WriteError> {
        let tx = begin_bulk(self.db, self.shop.organization, REASON).await?;
        // The ledger of stock says why.
        tx.batch(r#"select set_config('kontor.stock', '{"reason": "import"}', true)"#).await?;
        let upserted = upsert_products(&tx, self.shop, drafts).await?;
        let errors = &self.report.errors[self.told..];
        let step = Step { line: Some(line), looked: self.report.lines, upserted: &upserted, errors };
        self.journal.step(&tx, &step).await?;
        tx.commit().await?;
        self.journal.committed(&step);
        self.told = self.report.errors.len();
        Ok(upserted)
    }

    /// Until now the search was told to wait.
    async fn index(&self) -> Result<(), ImportError> {
        let done = async {
            let tx = begin_bulk(self.db, self.shop.organization, REASON).await?;
            jobs::enqueue(&tx, &Index::default()).await?;
            tx.commit().await
        };
        done.await.map_err(|source| self.report.stopped(source))
    }

    /// Nothing of a product is written, but something is to be said.
    async fn tell(&mut self, line: Option<u64>) -> Result<(), ImportError> {
        let done = async {
            let tx = begin_bulk(self.db, self.shop.organization, REASON).await?;
            let errors = &self.report.errors[self.told..];
            let step = Step { line, looked: self.report.lines, upserted: &[], errors };
            self.journal.step(&tx, &step).await?;
            tx.commit().await?;
            self.journal.committed(&step);
            Ok(())
        };
        done.await.map_err(|source| self.report.stopped(source))?;
        self.told = self.report.errors.len();
        Ok(())
    }
}
