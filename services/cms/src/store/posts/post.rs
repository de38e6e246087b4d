//! A post, as it is published.

use std::sync::LazyLock;

use db::Tx;
use entity::{Timestamp, ids::PostId};
use resource::{Filter, Param, Row, Select, order_by, row};
use sea_orm::Value as Cell;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use web::{
    ApiError, ListQuery,
    fields::{Column, FieldRules, Selection, View, json as write_json},
};

use crate::pages::{Said, WHOLE, of_title, said};

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
        media: Map<String, Json>,
    }
}

impl View for Post {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const COMPUTED: &'static [Column<Self>] = &[
        ("content", |post, out| write_json(&post.content, out)),
        ("reusable_blocks", |post, out| write_json(&post.reusable_blocks, out)),
        ("media", |post, out| write_json(&post.media, out)),
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
pub(super) static RULES: LazyLock<FieldRules> = LazyLock::new(|| FieldRules::new(resource::names::<Post>(), WHOLE));
pub(super) static RULES_OF_ONE: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(resource::names::<Post>().into_iter().chain(WHOLE), std::iter::empty::<&str>()));

/// Posts under these conditions, with what they say where that is selected: as many questions for a thousand as for two.
pub(super) async fn find(
    tx: &Tx,
    base: &str,
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
    let wanted: Vec<(Uuid, String)> = found.iter().map(|post| (post.id.0, post.locale.clone())).collect();
    for (post, whole) in found.iter_mut().zip(said(tx, base, &wanted, selection).await?) {
        let Said { content, reusable_blocks, media } = whole;
        (post.content, post.reusable_blocks, post.media) = (content, reusable_blocks, media);
    }
    Ok((found, count))
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
        example["media"] = json!({});
    }
    example
}
