//! `/store/pages`: pages as they are published.

use std::sync::LazyLock;

use auth::Shopper;
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use cache::{Cacheable, Topic};
use db::Tx;
use entity::{Timestamp, ids::PageId};
use http::{HeaderValue, header};
use resource::{Filter, Param, Row, Select, ids, order_by, read_few, row};
use serde_json::{Map, Value as Json};
use utoipa::openapi::path::{Parameter, ParameterIn};
use uuid::Uuid;
use web::{
    ApiError, App, ListQuery, SelectParams, SelectQuery, StoreErrors,
    fields::{Column, FieldRules, Plan, Selection, View, json},
    query::{FromParams, Params, Query},
};

use crate::{
    media::Library,
    pages::{MOST_WHOLE, Said, WHOLE, said},
};

row! {
    /// A page, as it is published.
    pub(super) struct Page from "p" {
        id: PageId,
        title: String,
        slug: String,
        locale: String,
        group_id: Uuid,
        template: Option<String> = "c.fields ->> 'template'",
        excerpt: Option<String> = "c.fields ->> 'excerpt'",
        seo: Json = "c.fields -> 'seo'",
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

impl View for Page {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const COMPUTED: &'static [Column<Self>] = &[
        ("content", |page, out| json(&page.content, out)),
        ("reusable_blocks", |page, out| json(&page.reusable_blocks, out)),
        ("media", |page, out| json(&page.media, out)),
    ];
}

const FROM: &str = "public.pages p
    join public.page_content c on c.organization_id = p.organization_id and c.page_id = p.id and c.state = 'published'";
const VISIBLE: &str = "p.organization_id = $1 and p.kind = 'page' and p.status = 'published' and p.deleted_at is null";
const ORDER: &str = "p.slug, p.locale, p.id";
const SORTABLE: &[&str] = &["id", "title", "slug", "locale", "published_at", "first_published_at"];
const WORDS: &[&str] = &["p.title"];
const FILTERS: &[Param] = &[
    Param::ids::<PageId>("id", "Ids."),
    Param::text("slug", "Paths, without the leading slash."),
    Param::text("locale", "Languages."),
    Param::text("group_id", "Translations of each other have it in common.").at("p.group_id::text"),
    Param::time("published_at", "Since when it is published as it is."),
];

/// A list leaves out what pages say, unless it is asked for; one page does not.
static RULES: LazyLock<FieldRules> = LazyLock::new(|| FieldRules::new(resource::names::<Page>(), WHOLE));
static RULES_OF_ONE: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(resource::names::<Page>().into_iter().chain(WHOLE), std::iter::empty::<&str>()));

pub(super) struct Parameters {
    list: ListQuery,
    filter: Filter,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, 20, SORTABLE);
        let mut filter = Filter::default();
        read_few(params, FILTERS.to_vec(), "p", WORDS, &mut filter);
        Self { list, filter }
    }
}

impl utoipa::IntoParams for Parameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        resource::admin::of_list(FILTERS).into_iter().filter(|param| param.name != "with_deleted").collect()
    }
}

/// Pages under these conditions, with what they say where that is selected.
async fn find(
    tx: &Tx,
    base: &str,
    filter: Filter,
    list: &ListQuery,
    selection: &mut Selection,
) -> Result<(Vec<Page>, i64), ApiError> {
    let mut conditions = Filter::new(VISIBLE);
    conditions.all(filter);
    conditions.and_words(WORDS, &list.words);
    let order_by = order_by("p", &list.order, ORDER);
    let select = Select { columns: Page::SELECT, from: FROM, order_by: &order_by };
    let (mut found, count): (Vec<Page>, i64) =
        resource::page(tx, select, &conditions, vec![tx.organization()?.into()], list.page).await?;
    let wanted: Vec<(Uuid, String)> = found.iter().map(|page| (page.id.0, page.locale.clone())).collect();
    for (page, whole) in found.iter_mut().zip(said(tx, base, &wanted, selection).await?) {
        let Said { content, reusable_blocks, media } = whole;
        (page.content, page.reusable_blocks, page.media) = (content, reusable_blocks, media);
    }
    Ok((found, count))
}

