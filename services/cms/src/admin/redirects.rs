//! `/admin/redirects`: where that lies now which lay at a path.

use auth::needs;
use db::Tx;
use entity::{
    Timestamp,
    ids::{PageId, RedirectId, UserId},
};
use resource::{
    Param, Row, Table,
    admin::{Resource, Routes},
    row,
};
use serde_json::{Value as Json, json};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Field, Fields, Filled, FromText, Required},
    fields::{Column, View},
};

use super::written::{Written, written};
use crate::redirects::{self, Target, Wanted, is_own, normal, of_target};

row! {
    /// A redirect.
    pub(super) struct Redirect from "r" {
        id: RedirectId,
        from_path: String,
        to_url: String,
        status_code: i32,
        is_automatic: bool = "r.page_id is not null",
        page_id: Option<PageId>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Redirect {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Redirect {
    type Id = RedirectId;

    const ONE: &'static str = "redirect";
    const MANY: &'static str = "redirects";
    const NAME: &'static str = "Redirect";
    const SORTABLE: &'static [&'static str] = &["id", "from_path", "to_url", "status_code", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["r.from_path", "r.to_url"];
    const FROM: &'static str = "(select *, null::timestamptz as deleted_at from public.redirects) r";
    const ALIAS: &'static str = "r";
    const FILTERS: &'static [Param] = &[
        Param::text("from_path", "Paths from which they lead."),
        Param::text("to_url", "Paths and addresses to which they lead."),
        Param::number("status_code", "How browsers are told: 301, 302, 307, 308."),
        Param::boolean("is_automatic", "Whether they are there because a page has moved.")
            .at("(r.page_id is not null)"),
        Param::ids::<PageId>("page_id", "Pages that have moved."),
    ];
}

impl Resource for Redirect {
    type Read = needs::ContentRead;
    type Write = needs::ContentWrite;

    const PATH: &'static str = "/admin/redirects";
    const TAG: &'static str = "Admin: redirects";

    fn example() -> Json {
        json!({
            "id": "redir_01jd6nwvvgfa5sr38y5wx4pq3d", "from_path": "/ueber-uns.html", "to_url": "/about", "status_code": 301,
            "is_automatic": false, "page_id": null, "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d",
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z"
        })
    }
}

/// From where.
#[derive(Debug, Clone, Default)]
pub(super) struct FromPath(String);

impl FromText for FromPath {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let path = normal(&text).map_err(|wrong| format!("Invalid path for field '{at}': {wrong}"))?;
        if is_own(&path) {
            return Err(format!(
                "Invalid path for field '{at}': the shop itself always answers at '{path}', so nobody would be led away from there"
            ));
        }
        Ok(Self(path))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(500)).pattern(Some("^/[^?#]+$"))
    }
}

/// To where.
#[derive(Debug, Clone)]
pub(super) struct ToUrl(Target);

impl Default for ToUrl {
    fn default() -> Self {
        Self(Target { url: String::new(), path: None })
    }
}

impl FromText for ToUrl {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        of_target(&text).map(Self).map_err(|wrong| format!("Invalid value for field '{at}': {wrong}"))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(2000)).pattern(Some("^(/|https://)"))
    }
}

/// How browsers are told.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Code(Option<i64>);

const CODES: [i64; 4] = [301, 302, 307, 308];

impl Field for Code {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let given = fields.integer(name, 301, 308);
        if given.is_some_and(|code| !CODES.contains(&code)) {
            let at = fields.at(name);
            fields.complain(format!(
                "Invalid value for field '{at}': expected 301 or 308 (for ever), or 302 or 307 (for now)"
            ));
        }
        Self(given)
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Integer).enum_values(Some(CODES)).into()
    }
}

body! {
    /// A new redirect.
    pub(super) struct New {
        /// From where: a path, without what comes behind `?` and `#`.
        from_path: Required<FromPath> = "/ueber-uns.html",
        /// To where: a path, or an `https` address.
        to_url: Required<ToUrl> = "/about",
        /// 301 and 308 are for ever, 302 and 307 for now; 307 and 308 keep the method. 301 when nobody says.
        status_code: Code = 301,
    }
}

body! {
    /// What changes of a redirect.
    pub(super) struct Changes {
        /// From where: a path, without what comes behind `?` and `#`.
        from_path: Filled<FromPath> = "/ueber-uns.html",
        /// To where: a path, or an `https` address.
        to_url: Filled<ToUrl> = "/about",
        /// 301 and 308 are for ever, 302 and 307 for now; 307 and 308 keep the method.
        status_code: Code = 308,
    }
}

impl Written for Redirect {
    type New = New;
    type Changes = Changes;

    async fn create(tx: &Tx, new: New) -> Result<Uuid, ApiError> {
        let New { from_path: Required(FromPath(from)), to_url: Required(ToUrl(to)), status_code: Code(status) } = new;
        redirects::create(tx, Wanted { from, to, status: status.unwrap_or(301) }).await
    }

    async fn update(tx: &Tx, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { from_path: Filled(from), to_url: Filled(to), status_code: Code(status) } = changes;
        redirects::update(tx, id, from.map(|from| from.0), to.map(|to| to.0), status).await
    }

    async fn delete(tx: &Tx, id: Uuid) -> Result<bool, ApiError> {
        redirects::remove(tx, id).await
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Redirect>::new().list("List redirects.").retrieve("Read a redirect.").router().merge(written::<Redirect>(
        [
            "Lead from a path to another one. What leads on is followed to its end, and a loop is refused.",
            "Change a redirect.",
            "Remove a redirect.",
        ],
    ))
}
