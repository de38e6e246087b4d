//! Writing a file's products into a shop.

use std::{collections::HashSet, io::Read};

use db::{Db, Tx};
use entity::ids::RegionId;
use sea_orm::FromQueryResult;
use serde_json::json;
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
    /// Lines that were left out, in their order. None that a journal keeps.
    pub errors: Vec<LineError>,
    /// Columns that nothing reads.
    pub ignored_columns: Vec<String>,
    /// The column of quantities, when they were not to be set.
    pub left_column: Option<String>,
}

/// Products in a transaction, and bytes and variants: descriptions may be long, and products large.
const BATCH: usize = 250;
const BATCH_BYTES: usize = 4 << 20;
/// Each has a price, values and stock of its own.
const BATCH_VARIANTS: usize = 3_000;
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
    let (done, writes_stock) = (journal.done_line(), journal.writes_stock());
    report.left_column = products.quantity_column().filter(|_| !writes_stock).map(str::to_owned);
    let mut writer = Writer { db, shop: &shop, journal, report: &mut report, told: 0 };
    let mut batch = Batch::read(&mut products, done, writes_stock).await;
    loop {
        writer.report.lines = batch.lines;
        writer.report.errors.append(&mut batch.errors);
        // While Postgres writes one batch, the next one is read.
        let (written, next) = tokio::join!(writer.write(&batch.products), async {
            if batch.is_last { None } else { Some(Batch::read(&mut products, done, writes_stock).await) }
        });
        written?;
        progress(Progress {
            products: writer.report.products(),
            lines: writer.report.lines,
            errors: writer.told + writer.report.errors.len() as u64,
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
    async fn read<R: Read>(products: &mut Products<R>, done: u64, writes_stock: bool) -> Self {
        let (mut batch, mut bytes, mut variants) = (Self::default(), 0, 0);
        while batch.products.len() < BATCH
            && bytes < BATCH_BYTES
            && variants < BATCH_VARIANTS
            && batch.errors.len() < BATCH_ERRORS
        {
            match products.next() {
                // Before the process was killed it was written already; only that its handle was there counts.
                Some(Ok(product)) if product.line <= done => {}
                Some(Ok(mut product)) => {
                    if !writes_stock {
                        for variant in &mut product.draft.variants {
                            variant.stock = None;
                        }
                    }
                    bytes += product.draft.description.as_ref().map_or(0, String::len);
                    variants += product.draft.variants.len();
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
    /// How many errors the journal has.
    told: u64,
}

impl<J: Journal> Writer<'_, J> {
    /// Writes a batch at once, and in halves what takes too long at once.
    async fn write(&mut self, batch: &[Parsed]) -> Result<(), ImportError> {
        let mut parts: Vec<Vec<&Parsed>> = vec![batch.iter().collect()];
        while let Some(part) = parts.pop() {
            if self.journal.gives_up() {
                break;
            }
            if let Some(mut slow) = self.write_part(part).await? {
                let rest = slow.split_off(slow.len().div_ceil(2));
                parts.extend([rest, slow]);
            }
        }
        self.tell_more_than(0).await
    }

    /// Writes some at once, without the products that are refused; if that is refused too, one by one. Answers what takes too
    /// long to be written at once.
    async fn write_part<'p>(&mut self, part: Vec<&'p Parsed>) -> Result<Option<Vec<&'p Parsed>>, ImportError> {
        let Some(last) = part.last().map(|last| last.line) else { return Ok(None) };
        let good = match self.attempt(&part, last).await {
            Ok(upserted) => {
                self.report.count(&upserted);
                return Ok(None);
            }
            Err(WriteError::Database(error)) if stops(&error) => return Err(self.report.stopped(error)),
            Err(WriteError::Database(db::Error::Timeout(_))) if part.len() > 1 => return Ok(Some(part)),
            Err(WriteError::Invalid(problems)) => {
                self.report.errors.extend(problems.iter().map(|problem| locate(part[problem.draft], problem)));
                let bad: HashSet<usize> = problems.iter().map(|problem| problem.draft).collect();
                let good: Vec<&Parsed> =
                    part.iter().enumerate().filter(|(at, _)| !bad.contains(at)).map(|(_, parsed)| *parsed).collect();
                if good.is_empty() {
                    if J::IS_KEPT {
                        self.tell(Some(last)).await?;
                    }
                    return Ok(None);
                }
                match self.attempt(&good, last).await {
                    Ok(upserted) => {
                        self.report.count(&upserted);
                        return Ok(None);
                    }
                    Err(WriteError::Database(error)) if stops(&error) => return Err(self.report.stopped(error)),
                    Err(WriteError::Database(db::Error::Timeout(_))) if good.len() > 1 => return Ok(Some(good)),
                    Err(_) => good,
                }
            }
            Err(_) => part,
        };
        for parsed in good {
            if self.journal.gives_up() {
                break;
            }
            self.write_one(parsed).await?;
        }
        Ok(None)
    }

    /// Tells errors that no transaction has told yet, while there are more than so many.
    async fn tell_more_than(&mut self, most: usize) -> Result<(), ImportError> {
        while J::IS_KEPT && self.report.errors.len() > most && !self.journal.gives_up() {
            self.tell_some(None).await?;
        }
        Ok(())
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
            Err(WriteError::Database(error)) if stops(&error) => return Err(self.report.stopped(error)),
            Err(error) => {
                let message = format!("product '{}' is left out: {error}", parsed.draft.handle);
                self.report.errors.push(LineError { line: parsed.line, message, is_of_product: true });
            }
        }
        if J::IS_KEPT { self.tell(Some(parsed.line)).await } else { Ok(()) }
    }

    /// A transaction that another writer was in the way of is made again.
    async fn attempt(&mut self, batch: &[&Parsed], line: u64) -> Result<Vec<Upserted>, WriteError> {
        // What is told with the products is not much.
        self.tell_more_than(BATCH_ERRORS).await.map_err(|error| match error {
            ImportError::Stopped { source, .. } => WriteError::Database(source),
            _ => WriteError::NotReady("errors could not be told"),
        })?;
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
        // The ledger of stock says why, and who it was. One product cannot be written in parts, however large it is.
        let sql = "select set_config('kontor.stock', $1, true),
            set_config('request.jwt.claims', (current_setting('request.jwt.claims')::jsonb || $2)::text, true),
            set_config('statement_timeout', case when $3 then '120000' else current_setting('statement_timeout') end, true)";
        let why = json!({ "reason": "import", "cause_id": self.journal.cause() }).to_string();
        db::exec(&tx, sql, [why.into(), self.journal.claims().into(), (drafts.len() == 1).into()]).await?;
        let upserted = upsert_products(&tx, self.shop, drafts).await?;
        let errors = self.report.errors.len();
        let told: &[LineError] = if J::IS_KEPT { &self.report.errors } else { &[] };
        let step = Step { line: Some(line), looked: self.report.lines, upserted: &upserted, errors: told };
        self.journal.step(&tx, &step).await?;
        tx.commit().await?;
        self.journal.committed(&step);
        self.told(errors);
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

    /// Nothing of a product is written, but something is to be said: the errors, and then how far it is.
    async fn tell(&mut self, line: Option<u64>) -> Result<(), ImportError> {
        self.tell_more_than(BATCH_ERRORS).await?;
        self.tell_some(line).await
    }

    async fn tell_some(&mut self, line: Option<u64>) -> Result<(), ImportError> {
        let errors = &self.report.errors;
        let mut most = errors.len().min(BATCH_ERRORS);
        // Those of a line have numbers in their order, and stay together.
        while most > 0 && errors.get(most).is_some_and(|next| next.line == errors[most - 1].line) {
            most += 1;
        }
        let done = async {
            let tx = begin_bulk(self.db, self.shop.organization, REASON).await?;
            let step = Step { line, looked: self.report.lines, upserted: &[], errors: &self.report.errors[..most] };
            self.journal.step(&tx, &step).await?;
            tx.commit().await?;
            self.journal.committed(&step);
            Ok(())
        };
        done.await.map_err(|source| self.report.stopped(source))?;
        self.told(most);
        Ok(())
    }

    /// What a journal has is forgotten here, or the errors of a file that is nothing but errors would fill the memory.
    fn told(&mut self, errors: usize) {
        if J::IS_KEPT {
            self.report.errors.drain(..errors);
            self.told += errors as u64;
        }
    }
}

/// Whether an error of the database ends the import: neither a row nor its size is at fault.
fn stops(error: &db::Error) -> bool {
    !matches!(error, db::Error::Constraint { .. } | db::Error::Timeout(_))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// 100 products of 1,000 variants each would be written in one transaction by their number and bytes.
    #[tokio::test]
    async fn variants_bound_a_batch() {
        let mut csv = "Handle,Title,Option1 Name,Option1 Value,Variant Price\n".to_owned();
        for product in 0..7 {
            for variant in 0..1_000 {
                let title = if variant == 0 { format!("P{product},Size") } else { ",".to_owned() };
                let _ = writeln!(csv, "p{product},{title},{variant},5");
            }
        }
        let mut products = Products::new(csv.as_bytes(), "eur").unwrap();
        let mut sizes = Vec::new();
        loop {
            let batch = Batch::read(&mut products, 0, true).await;
            assert_eq!(batch.errors, []);
            sizes.push(batch.products.iter().map(|product| product.draft.variants.len()).sum::<usize>());
            if batch.is_last {
                break;
            }
        }
        assert_eq!(sizes, [3_000, 3_000, 1_000]);
    }
}
