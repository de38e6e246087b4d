//! `/admin/changelog`: what has changed in the shop or its products, entry by entry, edited as pages are.

use auth::needs;
use entity::{
    Timestamp,
    ids::{ChangelogEntryId, UserId},
};
use resource::{
    Param, Row, Table,
    admin::{Resource, Routes},
    fields::AtMost,
    row,
};
use serde_json::{Value as Json, json};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    App, body,
    body::{FromText, Required},
    fields::{Column, View},
};

use super::{
    pages::{Edited, Own, edited},
    posts::{Tags, is_line},
};
use crate::pages::{Fields, Kind, Plain};

row! {
    /// An entry, without what it says. Version, kind and tags are those of its draft.
    pub(super) struct Entry from "p" {
        id: ChangelogEntryId,
        title: String,
        slug: String,
        locale: String,
        group_id: Uuid,
        status: String,
        version: Option<String> = "d.fields ->> 'version'",
        change: Option<String> = "d.fields ->> 'change'",
        tags: Json = "coalesce(d.fields -> 'tags', '[]')",
        has_changes: bool = "p.published_revision is distinct from d.revision",
        revision: i64 = "d.revision",
        published_revision: Option<i64>,
        published_at: Option<Timestamp>,
        first_published_at: Option<Timestamp>,
        scheduled_revision: Option<i64>,
        scheduled_at: Option<Timestamp>,
        unpublish_at: Option<Timestamp>,
        schedule_problem: Option<String>,
        drafted_at: Timestamp = "d.updated_at",
        drafted_by: Option<UserId> = "d.updated_by",
        metadata: Option<Json>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Entry {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Entry {
    type Id = ChangelogEntryId;

    const ONE: &'static str = "changelog_entry";
    const MANY: &'static str = "changelog_entries";
    const NAME: &'static str = "Changelog entry";
    const SORTABLE: &'static [&'static str] = &[
        "id",
        "title",
        "slug",
        "locale",
        "status",
        "published_at",
        "first_published_at",
        "scheduled_at",
        "created_at",
        "updated_at",
    ];
    const WORDS: &'static [&'static str] = &["p.title", "p.slug"];
    const FROM: &'static str = "(select * from public.pages where kind = 'change') p
        join public.page_content d on d.organization_id = p.organization_id and d.page_id = p.id and d.state = 'draft'";
    const ALIAS: &'static str = "p";
    const FILTERS: &'static [Param] = &[
        Param::text("slug", "Names in addresses."),
        Param::text("locale", "Languages."),
        Param::text("status", "How it stands: `draft`, `published`, `unpublished`."),
        Param::text("title", "Exact titles."),
        Param::text("version", "Versions of drafts.").at("(d.fields ->> 'version')"),
        Param::text("change", "Kinds of change of drafts.").at("(d.fields ->> 'change')"),
        Param::time("published_at", "Since when it is published as it is."),
        Param::time("first_published_at", "When it was published for the first time."),
        Param::time("scheduled_at", "When its next revision is published."),
    ];
}

impl Resource for Entry {
    type Read = needs::ContentRead;
    type Write = needs::ContentWrite;

    const PATH: &'static str = "/admin/changelog";
    const TAG: &'static str = "Admin: changelog";

    fn example() -> Json {
        json!({
            "id": "chlog_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Orders can be changed", "slug": "orders-can-be-changed", "locale": "en",
            "group_id": "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d", "status": "published", "version": "2.4.0", "change": "added",
            "tags": ["Orders"], "has_changes": false, "revision": 7,
            "published_revision": 7, "published_at": "2026-11-21T10:00:00.000Z", "first_published_at": "2026-11-20T10:00:00.000Z",
            "scheduled_revision": null, "scheduled_at": null, "unpublish_at": null, "schedule_problem": null,
            "drafted_at": "2026-11-22T10:00:00.000Z", "drafted_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "metadata": null,
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-20T10:00:00.000Z",
            "updated_at": "2026-11-22T10:00:00.000Z", "deleted_at": null
        })
    }
}

/// What kind of change it is.
#[derive(Debug, Clone, Default)]
struct Change(String);

/// As keepachangelog.com has them.
const CHANGES: [&str; 5] = ["added", "changed", "fixed", "removed", "security"];

impl FromText for Change {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        if CHANGES.contains(&text.as_str()) {
            return Ok(Self(text));
        }
        Err(format!("Invalid value for field '{at}': expected one of {}", CHANGES.join(", ")))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(CHANGES))
    }
}

/// A version, in the shop's own way.
#[derive(Debug, Clone, Default)]
struct Version(String);

impl FromText for Version {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let AtMost::<64>(text) = AtMost::from_text(text, at)?;
        if is_line(&text, 64) {
            return Ok(Self(text.trim().to_owned()));
        }
        Err(format!("Invalid value for field '{at}': expected a short line such as 2.4.0"))
    }

    fn schema() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(64))
    }
}

body! {
    /// What an entry says of itself besides its blocks.
    pub(super) struct OfEntry {
        /// Of which version it is; none where there are none.
        version: Option<Version> = "2.4.0",
        /// What kind of change it is: `added`, `changed`, `fixed`, `removed`, `security`.
        change: Required<Change> = "added",
        /// What it is about; 20 at the most.
        tags: Tags = ["Orders"],
    }
}

impl Own for OfEntry {
    fn put(self, fields: &mut Fields) {
        let Self { version, change: Required(Change(change)), tags: Tags(tags) } = self;
        fields.version = version.map(|version| version.0);
        fields.change = Some(change);
        fields.tags = Some(tags);
    }
}

impl Edited for Entry {
    const KIND: Kind = Kind::Change;
    const WORD: &'static str = "changelog_entry";
    const SHOWS: &'static [&'static str] = &["version", "change", "tags"];
    type Slug = Plain;
    type Own = OfEntry;
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Entry>::new()
        .list("List entries of the changelog.")
        .retrieve("Read an entry, without what it says.")
        .router()
        .merge(edited::<Entry>())
}
