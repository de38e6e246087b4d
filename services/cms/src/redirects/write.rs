//! A redirect is made, changed and taken away.

use db::Tx;
use entity::ids::RedirectId;
use events::{Emit, EventName};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{ApiError, Kind};

use super::{Target, hold};

pub(super) const CREATED: EventName = EventName::new("redirect.created");
const UPDATED: EventName = EventName::new("redirect.updated");
pub(super) const DELETED: EventName = EventName::new("redirect.deleted");

/// What is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) from: String,
    pub(crate) to: Target,
    pub(crate) status: i64,
}

/// A row.
#[derive(Debug, FromQueryResult)]
pub(super) struct Kept {
    pub(super) id: Uuid,
    from_path: String,
    to_url: String,
    to_path: Option<String>,
    status_code: i32,
}

impl Kept {
    pub(super) fn told(&self) -> Value {
        json!({ "from_path": self.from_path, "to_url": self.to_url, "status_code": self.status_code })
    }
}

pub(super) const COLUMNS: &str = "id, from_path, to_url, to_path, status_code";

impl Wanted {
    fn told(&self) -> Value {
        json!({ "from_path": self.from, "to_url": self.to.url, "status_code": self.status })
    }

    /// The same, leading where one leads that begins at its end. Refuses what would come back to its own beginning, or begins at a page.
    async fn led_on(self, tx: &Tx, id: Uuid) -> Result<Self, ApiError> {
        let Self { from, to, status } = self;
        if let Some(kind) = lies_at(tx, &from).await? {
            return Err(ApiError::not_allowed(format!(
                "There is a published {kind} at '{from}', so nobody would be led away from there: choose another 'from_path', or take the {kind} from there first"
            )));
        }
        let Some(path) = &to.path else { return Ok(Self { from, to, status }) };
        let looping = |round: String| {
            ApiError::not_allowed(format!(
                "Field 'to_url' leads back to where it began: {round}. Lead it to another page, or remove what leads back"
            ))
        };
        if *path == from {
            return Err(looping(format!("'{from}' → '{from}'")));
        }
        let sql = format!("select {COLUMNS} from redirects where organization_id = $1 and from_path = $2 and id <> $3");
        let values: [Cell; 3] = [tx.organization()?.into(), path.as_str().into(), id.into()];
        let Some(next) = db::fetch_optional::<Kept>(tx, &sql, values).await? else {
            return Ok(Self { from, to, status });
        };
        if next.to_path.as_deref() == Some(&from) {
            return Err(looping(format!("'{from}' → '{path}' → '{from}'")));
        }
        let status = joined(status, next.status_code.into());
        Ok(Self { from, to: Target { url: next.to_url, path: next.to_path }, status })
    }
}

/// What a way of two steps is: for ever only if both are.
const fn joined(first: i64, second: i64) -> i64 {
    match (first, second) {
        (301, 302 | 307) => 302,
        (308, 302 | 307) => 307,
        _ => first,
    }
}

#[derive(FromQueryResult)]
struct Lying {
    kind: String,
}

/// What is published at a path.
pub(super) async fn lies_at(tx: &Tx, path: &str) -> Result<Option<&'static str>, ApiError> {
    let (kind, slug) = match path.strip_prefix("/blog/") {
        Some(slug) => ("post", slug),
        None if path == "/" => ("page", "home"),
        None => ("page", path.trim_start_matches('/')),
    };
    let sql = "select kind from pages where organization_id = $1 and kind = $2 and slug = $3 and status = 'published' and deleted_at is null limit 1";
    let values: [Cell; 3] = [tx.organization()?.into(), kind.into(), slug.into()];
    let found: Option<Lying> = db::fetch_optional(tx, sql, values).await?;
    Ok(found.map(|found| if found.kind == "post" { "post" } else { "page" }))
}

