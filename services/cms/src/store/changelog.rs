//! `/store/changelog`: what has changed, and feeds of it.

use std::sync::LazyLock;

use auth::Shopper;
use axum::{extract::State, response::Response};
use cache::Topic;
use chrono::{DateTime, Utc};
use entity::{Timestamp, ids::ChangelogEntryId};
use resource::{Filter, Param, Row, Select, order_by, read_few, row};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::Value as Json;
use utoipa::openapi::path::{Parameter, ParameterIn};
use uuid::Uuid;
use web::{
    ApiError, App, ListQuery, StoreErrors,
    fields::{Column, FieldRules, Plan, View},
    query::{FromParams, Params, Query},
};

use super::answer::respond;
use crate::{
    feed::{self, Feed, Format, Front},
    pages::reused,
};

row! {
    /// An entry, with what it says: entries are short.
    pub(super) struct Entry from "p" {
        id: ChangelogEntryId,
        title: String,
        slug: String,
        locale: String,
        group_id: Uuid,
        version: Option<String> = "e.version",
        change: String = "e.change",
        tags: Json = "to_jsonb(e.tags)",
        content: Json = "c.content",
        published_at: Option<Timestamp>,
        first_published_at: Option<Timestamp>,
        metadata: Option<Json>,
    }
    loaded {
        reusable_blocks: Json,
    }
}

impl View for Entry {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const COMPUTED: &'static [Column<Self>] =
        &[("reusable_blocks", |entry, out| web::fields::json(&entry.reusable_blocks, out))];
}

const FROM: &str = "public.pages p
    join public.page_content c on c.organization_id = p.organization_id and c.page_id = p.id and c.state = 'published'
    join public.changelog_entries e on e.organization_id = p.organization_id and e.page_id = p.id";
const VISIBLE: &str =
    "p.organization_id = $1 and p.kind = 'change' and p.status = 'published' and p.deleted_at is null";
/// The newest first.
const ORDER: &str = "p.first_published_at desc, p.id desc";
const SORTABLE: &[&str] = &["id", "title", "slug", "locale", "published_at", "first_published_at"];
const WORDS: &[&str] = &["p.title", "e.version"];
const FILTERS: &[Param] = &[
    Param::ids::<ChangelogEntryId>("id", "Ids."),
    Param::text("slug", "Names in addresses."),
    Param::text("locale", "Languages."),
    Param::text("group_id", "Translations of each other have it in common.").at("p.group_id::text"),
    Param::text("version", "Versions.").at("e.version"),
    Param::text("change", "Kinds of change: `added`, `changed`, `fixed`, `removed`, `security`.").at("e.change"),
    Param::keys("tag", |texts| texts.to_vec().into(), "Tags, as they are written.").when("e.tags && ?"),
    Param::time("published_at", "Since when it is published as it is."),
    Param::time("first_published_at", "When it was published for the first time."),
];
/// An entry says up to 512 KiB.
const MOST: i64 = 50;

static RULES: LazyLock<FieldRules> = LazyLock::new(|| {
    let all = resource::names::<Entry>().into_iter().chain(["reusable_blocks"]);
    FieldRules::new(all, std::iter::empty::<&str>())
});

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

/// List the entries of the changelog, the newest first, with what they say.
#[utoipa::path(
    get,
    path = "/store/changelog",
    tag = "Changelog",
    operation_id = "list_changelog_entries",
    params(Parameters),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of entries.", body = Json, example = json!({
            "changelog_entries": [{
                "id": "chlog_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Orders can be changed", "slug": "orders-can-be-changed", "locale": "en",
                "group_id": "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d", "version": "2.4.0", "change": "added", "tags": ["Orders"],
                "content": {"blocks": [{"type": "rich_text", "props": {"id": "a1", "html": "<p>Until they are sent.</p>"}}]},
                "published_at": "2026-11-21T10:00:00.000Z", "first_published_at": "2026-11-20T10:00:00.000Z", "metadata": null, "reusable_blocks": {}
            }], "count": 1, "offset": 0, "limit": 20
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = RULES.select(list.fields.as_deref())?;
    if list.page.limit > MOST {
        return Err(ApiError::invalid_data(format!("Value for field 'limit' too big, expected at most: '{MOST}'")));
    }
    let mut conditions = Filter::new(VISIBLE);
    conditions.all(filter);
    conditions.and_words(WORDS, &list.words);
    let order_by = order_by("p", &list.order, ORDER);
    let select = Select { columns: Entry::SELECT, from: FROM, order_by: &order_by };
    let tx = app.db.begin_read(&shopper).await?;
    let (mut found, count): (Vec<Entry>, i64) =
        resource::page(&tx, select, &conditions, vec![tx.organization()?.into()], list.page).await?;
    if selection.has("reusable_blocks") {
        let contents: Vec<&Json> = found.iter().map(|entry| &entry.content).collect();
        let reusable = reused(&tx, &contents).await?;
        for (entry, reusable) in found.iter_mut().zip(reusable) {
            entry.reusable_blocks = reusable;
        }
    }
    tx.commit().await?;
    let mut body = b"{\"changelog_entries\":".to_vec();
    Plan::<Entry>::new(&selection).write_all(&found, &mut body);
    let rest = format!(",\"count\":{count},\"offset\":{},\"limit\":{}}}", list.page.offset, list.page.limit);
    body.extend_from_slice(rest.as_bytes());
    Ok(respond(Topic::Content, body))
}

