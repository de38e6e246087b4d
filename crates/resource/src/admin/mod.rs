//! What the resources below `/admin` share: a page, one by its id, create, update, delete, links, and whatever is done to one.
//!
//! A resource says what it is ([`Resource`]) and what is particular to what is done to it; [`Routes`] serves and documents it.
//! What its caller has to be allowed stands in its type, and the document says it from there.

mod action;
mod answer;
mod change;
mod docs;
mod links;
mod list;
mod nested;
mod retrieve;
mod routes;

use auth::{Needs, Permission, Staff};
use db::{Scope, Tx};
use serde_json::Value as Json;
use uuid::Uuid;
use web::{ApiError, App};

pub use action::Action;
pub use answer::{answer, deleted, respond, shown};
pub use change::{Create, Delete, Update};
pub use docs::{Doc, fields, id, of_list, of_page, query};
pub use links::LinksTo;
pub use list::{Listing, respond_page};
pub use nested::{Nested, NestedRoutes};
pub use routes::Routes;

pub use crate::table::select;
use crate::{Table, Unknown};

/// A table that has a place below `/admin`.
pub trait Resource: Table {
    /// Where its pages are: `/admin/customers`.
    const PATH: &'static str;
    /// Under which heading the document has it.
    const TAG: &'static str;
    /// What who reads it has to be allowed.
    type Read: Needs;
    /// What who changes it has to be allowed.
    type Write: Needs;
    /// Why Kontor itself reads and writes it, in the shop of who calls: no person has rights on this table.
    const AS_KONTOR: Option<&'static str> = None;
    /// Where Kontor reads it: whether `q` looks in what is about people. `kontor.reads_people` says whether who asks may see that.
    const TELLS_OF_PEOPLE: bool = false;

    /// As it is answered; only the document shows it.
    fn example() -> Json;
}

/// A transaction of who calls, or of Kontor itself in his shop.
pub async fn begin<T: Resource>(app: &App, staff: &Staff) -> Result<Tx, ApiError> {
    match T::AS_KONTOR {
        None => Ok(app.db.begin(Scope::from(staff)).await?),
        Some(reason) => {
            let tx = as_kontor(app, staff, reason).await?;
            if T::TELLS_OF_PEOPLE && staff.permissions.has(Permission::CustomerRead) {
                db::exec(&tx, "select set_config('kontor.reads_people', 'yes', true)", []).await?;
            }
            Ok(tx)
        }
    }
}

/// A condition in [`Table::WORDS`]: whoever asks may see customers. Who finds them by a word of their address has seen it.
#[macro_export]
macro_rules! of_people {
    ($words:literal) => {
        concat!("(case when current_setting('kontor.reads_people', true) = 'yes' then ", $words, " end)")
    };
}

/// A transaction of Kontor itself in the shop of who calls, for tables that no person has rights on.
pub async fn as_kontor(app: &App, staff: &Staff, reason: &'static str) -> Result<Tx, ApiError> {
    let mut tx = app.db.begin_system(reason).await?;
    tx.work_for(staff.organization.0, staff.user().map(|user| user.0)).await?;
    Ok(tx)
}

/// The key that a path names; a text that is no id names nothing.
pub fn key<T: Table>(id: &str) -> Result<Uuid, ApiError> {
    id.parse::<T::Id>().map(Into::into).map_err(|_| missing::<T>(id))
}

/// 404
pub fn missing<T: Table>(id: &str) -> ApiError {
    ApiError::missing(T::NAME, id)
}

/// 404 for an id in a body.
pub fn unknown<T: Table>(Unknown(id): Unknown) -> ApiError {
    missing::<T>(&id)
}

/// 422: a value is taken.
pub fn duplicate(message: String) -> ApiError {
    ApiError::new(web::Kind::Duplicate, message)
}
