//! `/admin/reusable-blocks`: blocks that are written once and shown on many pages, edited as pages are.

use auth::needs;
use entity::{
    Timestamp,
    ids::{ReusableBlockId, UserId},
};
use resource::{
    Param, Row, Table,
    admin::{Resource, Routes},
    row,
};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    App,
    fields::{Column, View},
};

use super::pages::{Edited, edited};
use crate::pages::{Kind, Plain};

row! {
    /// A reusable block, without what it says.
    pub(super) struct ReusableBlock from "p" {
        id: ReusableBlockId,
        title: String,
        slug: String,
        locale: String,
        group_id: Uuid,
        status: String,
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

impl View for ReusableBlock {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for ReusableBlock {
    type Id = ReusableBlockId;

    const ONE: &'static str = "reusable_block";
    const MANY: &'static str = "reusable_blocks";
    const NAME: &'static str = "Reusable block";
    const SORTABLE: &'static [&'static str] =
        &["id", "title", "slug", "locale", "status", "published_at", "scheduled_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["p.title", "p.slug"];
    const FROM: &'static str = "(select * from public.pages where kind = 'block') p
        join public.page_content d on d.organization_id = p.organization_id and d.page_id = p.id and d.state = 'draft'";
    const ALIAS: &'static str = "p";
    const FILTERS: &'static [Param] = &[
        Param::text("slug", "Names."),
        Param::text("locale", "Languages."),
        Param::text("status", "How it stands: `draft`, `published`, `unpublished`."),
        Param::text("title", "Exact titles."),
        Param::time("published_at", "Since when it is published as it is."),
        Param::time("scheduled_at", "When its next revision is published."),
    ];
}

impl Resource for ReusableBlock {
    type Read = needs::ContentRead;
    type Write = needs::ContentWrite;

    const PATH: &'static str = "/admin/reusable-blocks";
    const TAG: &'static str = "Admin: reusable blocks";

    fn example() -> Json {
        json!({
            "id": "rblk_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Opening hours", "slug": "opening-hours", "locale": "en",
            "group_id": "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d", "status": "published", "has_changes": false, "revision": 7,
            "published_revision": 7, "published_at": "2026-11-21T10:00:00.000Z", "first_published_at": "2026-11-20T10:00:00.000Z",
            "scheduled_revision": null, "scheduled_at": null, "unpublish_at": null, "schedule_problem": null,
            "drafted_at": "2026-11-22T10:00:00.000Z", "drafted_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "metadata": null,
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-20T10:00:00.000Z",
            "updated_at": "2026-11-22T10:00:00.000Z", "deleted_at": null
        })
    }
}

impl Edited for ReusableBlock {
    const KIND: Kind = Kind::Block;
    const WORD: &'static str = "reusable_block";
    const SHOWS: &'static [&'static str] = &[];
    type Slug = Plain;
    type Own = ();
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<ReusableBlock>::new()
        .list("List reusable blocks.")
        .retrieve("Read a reusable block, without what it says.")
        .router()
        .merge(edited::<ReusableBlock>())
}
