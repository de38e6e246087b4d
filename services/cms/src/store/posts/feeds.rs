//! `GET /store/blog-posts/feed.rss`, `GET /store/blog-posts/feed.atom`

use auth::Shopper;
use axum::{extract::State, response::Response};
use resource::Filter;
use sea_orm::{FromQueryResult, Value as Cell};
use uuid::Uuid;
use web::{
    ApiError, App, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::post::{FROM, VISIBLE};
use crate::feed::{self, Entry, Feed, Format, Front};

/// So many posts a feed has.
const MOST: i64 = 50;

pub(in crate::store) struct Asked {
    locale: Option<String>,
    filter: Filter,
    tag: Option<String>,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let locale = params.text("locale");
        let tag = params.text("tag");
        let mut filter = Filter::default();
        if let Some(tag) = &tag {
            let slug = crate::pages::of_title(tag);
            filter.and(
                "exists (select from public.blog_post_tags t where t.organization_id = p.organization_id and t.page_id = p.id and t.slug = ?)",
                slug,
            );
        }
        Self { locale, filter, tag }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    title: String,
    slug: String,
    excerpt: Option<String>,
    body: String,
    authors: Vec<String>,
    tags: Vec<String>,
    first_published_at: chrono::DateTime<chrono::Utc>,
    published_at: chrono::DateTime<chrono::Utc>,
}

async fn make(app: &App, shopper: &Shopper, asked: Asked, format: Format) -> Result<Response, ApiError> {
    let Asked { locale, filter, tag } = asked;
    let tx = app.db.begin_read(shopper).await?;
    let front = Front::find(&tx).await?;
    let locale = locale.or_else(|| shopper.locales.first().map(ToString::to_string));
    let locale = match locale {
        Some(locale) => locale,
        None => crate::admin::locale::language(&tx).await?,
    };
    let mut values: Vec<Cell> = vec![tx.organization()?.into(), locale.clone().into(), MOST.into()];
    let conditions = filter.sql(&mut values);
    let sql = format!(
        "select p.id, p.title, p.slug, b.excerpt, b.body, p.first_published_at, p.published_at,
           array(select a.name from blog_post_authors l join blog_authors a on a.organization_id = l.organization_id and a.id = l.author_id
             where l.organization_id = p.organization_id and l.page_id = p.id order by l.rank) as authors,
           array(select t.name from blog_post_tags t where t.organization_id = p.organization_id and t.page_id = p.id order by t.rank) as tags
         from {FROM} where {VISIBLE} and p.locale = $2 and {conditions} order by p.first_published_at desc, p.id desc limit $3"
    );
    let found: Vec<Row> = db::fetch_all(&tx, &sql, values).await?;
    tx.commit().await?;
    let base = front.home()?;
    let entries = found.into_iter().map(|row| Entry {
        id: row.id,
        url: format!("{base}/blog/{}", row.slug),
        // What it says begins with its title, which the feed says already.
        summary: row.excerpt.unwrap_or_else(|| feed::beginning(row.body.split_once('\n').map_or("", |(_, said)| said))),
        title: row.title,
        authors: row.authors,
        tags: row.tags,
        published_at: row.first_published_at,
        updated_at: row.published_at,
    });
    let query = tag.map(|tag| format!("?tag={}", crate::pages::of_title(&tag))).unwrap_or_default();
    let feed = Feed {
        title: front.name.clone(),
        page: format!("{base}/blog"),
        own: format!("{base}/blog/{}{query}", format.file()),
        locale,
        entries: entries.collect(),
    };
    Ok(feed::respond(&feed, format))
}

/// The newest posts of the blog as RSS 2.0.
///
/// Links are those of the storefront, as `storefront_url` of the shop's store says. In one language: the one that is named, else the shop's first.
#[utoipa::path(
    get,
    path = "/store/blog-posts/feed.rss",
    tag = "Blog posts",
    operation_id = "read_blog_rss",
    params(
        ("locale" = Option<String>, Query, description = "The language.", example = "en"),
        ("tag" = Option<String>, Query, description = "Only posts with this tag.", example = "coffee"),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The feed.", content_type = "application/rss+xml", body = String,
         example = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>Quay &amp; Tally</title></channel></rss>"),
        StoreErrors,
    )
)]
pub(in crate::store) async fn rss(
    State(app): State<App>,
    shopper: Shopper,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    make(&app, &shopper, asked, Format::Rss).await
}

/// The newest posts of the blog as Atom.
///
/// Links are those of the storefront, as `storefront_url` of the shop's store says. In one language: the one that is named, else the shop's first.
#[utoipa::path(
    get,
    path = "/store/blog-posts/feed.atom",
    tag = "Blog posts",
    operation_id = "read_blog_atom",
    params(
        ("locale" = Option<String>, Query, description = "The language.", example = "en"),
        ("tag" = Option<String>, Query, description = "Only posts with this tag.", example = "coffee"),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The feed.", content_type = "application/atom+xml", body = String,
         example = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Quay &amp; Tally</title></feed>"),
        StoreErrors,
    )
)]
pub(in crate::store) async fn atom(
    State(app): State<App>,
    shopper: Shopper,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    make(&app, &shopper, asked, Format::Atom).await
}