pub(super) struct Asked {
    locale: Option<String>,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        Self { locale: params.text("locale") }
    }
}

#[derive(FromQueryResult)]
struct Told {
    id: Uuid,
    title: String,
    slug: String,
    version: Option<String>,
    change: String,
    tags: Vec<String>,
    content: Json,
    first_published_at: DateTime<Utc>,
    published_at: DateTime<Utc>,
}

impl Told {
    fn entry(self, base: &str) -> feed::Entry {
        let Self { id, title, slug, version, change, mut tags, content, first_published_at, published_at } = self;
        let said = blocks::Content::parse(&content).map(|content| content.text()).unwrap_or_default();
        tags.insert(0, change);
        feed::Entry {
            id,
            url: format!("{base}/changelog#{slug}"),
            title: version.map_or_else(|| title.clone(), |version| format!("{version}: {title}")),
            summary: feed::beginning(&said),
            authors: Vec::new(),
            tags,
            published_at: first_published_at,
            updated_at: published_at,
        }
    }
}

async fn make(app: &App, shopper: &Shopper, Asked { locale }: Asked, format: Format) -> Result<Response, ApiError> {
    let tx = app.db.begin_read(shopper).await?;
    let front = Front::find(&tx).await?;
    let locale = match locale.or_else(|| shopper.locales.first().map(ToString::to_string)) {
        Some(locale) => locale,
        None => crate::admin::locale::language(&tx).await?,
    };
    let sql = format!(
        "select p.id, p.title, p.slug, e.version, e.change, e.tags, c.content, p.first_published_at, p.published_at
         from {FROM} where {VISIBLE} and p.locale = $2 order by {ORDER} limit $3"
    );
    let values: [Cell; 3] = [tx.organization()?.into(), locale.clone().into(), MOST.into()];
    let found: Vec<Told> = db::fetch_all(&tx, &sql, values).await?;
    tx.commit().await?;
    let base = front.home()?;
    let feed = Feed {
        title: front.name.clone(),
        page: format!("{base}/changelog"),
        own: format!("{base}/changelog/{}", format.file()),
        locale,
        entries: found.into_iter().map(|told| told.entry(base)).collect(),
    };
    Ok(feed::respond(&feed, format))
}

/// The newest entries of the changelog as RSS 2.0.
///
/// Links are those of the storefront, as `storefront_url` of the shop's store says.
#[utoipa::path(
    get,
    path = "/store/changelog/feed.rss",
    tag = "Changelog",
    operation_id = "read_changelog_rss",
    params(("locale" = Option<String>, Query, description = "The language.", example = "en")),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The feed.", content_type = "application/rss+xml", body = String,
         example = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>Quay &amp; Tally</title></channel></rss>"),
        StoreErrors,
    )
)]
pub(super) async fn rss(
    State(app): State<App>,
    shopper: Shopper,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    make(&app, &shopper, asked, Format::Rss).await
}

/// The newest entries of the changelog as Atom.
///
/// Links are those of the storefront, as `storefront_url` of the shop's store says.
#[utoipa::path(
    get,
    path = "/store/changelog/feed.atom",
    tag = "Changelog",
    operation_id = "read_changelog_atom",
    params(("locale" = Option<String>, Query, description = "The language.", example = "en")),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The feed.", content_type = "application/atom+xml", body = String,
         example = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Quay &amp; Tally</title></feed>"),
        StoreErrors,
    )
)]
pub(super) async fn atom(
    State(app): State<App>,
    shopper: Shopper,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    make(&app, &shopper, asked, Format::Atom).await
}
