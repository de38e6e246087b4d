//! Requests, as rows.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerId, PrivacyRequestId, UserId},
};
use resource::{Filter, Select};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;
use web::ApiError;

use super::{ErasePerson, ExportPerson, pace, whom::Whom};
use crate::Accounts;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All that is kept, as a file.
    Export,
    /// That nothing personal is kept any more.
    Erasure,
}

impl Kind {
    /// As it stands in the row.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Erasure => "erasure",
        }
    }
}

/// A request, to those who work on it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Request {
    /// The shop, or the installation.
    pub organization_id: Uuid,
    /// Its key.
    pub id: Uuid,
    /// The customer.
    pub customer_id: Option<Uuid>,
    /// The whole person.
    pub user_id: Option<Uuid>,
}

/// A request, to those who asked.
#[derive(Debug, Clone, Serialize, FromQueryResult)]
pub struct PrivacyRequest {
    /// Its id.
    pub id: PrivacyRequestId,
    /// `export` or `erasure`.
    pub kind: String,
    /// The customer that it is about.
    pub customer_id: Option<CustomerId>,
    /// `pending`, `running`, `done` or `failed`.
    pub status: String,
    /// Why it failed.
    pub failure: Option<String>,
    /// Whether there is a file to be fetched.
    #[sea_orm(skip)]
    pub has_file: bool,
    /// When the file goes.
    pub expires_at: Option<Timestamp>,
    /// When it was done, or given up.
    pub finished_at: Option<Timestamp>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Who asked.
    pub created_by: Option<UserId>,
}

impl PrivacyRequest {
    /// As it stands now: a file holds for a time.
    fn now(self, tx: &Tx) -> Self {
        Self { has_file: self.expires_at.is_some_and(|until| until.0 > tx.now()), ..self }
    }
}

/// Whom a request is about: a customer of the shop, or a whole person.
#[derive(Debug, Clone, Copy)]
pub struct About {
    pub(super) customer: Option<Uuid>,
    pub(super) user: Option<Uuid>,
}

impl About {
    /// A customer.
    pub const fn customer(id: Uuid) -> Self {
        Self { customer: Some(id), user: None }
    }

    /// A whole person: a request of the installation. Whether he may go is looked at when it is done.
    pub const fn person(id: Uuid) -> Self {
        Self { customer: None, user: Some(id) }
    }
}

/// The select list of a table that is called `r`.
const COLUMNS: &str = "r.id, r.kind, r.customer_id, r.status, r.failure, r.expires_at, r.finished_at, r.created_at,
    r.created_by";
/// Which requests are of a shop, of a kind and about somebody, from `$1` to `$4`.
pub(super) const SAME: &str = "r.organization_id = $1 and r.kind = $2 and r.customer_id is not distinct from $3
    and r.user_id is not distinct from $4";

/// The values of that condition.
pub(super) fn same(tx: &Tx, kind: Kind, About { customer, user }: About) -> Vec<Value> {
    let shop = tx.scope().organization().unwrap_or(db::INSTALLATION);
    vec![shop.into(), kind.name().into(), customer.into(), user.into()]
}

/// What whoever asked is told when nothing came of it; a shop cannot read the server's log.
pub(super) const GIVEN_UP: &str = "It could not be done: ask again, and if that fails too, tell the id of this request to whoever runs this installation";

/// Has what is left of a person erased whose account goes in this transaction.
pub(super) async fn of_departed(
    accounts: &Accounts,
    tx: &Tx,
    whom: Whom,
    by: Uuid,
) -> Result<PrivacyRequest, ApiError> {
    let made = write(tx, Kind::Erasure, About { customer: None, user: whom.person }, Some(by)).await?;
    let request = made.id.0;
    let departed = whom.remember(accounts, request).map_err(ApiError::internal)?;
    jobs::enqueue(tx, &ErasePerson { request, departed: Some(departed) }).unique_key(key(request)).await?;
    Ok(made)
}

/// By which its job is found: a request without one is worked on by nobody.
fn key(request: Uuid) -> String {
    format!("privacy:{request}")
}

