//! The job of an export.

use std::time::Duration;

use db::Tx;
use entity::ids::UploadId;
use jobs::{Job, JobContext, JobError};
use resource::{Filter, Param, Table};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use web::query::{Params, split_words};

use super::{
    Exchange, begin, fail,
    inventory::{Inventory, read_inventory_filter},
    page::{PAGE, has_many_images, page},
    sheet::Sheet,
};
use crate::{
    admin::ExportedProduct,
    files::{Files, Kind, Received, new_key, place},
    write::ShopContext,
};

/// Writes products, or what is in stock, into a private file of the shop.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Export {
    pub(crate) exchange: Uuid,
    /// Whether whoever began it may read what is in stock.
    #[serde(default)]
    pub(crate) reads_stock: bool,
}

/// Reads which products are wanted, as the list of products does.
pub(crate) fn read_filter(query: &mut Params) -> Filter {
    let mut filter = Filter::default();
    let more = [
        Param::ids::<<ExportedProduct as Table>::Id>("id", "Ids."),
        Param::time("created_at", "When it was made."),
        Param::time("updated_at", "When it was last changed."),
    ];
    let all: Vec<Param> = more.into_iter().chain(ExportedProduct::FILTERS.iter().copied()).collect();
    resource::read(query, &all, ExportedProduct::ALIAS, &mut filter);
    let words = query.text("q").map(|q| split_words(&q)).unwrap_or_default();
    ExportedProduct::search(&mut filter, &words);
    filter
}

/// What an export writes, a page at a time.
pub(super) trait Pages: Send {
    /// What the file is called, without its date.
    const NAME: &'static str;

    /// The next page, read in a transaction that ends with it.
    fn next(&mut self, tx: &Tx) -> impl Future<Output = Result<Written, JobError>> + Send;
}

/// A page of lines.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    /// How many rows were looked at, and which of those the format cannot carry.
    pub(super) count: i64,
    pub(super) left_out: Vec<(i64, String)>,
    pub(super) is_last: bool,
}

impl Job for Export {
    const NAME: &'static str = "catalog.export";
    const QUEUE: &'static str = "exchange";
    const TIMEOUT: Option<Duration> = Some(Duration::from_hours(1));
    type State = Files;

    async fn run(&self, ctx: &JobContext, files: &Files) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        let Some(exchange) = Exchange::find(&tx, self.exchange).await?.filter(|found| !found.is_over()) else {
            return Ok(());
        };
        begin(&tx, self.exchange).await?;
        let mut query = Params::parse(exchange.query.as_deref().unwrap_or_default()).map_err(JobError::fail)?;
        if exchange.kind == "inventory_export" {
            if !self.reads_stock {
                return self.fail(ctx, "whoever begins it needs inventory:read").await;
            }
            let pages = Inventory::open(&tx, read_inventory_filter(&mut query)).await?;
            tx.commit().await?;
            return self.write(ctx, files, pages).await;
        }
        let shop = ShopContext::load(&tx).await;
        let many_images = has_many_images(&tx).await?;
        tx.commit().await?;
        let (shop, currency) = match shop.map(|shop| (shop.default_currency().map(str::to_owned), shop)) {
            Ok((Some(currency), shop)) => (shop, currency),
            Ok((None, _)) => return self.fail(ctx, "the shop has no currency: give it one first").await,
            Err(crate::write::WriteError::Database(error)) => return Err(error.into()),
            Err(error) => return self.fail(ctx, &error.to_string()).await,
        };
        let pages = Products {
            sheet: Sheet::new(&currency, !many_images)?,
            currency,
            location: shop.stock_location_id.filter(|_| self.reads_stock),
            reads_stock: self.reads_stock,
            filter: read_filter(&mut query),
            after: Uuid::nil(),
            count: 0,
        };
        self.write(ctx, files, pages).await
    }
}

/// Products as lines of Shopify's format.
struct Products {
    sheet: Sheet,
    currency: String,
    location: Option<Uuid>,
    reads_stock: bool,
    filter: Filter,
    after: Uuid,
    count: i64,
}

impl Pages for Products {
    const NAME: &'static str = "products";

