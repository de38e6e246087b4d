//! A page of a log, the youngest lines first.

use chrono::{DateTime, Utc};
use db::Tx;
use resource::Filter;
use sea_orm::Value;
use uuid::Uuid;
use web::Page;

use super::Log;

/// A page. Beneath an index of the shop's times, so that its price does not grow with the log.
pub(super) async fn page_of<L: Log>(tx: &Tx, shop: Uuid, filter: &Filter, page: Page) -> db::Result<Vec<L>> {
    let mut values: Vec<Value> = vec![shop.into()];
    let conditions = filter.sql(&mut values);
    let (limit, offset) = (values.len() + 1, values.len() + 2);
    values.extend([Value::from(page.limit), page.offset.into()]);
    let sql = format!(
        "select {} from {} l where {conditions}
         order by l.created_at desc, l.id desc limit ${limit} offset ${offset}",
        L::SELECT,
        L::TABLE
    );
    db::fetch_all(tx, &sql, values).await
}

/// Only lines that come after this one, the youngest first.
pub(super) fn behind(filter: &mut Filter, at: DateTime<Utc>, id: Uuid) {
    filter.and("l.created_at <= ?", at);
    let (mut earlier, mut beside) = (Filter::default(), Filter::default());
    earlier.and("l.created_at < ?", at);
    beside.and("l.id < ?", id);
    filter.any(vec![earlier, beside]);
}