/// Writes down what is asked for, and has it done. What is under way is answered once more, and that is no new request; 429
/// when it was asked for too often today. To be called as Kontor itself.
pub async fn create(tx: &Tx, kind: Kind, about: About, by: Option<Uuid>) -> Result<PrivacyRequest, ApiError> {
    pace::take_turns(tx, kind, about).await?;
    if let Some(pending) = under_way(tx, kind, about).await? {
        return Ok(pending);
    }
    pace::must_not_be_often(tx, kind, about).await?;
    let made = write(tx, kind, about, by).await?;
    let request = made.id.0;
    match kind {
        Kind::Export => jobs::enqueue(tx, &ExportPerson { request }).unique_key(key(request)).await?,
        Kind::Erasure => jobs::enqueue(tx, &ErasePerson { request, departed: None }).unique_key(key(request)).await?,
    };
    Ok(made)
}

/// An export that somebody asks for of himself: it goes through whole logs, so he has one a day and is answered the same one
/// until then, whoever asked for it.
pub(super) async fn export_once_a_day(tx: &Tx, about: About, by: Uuid) -> Result<PrivacyRequest, ApiError> {
    pace::take_turns(tx, Kind::Export, about).await?;
    match recent_export(tx, about, tx.now() - pace::DAY).await? {
        Some(made) => Ok(made),
        None => create(tx, Kind::Export, about, Some(by)).await,
    }
}

async fn write(tx: &Tx, kind: Kind, about: About, by: Option<Uuid>) -> db::Result<PrivacyRequest> {
    let sql = format!(
        "insert into public.privacy_requests as r
           (organization_id, kind, customer_id, user_id, id, created_by, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7) returning {COLUMNS}"
    );
    let mut values = same(tx, kind, about);
    values.extend([PrivacyRequestId::new().0.into(), by.into(), tx.now().into()]);
    db::fetch_one(tx, &sql, values).await
}

/// The request of this kind about him that is not done yet: who asks once more is answered that one.
async fn under_way(tx: &Tx, kind: Kind, about: About) -> db::Result<Option<PrivacyRequest>> {
    let sql = format!(
        "select {COLUMNS} from public.privacy_requests r where {SAME} and r.status in ('pending', 'running') limit 1"
    );
    db::fetch_optional(tx, &sql, same(tx, kind, about)).await
}

/// A request that is not done yet. One of somebody who is gone already is never given up.
pub(super) async fn open(tx: &Tx, shop: Uuid, id: Uuid, kind: Kind, is_departed: bool) -> db::Result<Option<Request>> {
    let sql = "select organization_id, id, customer_id, user_id from public.privacy_requests
        where organization_id = $1 and id = $2 and kind = $3
          and (status in ('pending', 'running') or (status = 'failed' and $4))";
    db::fetch_optional(tx, sql, [shop.into(), id.into(), kind.name().into(), is_departed.into()]).await
}

/// It has begun.
pub(super) async fn running(tx: &Tx, request: &Request) -> db::Result<()> {
    let sql = "update public.privacy_requests set status = 'running'
        where organization_id = $1 and id = $2 and status = 'pending'";
    db::exec(tx, sql, [request.organization_id.into(), request.id.into()]).await.map(drop)
}

/// It is done. Whoever erased is told by nothing but this row.
pub(super) async fn done(tx: &Tx, request: &Request) -> db::Result<()> {
    let sql = "update public.privacy_requests set status = 'done', failure = null, finished_at = $3
        where organization_id = $1 and id = $2";
    db::exec(tx, sql, [request.organization_id.into(), request.id.into(), tx.now().into()]).await.map(drop)
}

/// It cannot be done, and why.
pub(super) async fn failed(tx: &Tx, shop: Uuid, id: Uuid, why: &str) -> db::Result<()> {
    let sql = "update public.privacy_requests set status = 'failed', failure = $3, finished_at = $4
        where organization_id = $1 and id = $2 and status in ('pending', 'running')";
    db::exec(tx, sql, [shop.into(), id.into(), why.into(), tx.now().into()]).await.map(drop)
}

/// Says that none of their jobs is left of requests that wait for one; how many there were. One that is just written to has
/// somebody who works on it.
pub(super) async fn abandoned(tx: &Tx) -> db::Result<u64> {
    let sql = "with lost as (
          select r.organization_id, r.id from public.privacy_requests r
          where r.status in ('pending', 'running') and not exists (
            select from public.jobs j
            where j.organization_id = r.organization_id and j.unique_key = 'privacy:' || r.id and j.status <> 'dead')
          for update skip locked)
        update public.privacy_requests r set status = 'failed', failure = $1, finished_at = $2
        from lost l where r.organization_id = l.organization_id and r.id = l.id";
    db::exec(tx, sql, [GIVEN_UP.into(), tx.now().into()]).await
}