    async fn next(&mut self, tx: &Tx) -> Result<Written, JobError> {
        let found = page(tx, &self.currency, (self.reads_stock, self.location), self.after, &self.filter).await?;
        let is_last = i64::try_from(found.len()).unwrap_or(i64::MAX) < PAGE;
        self.after = found.last().map_or(self.after, |last| last.id);
        let mut left_out = Vec::new();
        for product in &found {
            self.count += 1;
            if let Err(why) = self.sheet.add(product)? {
                left_out.push((self.count, format!("product '{}' is left out: it {why}", product.handle)));
            }
        }
        Ok(Written { bytes: self.sheet.take()?, count: self.count, left_out, is_last })
    }
}

impl Export {
    async fn write<P: Pages>(&self, ctx: &JobContext, files: &Files, mut pages: P) -> Result<(), JobError> {
        let key = new_key(Kind::Csv.extension());
        let mut writing = files.storage.write(&place("private", ctx.organization(), &key)).await?;
        let mut hash = Sha256::new();
        let mut left_out = Vec::new();
        let count = loop {
            // A transaction for each page: one that stays open for minutes holds back what is to be cleaned up.
            let tx = ctx.begin().await?;
            let written = pages.next(&tx).await?;
            tx.commit().await?;
            hash.update(&written.bytes);
            writing.add(&written.bytes).await?;
            left_out.extend(written.left_out);
            if written.is_last {
                break written.count;
            }
            if ctx.stop().is_cancelled() {
                return Err(JobError::retry_after(Duration::ZERO, std::io::Error::other("the process ends")));
            }
            self.say(ctx, written.count).await?;
        };
        let size = writing.finish().await?;
        let name = format!("{}-{}.csv", P::NAME, ctx.now().format("%Y-%m-%d"));
        let file = Received::written(UploadId::new(), name, key, Kind::Csv, size, hash);
        let tx = ctx.begin().await?;
        Received::keep(&tx, std::slice::from_ref(&file)).await?;
        self.finish(&tx, &file, count, left_out).await?;
        Ok(tx.commit().await?)
    }

    async fn fail(&self, ctx: &JobContext, why: &str) -> Result<(), JobError> {
        let tx = ctx.begin().await?;
        fail(&tx, self.exchange, why).await?;
        Ok(tx.commit().await?)
    }

    async fn say(&self, ctx: &JobContext, count: i64) -> db::Result<()> {
        let tx = ctx.begin().await?;
        let sql = "update public.exchanges set done_line = $4, updated_at = $3 where organization_id = $1 and id = $2";
        db::exec(&tx, sql, [tx.organization()?.into(), self.exchange.into(), tx.now().into(), count.into()]).await?;
        tx.commit().await
    }

    /// The file, and the products that it does not have.
    async fn finish(&self, tx: &Tx, file: &Received, count: i64, left_out: Vec<(i64, String)>) -> db::Result<()> {
        const MOST: usize = 10_000;
        let errors = i64::try_from(left_out.len()).unwrap_or(i64::MAX);
        let (lines, problems): (Vec<i64>, Vec<String>) = left_out.into_iter().take(MOST).unzip();
        let sql = "insert into public.exchange_errors (organization_id, exchange_id, line, problem, created_at)
            select $1, $2, u.line, u.problem, $3 from unnest($4::bigint[], $5::text[]) u (line, problem) on conflict do nothing";
        let (shop, exchange, now): (Value, Value, Value) =
            (tx.organization()?.into(), self.exchange.into(), tx.now().into());
        db::exec(tx, sql, [shop.clone(), exchange.clone(), now.clone(), lines.into(), problems.into()]).await?;
        let sql = "update public.exchanges set status = 'done', upload_id = $4, done_line = $5, total_lines = $5,
              created_count = $5 - $6, error_count = $6, finished_at = $3, updated_at = $3,
              options = jsonb_strip_nulls(options || jsonb_build_object('warning', $7::text))
            where organization_id = $1 and id = $2 and status = 'running'";
        let warning = (!self.reads_stock)
            .then_some("quantities were left out: whoever begins an export needs inventory:read for them");
        let values = [shop.clone(), exchange, now, file.id.0.into(), count.into(), errors.into(), warning.into()];
        db::exec(tx, sql, values).await?;
        if self.reads_stock {
            let sql = "insert into private.stock_files (organization_id, upload_id) values ($1, $2)";
            db::exec(tx, sql, [shop, file.id.0.into()]).await?;
        }
        Ok(())
    }
}
