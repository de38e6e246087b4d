//! A menu is made, written anew and taken away.

use db::Tx;
use entity::ids::MenuId;
use events::{Emit, EventName};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{ApiError, Kind};

use super::Item;

const CREATED: EventName = EventName::new("menu.created");
const UPDATED: EventName = EventName::new("menu.updated");
const DELETED: EventName = EventName::new("menu.deleted");

/// A new one.
#[derive(Debug)]
pub(crate) struct New {
    pub(crate) handle: String,
    pub(crate) locale: String,
    pub(crate) title: String,
    pub(crate) items: Vec<Item>,
}

#[derive(FromQueryResult)]
struct Kept {
    handle: String,
    locale: String,
    title: String,
    items: Value,
    revision: i64,
}

fn told(handle: &str, locale: &str, title: &str, items: &Value, revision: i64) -> Value {
    json!({ "handle": handle, "locale": locale, "title": title, "items": items, "revision": revision })
}

impl Kept {
    fn told(&self) -> Value {
        told(&self.handle, &self.locale, &self.title, &self.items, self.revision)
    }
}

fn written(items: &[Item]) -> Result<Value, ApiError> {
    serde_json::to_value(items).map_err(ApiError::internal)
}

/// Makes one.
pub(crate) async fn create(tx: &Tx, new: New) -> Result<Uuid, ApiError> {
    let New { handle, locale, title, items } = new;
    let (id, items) = (MenuId::new().0, written(&items)?);
    let sql = "insert into menus (organization_id, id, handle, locale, title, items, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $7)";
    let values: [Cell; 7] = [
        tx.organization()?.into(),
        id.into(),
        handle.as_str().into(),
        locale.as_str().into(),
        title.as_str().into(),
        items.clone().into(),
        tx.now().into(),
    ];
    match db::exec(tx, sql, values).await {
        Err(db::Error::Constraint { name, .. }) if name == "menus_handle" => {
            let message = format!("There is a menu '{handle}' in '{locale}' already: change that one");
            return Err(ApiError::new(Kind::Duplicate, message));
        }
        done => done?,
    };
    events::emit(tx, Emit::new(CREATED, id).after(told(&handle, &locale, &title, &items, 1))).await?;
    Ok(id)
}

/// What became of a menu that was to be written anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replaced {
    /// There is none.
    Missing,
    /// It is not as whoever writes has seen it.
    Changed,
    /// It is written.
    Written,
}

/// Writes one anew, if it is as whoever writes has seen it.
pub(crate) async fn replace(tx: &Tx, id: Uuid, seen: i64, title: &str, items: &[Item]) -> Result<Replaced, ApiError> {
    let sql = "select handle, locale, title, items, revision from menus where organization_id = $1 and id = $2 for no key update";
    let Some(kept) = db::fetch_optional::<Kept>(tx, sql, [tx.organization()?.into(), id.into()]).await? else {
        return Ok(Replaced::Missing);
    };
    if kept.revision != seen {
        return Ok(Replaced::Changed);
    }
    let items = written(items)?;
    if kept.title == title && kept.items == items {
        return Ok(Replaced::Written);
    }
    let sql = "update menus set title = $3, items = $4, revision = revision + 1, updated_by = (select auth.uid())
        where organization_id = $1 and id = $2";
    let values: [Cell; 4] = [tx.organization()?.into(), id.into(), title.into(), items.clone().into()];
    db::exec(tx, sql, values).await?;
    let after = told(&kept.handle, &kept.locale, title, &items, kept.revision + 1);
    events::emit(tx, Emit::new(UPDATED, id).before(kept.told()).after(after)).await?;
    Ok(Replaced::Written)
}

/// Takes one away; false when there is none.
pub(crate) async fn remove(tx: &Tx, id: Uuid) -> Result<bool, ApiError> {
    let sql =
        "delete from menus where organization_id = $1 and id = $2 returning handle, locale, title, items, revision";
    let Some(gone) = db::fetch_optional::<Kept>(tx, sql, [tx.organization()?.into(), id.into()]).await? else {
        return Ok(false);
    };
    events::emit(tx, Emit::new(DELETED, id).before(gone.told())).await?;
    Ok(true)
}
