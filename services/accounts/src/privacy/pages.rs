//! The file of an export: written and read page by page, so that nobody holds the whole of it.

use db::Tx;
use jobs::JobError;
use sea_orm::{FromQueryResult, Value};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::seal::Error;

use super::{Subject, requests::Request, whom::Whom};
use crate::{Accounts, seal::columns::PRIVACY_FILE};

/// Bytes of a page, before it is sealed.
const PAGE: usize = 64 << 10;
/// Bytes that are written at once.
const AT_ONCE: usize = 16 * PAGE;
/// Pages that are read at once.
const READ: i32 = 16;

/// A file that is being written, in the transaction that finds what is in it.
pub(super) struct Writer<'a> {
    accounts: &'a Accounts,
    tx: &'a Tx,
    request: &'a Request,
    nth: i32,
    text: String,
}

#[derive(FromQueryResult)]
struct Told {
    row: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(accounts: &'a Accounts, tx: &'a Tx, request: &'a Request) -> Self {
        Self { accounts, tx, request, nth: 0, text: String::new() }
    }

    /// Goes on with the file.
    pub(super) async fn write(&mut self, text: &str) -> Result<(), JobError> {
        self.text.push_str(text);
        if self.text.len() >= AT_ONCE { self.flush(PAGE).await } else { Ok(()) }
    }

    /// The rows of a table that are his, as a JSON array.
    pub(super) async fn rows(&mut self, subject: &Subject, whom: &Whom) -> Result<(), JobError> {
        let tx = self.tx;
        db::exec(tx, &format!("declare told no scroll cursor for {}", subject.told()), whom.values(tx)).await?;
        let mut comma = "[";
        loop {
            let rows: Vec<Told> = db::fetch_all(tx, "fetch 100 from told", []).await?;
            if rows.is_empty() {
                break;
            }
            for Told { row } in rows {
                self.write(comma).await?;
                self.write(&row).await?;
                comma = ",\n";
            }
        }
        tx.batch("close told").await?;
        self.write(if comma == "[" { "[]" } else { "]" }).await
    }

    /// The rest of it.
    pub(super) async fn end(mut self) -> Result<(), JobError> {
        self.flush(0).await
    }

    /// Writes pages until no more than `rest` bytes wait.
    async fn flush(&mut self, rest: usize) -> Result<(), JobError> {
        let text = std::mem::take(&mut self.text);
        let mut left = text.as_str();
        let mut pages: Vec<String> = Vec::new();
        let first = self.nth;
        while left.len() > rest {
            let (page, tail) = left.split_at(left.floor_char_boundary(PAGE));
            let place = place(self.request.id, self.nth);
            pages.push(self.accounts.seal(&page.into(), &PRIVACY_FILE.of(&place)).map_err(JobError::fail)?);
            self.nth += 1;
            left = tail;
        }
        left.clone_into(&mut self.text);
        let sql = "insert into public.privacy_pages (organization_id, request_id, nth, page, created_at)
            select $1, $2, $3 + p.nth::int4 - 1, p.page, $5 from unnest($4::text[]) with ordinality p (page, nth)";
        let values: [Value; 5] = [
            self.request.organization_id.into(),
            self.request.id.into(),
            first.into(),
            pages.into(),
            self.tx.now().into(),
        ];
        db::exec(self.tx, sql, values).await?;
        Ok(())
    }
}

/// A page opens in its place alone.
fn place(request: Uuid, nth: i32) -> String {
    format!("{request}/{nth}")
}

#[derive(FromQueryResult)]
struct Page {
    page: String,
}

/// The pages from the `nth` on, sealed: some of them, and none after the last.
pub(super) async fn read(tx: &Tx, shop: Uuid, request: Uuid, nth: i32) -> db::Result<Vec<String>> {
    let sql = "select p.page from public.privacy_pages p
        where p.organization_id = $1 and p.request_id = $2 and p.nth >= $3 and p.nth < $3 + $4 order by p.nth";
    let values: [Value; 4] = [shop.into(), request.into(), nth.into(), READ.into()];
    let pages: Vec<Page> = db::fetch_all(tx, sql, values).await?;
    Ok(pages.into_iter().map(|page| page.page).collect())
}

/// What stands in pages from the `nth` on.
pub(super) fn open(accounts: &Accounts, request: Uuid, nth: i32, pages: &[String]) -> Result<SecretString, Error> {
    let mut text = String::new();
    for (nth, page) in (nth..).zip(pages) {
        text.push_str(accounts.unseal(page, &PRIVACY_FILE.of(&place(request, nth)))?.expose_secret());
    }
    Ok(text.into())
}

/// Pages of files that nobody can fetch any more go, so many at once.
pub(super) async fn forget(tx: &Tx, at_once: i64) -> db::Result<u64> {
    let sql = "delete from public.privacy_pages where (organization_id, id) in (
          select p.organization_id, p.id from public.privacy_requests r
          join public.privacy_pages p on p.organization_id = r.organization_id and p.request_id = r.id
          where r.expires_at <= $1 limit $2)";
    db::exec(tx, sql, [tx.now().into(), at_once.into()]).await
}
