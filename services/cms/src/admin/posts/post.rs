//! A post, as the staff lists it.

use auth::needs;
use entity::{
    Timestamp,
    ids::{PostId, UserId},
};
use resource::{Param, Row, Table, admin::Resource, row};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::fields::{Column, View};

use super::own::OfPost;
use crate::{
    admin::pages::Edited,
    pages::{Kind, Plain},
};

row! {
    /// A post, without what it says. Tags, authors and picture are those of its draft.
    pub(super) struct Post from "p" {
        id: PostId,
        title: String,
        slug: String,
        locale: String,
        group_id: Uuid,
        status: String,
        excerpt: Option<String> = "d.fields ->> 'excerpt'",
        cover: Option<Json> = "d.fields -> 'cover'",
        tags: Json = "coalesce(d.fields -> 'tags', '[]')",
        authors: Json = "coalesce(d.fields -> 'authors', '[]')",
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

impl View for Post {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Post {
    type Id = PostId;

    const ONE: &'static str = "blog_post";
    const MANY: &'static str = "blog_posts";
    const NAME: &'static str = "Blog post";
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
    const FROM: &'static str = "(select * from public.pages where kind = 'post') p
        join public.page_content d on d.organization_id = p.organization_id and d.page_id = p.id and d.state = 'draft'";
    const ALIAS: &'static str = "p";
    const FILTERS: &'static [Param] = &[
        Param::text("slug", "Paths below `/blog/`."),
        Param::text("locale", "Languages."),
        Param::text("status", "How it stands: `draft`, `published`, `unpublished`."),
        Param::text("title", "Exact titles."),
        Param::keys("tag", |texts| texts.to_vec().into(), "Tags of drafts, as they are written.")
            .when("exists (select from jsonb_array_elements_text(coalesce(d.fields -> 'tags', '[]')) t where t.value = any(?))"),
        Param::keys("author", |texts| texts.to_vec().into(), "Ids of the authors of drafts.")
            .when("exists (select from jsonb_array_elements_text(coalesce(d.fields -> 'authors', '[]')) t where t.value = any(?))"),
        Param::time("published_at", "Since when it is published as it is."),
        Param::time("first_published_at", "When it was published for the first time."),
        Param::time("scheduled_at", "When its next revision is published."),
    ];
}

impl Resource for Post {
    type Read = needs::ContentRead;
    type Write = needs::ContentWrite;

    const PATH: &'static str = "/admin/blog-posts";
    const TAG: &'static str = "Admin: blog posts";

    fn example() -> Json {
        json!({
            "id": "post_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "News of the quay", "slug": "news-of-the-quay", "locale": "en",
            "group_id": "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d", "status": "published",
            "excerpt": "Ships that bring coffee, and what we do with it.",
            "cover": {"media_id": "med_01jd6nwvvgfa5sr38y5wx4pq3d", "alt": "The quay at dawn"}, "tags": ["Coffee", "Harbour"],
            "authors": ["bauth_01jd6nwvvgfa5sr38y5wx4pq3d"], "has_changes": true, "revision": 7,
            "published_revision": 5, "published_at": "2026-11-21T10:00:00.000Z", "first_published_at": "2026-11-20T10:00:00.000Z",
            "scheduled_revision": 7, "scheduled_at": "2026-12-01T08:00:00.000Z", "unpublish_at": null, "schedule_problem": null,
            "drafted_at": "2026-11-22T10:00:00.000Z", "drafted_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "metadata": null,
            "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-20T10:00:00.000Z",
            "updated_at": "2026-11-22T10:00:00.000Z", "deleted_at": null
        })
    }
}

impl Edited for Post {
    const KIND: Kind = Kind::Post;
    const WORD: &'static str = "blog_post";
    const SHOWS: &'static [&'static str] = &["template", "excerpt", "seo", "cover", "tags", "authors"];
    type Slug = Plain;
    type Own = OfPost;
}
