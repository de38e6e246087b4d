//! Writing a file's products into a shop.

use std::io::Read;

use db::Db;
use uuid::Uuid;

use super::{ImportError, Journal, LineError, Parsed, Products, Quiet, Step};
use crate::write::{Problem, ProductDraft, ShopContext, Upserted, WriteError, begin_bulk, upsert_products};

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

/// Products in a transaction.
const BATCH: usize = 100;
const REASON: &str = "import products";
/// Another writer may be in the way of a transaction so often.
const ATTEMPTS: usize = 5;

/// Imports a file into a shop. What is there is updated; what is not in the file stays.
///
/// Each hundred products are a transaction: when the import is stopped, what it told of is in, and importing the file
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
    let shop = open(db, organization).await?;
    let currency = choose_currency(&shop, options.currency)?;
    let mut products = Products::new(reader, &currency)?;
    let mut report = Report { ignored_columns: products.ignored_columns().to_vec(), ..Report::default() };
    let done = journal.done_line();
    let mut writer = Writer { db, shop: &shop, journal, report: &mut report, told: 0 };
    let mut batch: Vec<Parsed> = Vec::with_capacity(BATCH);
    loop {
        let next = products.next();
        let is_over = next.is_none();
        match next {
            // Before the process was killed it was written already; only that its handle was there counts.
            Some(Ok(product)) if product.line <= done => {}
            Some(Ok(product)) => batch.push(product),
            Some(Err(error)) => writer.report.errors.push(error),
            None => {}
        }
        if batch.len() == BATCH || is_over {
            writer.report.lines = products.line();
            writer.write(&std::mem::take(&mut batch)).await?;
            progress(Progress {
                products: writer.report.products(),
                lines: products.line(),
                errors: writer.report.errors.len() as u64,
            });
        }
        if is_over || writer.journal.gives_up() {
            break;
        }
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

async fn open(db: &Db, organization: Uuid) -> Result<ShopContext, ImportError> {
    let stopped = |source| ImportError::Stopped { products: 0, source };
    let tx = begin_bulk(db, organization, REASON).await.map_err(stopped)?;
    let shop = ShopContext::load(&tx).await.map_err(|error| match error {
        WriteError::Database(source) => stopped(source),
        other => ImportError::Shop(other),
    })?;
    tx.commit().await.map_err(stopped)?;
    Ok(shop)
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

struct Writer<'a, J> {
    db: &'a Db,
    shop: &'a ShopContext,
    journal: &'a mut J,
    report: &'a mut Report,
    /// How many of the errors the journal knows.
    told: usize,
}

impl<J: Journal> Writer<'_, J> {
    /// Writes a batch at once; when it is refused, one by one, so that only the culprits stay out.
    async fn write(&mut self, batch: &[Parsed]) -> Result<(), ImportError> {
        if !batch.is_empty() {
            match self.attempt(batch).await {
                Ok(upserted) => self.report.count(&upserted),
                Err(WriteError::Database(error)) if !matches!(error, db::Error::Constraint { .. }) => {
                    return Err(self.report.stopped(error));
                }
                Err(_) => {
                    for parsed in batch {
                        self.write_one(parsed).await?;
                    }
                }
            }
        }
        if J::IS_KEPT && self.told < self.report.errors.len() {
            self.tell(None).await?;
        }
        Ok(())
    }

    async fn write_one(&mut self, parsed: &Parsed) -> Result<(), ImportError> {
        match self.attempt(std::slice::from_ref(parsed)).await {
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
    async fn attempt(&mut self, batch: &[Parsed]) -> Result<Vec<Upserted>, WriteError> {
        let drafts: Vec<ProductDraft> = batch.iter().map(|parsed| parsed.draft.clone()).collect();
        let mut left = ATTEMPTS;
        loop {
            left -= 1;
            match self.once(batch.last().map(|last| last.line), &drafts).await {
                Err(WriteError::Database(db::Error::Conflict(_)) | WriteError::Taken { .. }) if left > 0 => {}
                outcome => return outcome,
            }
        }
    }

    async fn once(&mut self, line: Option<u64>, drafts: &[ProductDraft]) -> Result<Vec<Upserted>, WriteError> {
        let tx = begin_bulk(self.db, self.shop.organization, REASON).await?;
        // The ledger of stock says why.
        tx.batch(r#"select set_config('kontor.stock', '{"reason": "import"}', true)"#).await?;
        let upserted = upsert_products(&tx, self.shop, drafts).await?;
        let errors = &self.report.errors[self.told..];
        let step = Step { line, looked: self.report.lines, upserted: &upserted, errors };
        self.journal.step(&tx, &step).await?;
        tx.commit().await?;
        self.journal.committed(&step);
        self.told = self.report.errors.len();
        Ok(upserted)
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