fn taken<T>(done: db::Result<T>, from: &str) -> Result<T, ApiError> {
    match done {
        Err(db::Error::Constraint { name, .. }) if name == "redirects_from" => {
            Err(ApiError::new(Kind::Duplicate, format!("There is a redirect from '{from}' already: change that one")))
        }
        done => Ok(done?),
    }
}

/// Makes one.
pub(crate) async fn create(tx: &Tx, wanted: Wanted) -> Result<Uuid, ApiError> {
    hold(tx).await?;
    let id = RedirectId::new().0;
    let wanted = wanted.led_on(tx, id).await?;
    let sql =
        "insert into redirects (organization_id, id, from_path, to_url, to_path, status_code, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $7)";
    let values: [Cell; 7] = [
        tx.organization()?.into(),
        id.into(),
        wanted.from.as_str().into(),
        wanted.to.url.as_str().into(),
        wanted.to.path.clone().into(),
        status(wanted.status).into(),
        tx.now().into(),
    ];
    taken(db::exec(tx, sql, values).await, &wanted.from)?;
    led_to(tx, id, &wanted).await?;
    events::emit(tx, Emit::new(CREATED, id).after(wanted.told())).await?;
    Ok(id)
}

/// Changes one; false when there is none.
pub(crate) async fn update(
    tx: &Tx,
    id: Uuid,
    from: Option<String>,
    to: Option<Target>,
    new_status: Option<i64>,
) -> Result<bool, ApiError> {
    hold(tx).await?;
    let sql = format!("select {COLUMNS} from redirects where organization_id = $1 and id = $2");
    let Some(kept) = db::fetch_optional::<Kept>(tx, &sql, [tx.organization()?.into(), id.into()]).await? else {
        return Ok(false);
    };
    let before = kept.told();
    let wanted = Wanted {
        from: from.unwrap_or(kept.from_path),
        to: to.unwrap_or(Target { url: kept.to_url, path: kept.to_path }),
        status: new_status.unwrap_or_else(|| kept.status_code.into()),
    };
    let wanted = wanted.led_on(tx, id).await?;
    let sql = "update redirects set from_path = $3, to_url = $4, to_path = $5, status_code = $6, page_id = null
        where organization_id = $1 and id = $2";
    let values: [Cell; 6] = [
        tx.organization()?.into(),
        id.into(),
        wanted.from.as_str().into(),
        wanted.to.url.as_str().into(),
        wanted.to.path.clone().into(),
        status(wanted.status).into(),
    ];
    taken(db::exec(tx, sql, values).await, &wanted.from)?;
    led_to(tx, id, &wanted).await?;
    events::emit(tx, Emit::new(UPDATED, id).before(before).after(wanted.told())).await?;
    Ok(true)
}

fn status(code: i64) -> i32 {
    i32::try_from(code).unwrap_or(301)
}

/// What led to where this one begins leads to its end.
async fn led_to(tx: &Tx, id: Uuid, wanted: &Wanted) -> Result<(), ApiError> {
    let sql = "update redirects r set to_url = $4, to_path = $5, status_code = case
            when $6 in (302, 307) and r.status_code = 301 then 302 when $6 in (302, 307) and r.status_code = 308 then 307 else r.status_code end
        where r.organization_id = $1 and r.to_path = $3 and r.id <> $2";
    let values: [Cell; 6] = [
        tx.organization()?.into(),
        id.into(),
        wanted.from.as_str().into(),
        wanted.to.url.as_str().into(),
        wanted.to.path.clone().into(),
        status(wanted.status).into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// Takes one away; false when there is none.
pub(crate) async fn remove(tx: &Tx, id: Uuid) -> Result<bool, ApiError> {
    hold(tx).await?;
    let sql = format!("delete from redirects where organization_id = $1 and id = $2 returning {COLUMNS}");
    let Some(gone) = db::fetch_optional::<Kept>(tx, &sql, [tx.organization()?.into(), id.into()]).await? else {
        return Ok(false);
    };
    events::emit(tx, Emit::new(DELETED, id).before(gone.told())).await?;
    Ok(true)
}
