//! A post, as it is published.

use std::sync::LazyLock;

use db::Tx;
use entity::{Timestamp, ids::PostId};
use resource::{Filter, Param, Row, Select, order_by, row};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    ApiError, ListQuery,
    fields::{Column, FieldRules, Selection, View, json as write_json},
};

use crate::pages::{of_title, reused};

row! {
    /// A post.
    pub(in crate::store) struct Post from "p" {
        id: PostId,
        title: String,
        slug: String,
        locale: String,
        group_id: Uuid,
        template: Option<String> = "c.fields ->> 'template'",
        excerpt: Option<String> = "b.excerpt",
        seo: Json = "c.fields -> 'seo'",
        cover: Option<Json> = "case when b.cover_media_id is not null then jsonb_build_object('media_id', b.cover_media_id, 'alt', b.cover_alt) end",
        tags: Json = "(select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'slug', t.slug) order by t.rank), '[]')
            from public.blog_post_tags t where t.organization_id = p.organization_id and t.page_id = p.id)",
        authors: Json = "(select coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'slug', a.slug, 'bio', a.bio,
              'avatar_media_id', a.avatar_media_id, 'url', a.url) order by l.rank), '[]')
            from public.blog_post_authors l join public.blog_authors a on a.organization_id = l.organization_id and a.id = l.author_id
            where l.organization_id = p.organization_id and l.page_id = p.id)",
        reading_minutes: i32 = "b.reading_minutes",
        published_at: Option<Timestamp>,
        first_published_at: Option<Timestamp>,
        metadata: Option<Json>,
        translations: Json = "(select coalesce(jsonb_agg(jsonb_build_object('locale', t.locale, 'slug', t.slug) order by t.locale), '[]')
            from public.pages t where t.organization_id = p.organization_id and t.group_id = p.group_id and t.kind = p.kind
              and t.status = 'published' and t.deleted_at is null)",
    }
    loaded {
        content: Json,
        reusable_blocks: Json,
    }
}

impl View for Post {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const COMPUTED: &'static [Column<Self>] = &[
        ("content", |post, out| write_json(&post.content, out)),
        ("reusable_blocks", |post, out| write_json(&post.reusable_blocks, out)),
    ];
}

pub(super) const FROM: &str = "public.pages p
    join public.page_content c on c.organization_id = p.organization_id and c.page_id = p.id and c.state = 'published'
    join public.blog_posts b on b.organization_id = p.organization_id and b.page_id = p.id";
pub(super) const VISIBLE: &str =
    "p.organization_id = $1 and p.kind = 'post' and p.status = 'published' and p.deleted_at is null";
/// The newest first.
const ORDER: &str = "p.first_published_at desc, p.id desc";
pub(super) const SORTABLE: &[&str] = &["id", "title", "slug", "locale", "published_at", "first_published_at"];
pub(super) const WORDS: &[&str] = &["p.title", "b.excerpt"];
pub(super) const FILTERS: &[Param] = &[
    Param::ids::<PostId>("id", "Ids."),
    Param::text("slug", "Paths below `/blog/`."),
    Param::text("locale", "Languages."),
    Param::text("group_id", "Translations of each other have it in common.").at("p.group_id::text"),
    Param::keys("tag", slugs, "Tags, as they are written or as addresses have them.").when(
        "exists (select from public.blog_post_tags t where t.organization_id = p.organization_id and t.page_id = p.id and t.slug = any(?))",
    ),
    Param::keys("author", slugs, "Authors, by their names in addresses.").when(
        "exists (select from public.blog_post_authors l
           join public.blog_authors a on a.organization_id = l.organization_id and a.id = l.author_id
         where l.organization_id = p.organization_id and l.page_id = p.id and a.slug = any(?))",
    ),
    Param::time("published_at", "Since when it is published as it is."),
    Param::time("first_published_at", "When it was published for the first time."),
];

