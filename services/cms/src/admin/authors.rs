//! `/admin/blog-authors`: who writes in the blog, as the public knows him.

use auth::needs;
use db::Tx;
use entity::{
    Timestamp,
    ids::{BlogAuthorId, UserId},
};
use events::{Emit, EventName};
use resource::{
    Param, Row, Set, Table,
    admin::{Resource, Routes, duplicate},
    fields::AtMost,
    fresh_metadata, row,
};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Map, Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Change, Filled, FromText, Required},
    fields::{Column, View},
};

use super::{
    within::Medium,
    written::{Written, written},
};
use crate::pages::{Plain, of_title};

const CREATED: EventName = EventName::new("blog_author.created");
const UPDATED: EventName = EventName::new("blog_author.updated");
const DELETED: EventName = EventName::new("blog_author.deleted");

row! {
    /// An author.
    pub(super) struct Author from "a" {
        id: BlogAuthorId,
        name: String,
        slug: String,
        bio: Option<String>,
        avatar_media_id: Option<String>,
        url: Option<String>,
        user_id: Option<UserId>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Author {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Author {
    type Id = BlogAuthorId;

    const ONE: &'static str = "blog_author";
    const MANY: &'static str = "blog_authors";
    const NAME: &'static str = "Blog author";
    const SORTABLE: &'static [&'static str] = &["id", "name", "slug", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["a.name"];
    const FROM: &'static str = "(select *, null::timestamptz as deleted_at from public.blog_authors) a";
    const ALIAS: &'static str = "a";
    const FILTERS: &'static [Param] = &[
        Param::text("name", "Exact names."),
        Param::text("slug", "Names in addresses."),
        Param::ids::<UserId>("user_id", "Who of the staff they are."),
    ];
}

impl Resource for Author {
    type Read = needs::ContentRead;
    type Write = needs::ContentWrite;

    const PATH: &'static str = "/admin/blog-authors";
    const TAG: &'static str = "Admin: blog authors";

    fn example() -> Json {
        json!({
            "id": "bauth_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Ida Strand", "slug": "ida-strand", "bio": "Buys coffee, and writes about it.",
            "avatar_media_id": null, "url": "https://social.example/@ida", "user_id": null, "metadata": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z"
        })
    }
}

/// An address elsewhere.
#[derive(Debug, Clone)]
struct Elsewhere(String);

impl FromText for Elsewhere {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("Invalid address for field '{at}': {why}");
        let link = blocks::Link::try_from(text).map_err(|why| wrong(&why))?;
        match link.target() {
            blocks::Target::Web(url) => Ok(Self(url.to_owned())),
            _ => Err(wrong("expected such as https://social.example/@ida")),
        }
    }
}

body! {
    /// A new author.
    pub(super) struct New {
        /// As the public knows him.
        name: Required<AtMost<200>> = "Ida Strand",
        /// His name in addresses; made of his name when nobody says.
        slug: Filled<Plain> = "ida-strand",
        /// A sentence or two about him.
        bio: Option<AtMost<1000>> = "Buys coffee, and writes about it.",
        /// His picture.
        avatar_media_id: Option<Medium> = "med_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where more about him is.
        url: Option<Elsewhere> = "https://social.example/@ida",
        /// Who of the staff he is. What is told of him is told to him, and goes with him.
        user_id: Option<String> = "user_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"desk": "coffee"},
    }
    checked by has_slug
}

fn has_slug(fields: &mut body::Fields, new: &New) {
    let Required(AtMost(name)) = &new.name;
    if new.slug.0.is_none() && !name.is_empty() && of_title(name).is_empty() {
        fields.complain("Field 'slug' is required: none can be made of this name");
    }
}

body! {
    /// What changes of an author.
    pub(super) struct Changes {
        /// As the public knows him.
        name: Filled<AtMost<200>> = "Ida Strand",
        /// His name in addresses.
        slug: Filled<Plain> = "ida-strand",
        /// A sentence or two about him; `null` takes them away.
        bio: Change<AtMost<1000>> = "Buys coffee, and writes about it.",
        /// His picture.
        avatar_media_id: Change<Medium> = "med_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where more about him is.
        url: Change<Elsewhere> = "https://social.example/@ida",
        /// Who of the staff he is.
        user_id: Change<String> = "user_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"desk": "coffee"},
    }
}

fn taken<T>(done: db::Result<T>) -> Result<T, ApiError> {
    match done {
        Err(db::Error::Constraint { name, .. }) if name == "blog_authors_slug" => {
            Err(duplicate("There is an author with this 'slug' already: choose another one".to_owned()))
        }
        Err(db::Error::Constraint { name, .. }) if name == "blog_authors_user" => {
            Err(duplicate("Another author is this member of the staff already: change that one".to_owned()))
        }
        done => Ok(done?),
    }
}

#[derive(FromQueryResult)]
struct Known {
    user_id: Uuid,
}

/// The key of one of the staff of this shop.
async fn of_staff(tx: &Tx, id: &str) -> Result<Uuid, ApiError> {
    let missing = || ApiError::missing("User", id);
    let user = id.parse::<UserId>().map_err(|_| missing())?;
    let sql = "select m.\"userId\" as user_id from auth.member m where m.\"organizationId\" = $1 and m.\"userId\" = $2";
    let known: Option<Known> = db::fetch_optional(tx, sql, [tx.organization()?.into(), user.0.into()]).await?;
    known.map(|known| known.user_id).ok_or_else(missing)
}

/// An author as events tell of him: by his key alone, for they are kept longer than he may be.
fn told(id: Uuid) -> Json {
    json!({ "id": BlogAuthorId(id) })
}

impl Written for Author {
    type New = New;
    type Changes = Changes;

    async fn create(tx: &Tx, new: New) -> Result<Uuid, ApiError> {
        let New { name: Required(AtMost(name)), slug, bio, avatar_media_id, url, user_id, metadata } = new;
        let user = match user_id {
            Some(user) => Some(of_staff(tx, &user).await?),
            None => None,
        };
        let id = BlogAuthorId::new().0;
        let slug = slug.0.map_or_else(|| of_title(&name), |slug| slug.0);
        let sql = "insert into blog_authors
              (organization_id, id, name, slug, bio, avatar_media_id, url, user_id, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, private.merge_metadata(null, $9, '{}'), $10, $10)";
        let values: [Cell; 10] = [
            tx.organization()?.into(),
            id.into(),
            name.into(),
            slug.into(),
            bio.map(|text| text.0).into(),
            avatar_media_id.map(|id| id.0).into(),
            url.map(|url| url.0).into(),
            user.into(),
            fresh_metadata(metadata).into(),
            tx.now().into(),
        ];
        taken(db::exec(tx, sql, values).await)?;
        events::emit(tx, Emit::new(CREATED, id).after(told(id))).await?;
        Ok(id)
    }

    async fn update(tx: &Tx, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { name, slug, bio, avatar_media_id, url, user_id, metadata } = changes;
        let user = match user_id {
            Change::Set(user) => Change::Set(of_staff(tx, &user).await?),
            Change::Clear => Change::Clear,
            Change::Keep => Change::Keep,
        };
        let mut set = Set::new(tx, id)?;
        set.given("name", name.0.map(|name| name.0));
        set.given("slug", slug.0.map(|slug| slug.0));
        set.change("bio", bio.map(|text| text.0));
        set.change("avatar_media_id", avatar_media_id.map(|id| id.0));
        set.change("url", url.map(|url| url.0));
        set.change("user_id", user);
        set.metadata("metadata", metadata);
        let is_there = taken(set.run_where(tx, "public.blog_authors", "true").await)?;
        if is_there {
            events::emit(tx, Emit::new(UPDATED, id).before(told(id)).after(told(id))).await?;
        }
        Ok(is_there)
    }

    /// What he wrote stays, without his name.
    async fn delete(tx: &Tx, id: Uuid) -> Result<bool, ApiError> {
        let sql = "delete from blog_authors where organization_id = $1 and id = $2";
        if db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? == 0 {
            return Ok(false);
        }
        events::emit(tx, Emit::new(DELETED, id).before(told(id))).await?;
        Ok(true)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Author>::new().list("List authors of the blog.").retrieve("Read an author.").router().merge(written::<
        Author,
    >([
        "Make an author.",
        "Change an author. Published posts show him so at once.",
        "Remove an author. What he wrote stays, without his name.",
    ]))
}