fn respond(body: Vec<u8>) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
    (Cacheable::on(Topic::Content), [(header::CONTENT_TYPE, JSON)], body).into_response()
}

/// List the pages of the shop, as they are published.
///
/// What they say comes with `fields=+content`, and with it `reusable_blocks`: what the reusable blocks in it say, by their ids. What is known
/// of the pictures and documents in it comes with `+media`: by id, as `/store/media` tells it.
#[utoipa::path(
    get,
    path = "/store/pages",
    tag = "Pages",
    operation_id = "list_pages",
    params(Parameters),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of pages.", body = Json, example = json!({
            "pages": [{
                "id": "page_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "About us", "slug": "about", "locale": "en",
                "group_id": "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d", "template": null, "excerpt": "A shop by the harbour, since 1894.",
                "seo": {"title": null, "description": null, "image": null, "canonical_url": null, "is_hidden": false},
                "published_at": "2026-11-21T10:00:00.000Z", "first_published_at": "2026-11-20T10:00:00.000Z", "metadata": null,
                "translations": [{"locale": "de", "slug": "uber-uns"}, {"locale": "en", "slug": "about"}]
            }], "count": 1, "offset": 0, "limit": 20
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Extension(library): Extension<Library>,
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let mut selection = RULES.select(list.fields.as_deref())?;
    if WHOLE.iter().any(|part| selection.has(part)) && list.page.limit > MOST_WHOLE {
        return Err(ApiError::invalid_data(format!(
            "Value for field 'limit' too big, expected at most: '{MOST_WHOLE}' with what pages say ('content', 'media')"
        )));
    }
    let tx = app.db.begin_read(&shopper).await?;
    let (found, count) = find(&tx, &library.base(), filter, &list, &mut selection).await?;
    tx.commit().await?;
    let mut body = b"{\"pages\":".to_vec();
    Plan::<Page>::new(&selection).write_all(&found, &mut body);
    let rest = format!(",\"count\":{count},\"offset\":{},\"limit\":{}}}", list.page.offset, list.page.limit);
    body.extend_from_slice(rest.as_bytes());
    Ok(respond(body))
}

/// Read a page, as it is published, with what it says, and what is known of the pictures and documents in it.
#[utoipa::path(
    get,
    path = "/store/pages/{id}",
    tag = "Pages",
    operation_id = "retrieve_page",
    params(
        ("id" = String, Path, description = "The page's id.", example = "page_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The page.", body = Json, example = json!({
            "page": {
                "id": "page_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "About us", "slug": "about", "locale": "en",
                "group_id": "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d", "template": null, "excerpt": "A shop by the harbour, since 1894.",
                "seo": {"title": null, "description": null, "image": null, "canonical_url": null, "is_hidden": false},
                "published_at": "2026-11-21T10:00:00.000Z", "first_published_at": "2026-11-20T10:00:00.000Z", "metadata": null,
                "translations": [{"locale": "de", "slug": "uber-uns"}, {"locale": "en", "slug": "about"}],
                "content": {"blocks": [{"type": "heading", "props": {"id": "a1", "level": 1, "text": "About us"}}]}, "reusable_blocks": {}, "media": {}
            }
        })),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    Extension(library): Extension<Library>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let mut selection = RULES_OF_ONE.select(fields.as_deref())?;
    let mut filter = Filter::default();
    filter.and("p.id = any(?)", ids::<PageId>(std::slice::from_ref(&id)));
    let tx = app.db.begin_read(&shopper).await?;
    let (found, _) = find(&tx, &library.base(), filter, &ListQuery::one(), &mut selection).await?;
    tx.commit().await?;
    let found = found.first().ok_or_else(|| ApiError::missing("Page", &id))?;
    let mut body = b"{\"page\":".to_vec();
    Plan::<Page>::new(&selection).write(found, &mut body);
    body.push(b'}');
    Ok(respond(body))
}