fn slugs(texts: &[String]) -> Cell {
    texts.iter().map(|text| of_title(text)).collect::<Vec<_>>().into()
}

/// A list leaves out what posts say, unless it is asked for; one post does not.
pub(super) static RULES: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(resource::names::<Post>(), ["content", "reusable_blocks"]));
pub(super) static RULES_OF_ONE: LazyLock<FieldRules> = LazyLock::new(|| {
    let all = resource::names::<Post>().into_iter().chain(["content", "reusable_blocks"]);
    FieldRules::new(all, std::iter::empty::<&str>())
});

#[derive(FromQueryResult)]
struct Said {
    page_id: Uuid,
    content: Json,
}

/// Posts under these conditions, with what they say where that is selected: as many questions for a thousand as for two.
pub(super) async fn find(
    tx: &Tx,
    filter: Filter,
    list: &ListQuery,
    selection: &mut Selection,
) -> Result<(Vec<Post>, i64), ApiError> {
    let mut conditions = Filter::new(VISIBLE);
    conditions.all(filter);
    conditions.and_words(WORDS, &list.words);
    let order_by = order_by("p", &list.order, ORDER);
    let select = Select { columns: Post::SELECT, from: FROM, order_by: &order_by };
    let (mut found, count): (Vec<Post>, i64) =
        resource::page(tx, select, &conditions, vec![tx.organization()?.into()], list.page).await?;
    if selection.has("content") {
        // What a post says and what its reusable blocks say is one thing.
        selection.add("reusable_blocks");
    }
    if selection.has("reusable_blocks") && !found.is_empty() {
        say(tx, &mut found).await?;
    }
    Ok((found, count))
}

async fn say(tx: &Tx, found: &mut [Post]) -> Result<(), ApiError> {
    let sql = "select c.page_id, c.content from page_content c
        where c.organization_id = $1 and c.page_id = any($2) and c.state = 'published'";
    let wanted: Vec<Uuid> = found.iter().map(|post| post.id.0).collect();
    let values: [Cell; 2] = [tx.organization()?.into(), wanted.into()];
    let said: Vec<Said> = db::fetch_all(tx, sql, values).await?;
    let mut said: std::collections::HashMap<Uuid, Json> =
        said.into_iter().map(|Said { page_id, content }| (page_id, content)).collect();
    for post in found.iter_mut() {
        post.content = said.remove(&post.id.0).unwrap_or_default();
    }
    let contents: Vec<&Json> = found.iter().map(|post| &post.content).collect();
    let reusable = reused(tx, &contents).await?;
    for (post, reusable) in found.iter_mut().zip(reusable) {
        post.reusable_blocks = reusable;
    }
    Ok(())
}

/// As the document shows it.
pub(super) fn example(with_content: bool) -> Json {
    let mut example = json!({
        "id": "post_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "News of the quay", "slug": "news-of-the-quay", "locale": "en",
        "group_id": "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d", "template": null, "excerpt": "Ships that bring coffee, and what we do with it.",
        "seo": {"title": null, "description": null, "image": null, "canonical_url": null, "is_hidden": false},
        "cover": {"media_id": "med_01jd6nwvvgfa5sr38y5wx4pq3d", "alt": "The quay at dawn"}, "tags": [{"name": "Coffee", "slug": "coffee"}],
        "authors": [{"name": "Ida Strand", "slug": "ida-strand", "bio": "Buys coffee, and writes about it.", "avatar_media_id": null, "url": null}],
        "reading_minutes": 3, "published_at": "2026-11-21T10:00:00.000Z", "first_published_at": "2026-11-20T10:00:00.000Z", "metadata": null,
        "translations": [{"locale": "en", "slug": "news-of-the-quay"}]
    });
    if with_content {
        example["content"] =
            json!({"blocks": [{"type": "heading", "props": {"id": "a1", "level": 2, "text": "A ship has come"}}]});
        example["reusable_blocks"] = json!({});
    }
    example
}