/// Keeps the file of an export, unless he was erased while it was made: then it tells what nobody may know any more.
pub(super) async fn keep_file(tx: &Tx, request: &Request) -> db::Result<bool> {
    let sql = r#"update public.privacy_requests r
        set status = 'done', finished_at = $3, expires_at = $4
        where r.organization_id = $1 and r.id = $2 and r.status in ('pending', 'running')
          and case when r.customer_id is null
            then exists (select from auth."user" u where u.id = r.user_id)
            else exists (
              select from public.customers c where c.organization_id = r.organization_id and c.id = r.customer_id
                and (c.email is not null or c.user_id is not null or c.deleted_at is null)) end"#;
    let now = tx.now();
    let values: [Value; 4] =
        [request.organization_id.into(), request.id.into(), now.into(), (now + super::LIFE).into()];
    Ok(db::exec(tx, sql, values).await? > 0)
}

/// Nobody can fetch these files any more.
pub(super) async fn forget_files(tx: &Tx) -> db::Result<u64> {
    let sql = "update public.privacy_requests set expires_at = null where expires_at <= $1";
    db::exec(tx, sql, [tx.now().into()]).await
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// A page of the requests of a shop, the youngest first, and how many there are.
pub(super) async fn list(
    tx: &Tx,
    shop: Uuid,
    filter: Filter,
    page: web::Page,
) -> db::Result<(Vec<PrivacyRequest>, i64)> {
    let mut conditions = Filter::new("r.organization_id = $1");
    conditions.all(filter);
    let order_by = "order by r.created_at desc, r.id desc";
    let select = Select { columns: COLUMNS, from: "public.privacy_requests r", order_by };
    let (found, count) = resource::page::<PrivacyRequest>(tx, select, &conditions, vec![shop.into()], page).await?;
    Ok((found.into_iter().map(|request| request.now(tx)).collect(), count))
}

/// How many pages the file of an export has, as long as it holds; of this customer, if one is named.
pub(super) async fn file(tx: &Tx, shop: Uuid, id: Uuid, customer: Option<Uuid>) -> db::Result<Option<i64>> {
    let sql = format!("{PAGES} and ($4::uuid is null or r.customer_id = $4) group by r.id");
    let values: [Value; 4] = [shop.into(), id.into(), tx.now().into(), customer.into()];
    Ok(db::fetch_optional::<Count>(tx, &sql, values).await?.map(|pages| pages.n))
}

/// How many pages the file of a person's own export has, as long as it holds.
pub(super) async fn file_of(tx: &Tx, id: Uuid, person: Uuid) -> db::Result<Option<i64>> {
    let sql = format!("{PAGES} and r.customer_id is null and r.user_id = $4 group by r.id");
    let values: [Value; 4] = [db::INSTALLATION.into(), id.into(), tx.now().into(), person.into()];
    Ok(db::fetch_optional::<Count>(tx, &sql, values).await?.map(|pages| pages.n))
}

const PAGES: &str = "select count(*) as n from public.privacy_requests r
    join public.privacy_pages p on p.organization_id = r.organization_id and p.request_id = r.id
    where r.organization_id = $1 and r.id = $2 and r.expires_at > $3";

#[derive(FromQueryResult)]
struct Email {
    email: Option<String>,
}

/// The address of a customer of this shop, deleted ones included: what is kept of them is theirs to know and to erase.
pub(super) async fn address_of(tx: &Tx, shop: Uuid, customer: Uuid) -> db::Result<Option<Option<String>>> {
    let sql = "select email from public.customers where organization_id = $1 and id = $2";
    let found: Option<Email> = db::fetch_optional(tx, sql, [shop.into(), customer.into()]).await?;
    Ok(found.map(|found| found.email))
}

/// The export that was asked for since then, if it did not fail: by whomever, for it says the same.
async fn recent_export(tx: &Tx, about: About, since: DateTime<Utc>) -> db::Result<Option<PrivacyRequest>> {
    let sql = format!(
        "select {COLUMNS} from public.privacy_requests r
         where {SAME} and r.status <> 'failed' and r.created_at > $5 order by r.created_at desc limit 1"
    );
    let mut values = same(tx, Kind::Export, about);
    values.push(since.into());
    let found: Option<PrivacyRequest> = db::fetch_optional(tx, &sql, values).await?;
    Ok(found.map(|request| request.now(tx)))
}
