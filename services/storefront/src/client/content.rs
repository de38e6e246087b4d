//! What the shop says: its pages, and what their blocks show.

use bytes::Bytes;
use futures_util::future::try_join_all;
use http::{HeaderName, HeaderValue, Method};
use serde_json::json;
use url::form_urlencoded;

use super::{Asking, Trouble, piece};
use crate::model::{
    ChangeEntry, Changes, Media, Medias, Menu, Menus, Opened, Post, PostAnswer, Posts, PreviewAnswer, Previewed,
    Redirect, Redirects, ReusableBlock, ReusableBlocks, Said, Saids, SiteAnswer, SiteSaid,
};

const PREVIEW: HeaderName = HeaderName::from_static("x-kontor-preview");

/// As many translations of one path as there may be.
const MOST_LOCALES: &str = "20";
/// As many as the API answers at once.
const MOST_MEDIA: usize = 100;
const MOST_REUSABLE: usize = 20;

impl Asking<'_> {
    /// The published pages at a path, one for each language.
    pub(crate) async fn pages_at(self, slug: &str) -> Result<Vec<Said>, Trouble> {
        let query = [("slug", slug), ("fields", "+content"), ("limit", MOST_LOCALES)];
        let answer: Saids = self.get("/store/pages", &query).await?;
        Ok(answer.pages)
    }

    /// Where pages are, by their ids; those that are not published are left out.
    pub(crate) async fn pages_of(self, ids: &[String]) -> Result<Vec<Said>, Trouble> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let limit = ids.len().to_string();
        let mut query = vec![("fields", "id,title,slug,locale"), ("limit", &*limit)];
        query.extend(ids.iter().map(|id| ("id[]", id.as_str())));
        let answer: Saids = self.get("/store/pages", &query).await?;
        Ok(answer.pages)
    }

    /// Pages without what they say, for the map of the site.
    pub(crate) async fn pages(self, limit: usize, offset: usize) -> Result<Saids, Trouble> {
        let (limit, offset) = (limit.to_string(), offset.to_string());
        let fields = "id,slug,locale,seo,published_at,translations";
        self.get("/store/pages", &[("fields", fields), ("limit", &*limit), ("offset", &*offset)]).await
    }

    /// Pictures and films that something published shows, by their ids. A shop without a media library has none.
    pub(crate) async fn media_of(self, ids: &[String]) -> Result<Vec<Media>, Trouble> {
        let questions = ids.chunks(MOST_MEDIA).map(|ids| async move {
            let query: Vec<_> = ids.iter().map(|id| ("id[]", id.as_str())).collect();
            let answer: Result<Medias, Trouble> = self.get("/store/media", &query).await;
            none_of_missing(answer).map(|answer| answer.media)
        });
        Ok(try_join_all(questions).await?.into_iter().flatten().collect())
    }

    /// What reusable blocks say, as they are published.
    pub(crate) async fn reusable(self, ids: &[String]) -> Result<Vec<ReusableBlock>, Trouble> {
        let questions = ids.chunks(MOST_REUSABLE).map(|ids| async move {
            let query: Vec<_> = ids.iter().map(|id| ("id[]", id.as_str())).collect();
            let answer: Result<ReusableBlocks, Trouble> = self.get("/store/reusable-blocks", &query).await;
            none_of_missing(answer).map(|answer| answer.reusable_blocks)
        });
        Ok(try_join_all(questions).await?.into_iter().flatten().collect())
    }

    /// The latest posts of the blog, all or of one tag. A shop without a blog has none.
    pub(crate) async fn posts(self, tag: &str, limit: usize) -> Result<Posts, Trouble> {
        let limit = limit.to_string();
        let mut query = vec![("order", "-first_published_at"), ("limit", &*limit), ("locale", &*self.visit.locale)];
        if !tag.is_empty() {
            query.push(("tag", tag));
        }
        none_of_missing(self.get("/store/blog-posts", &query).await)
    }

    /// A part of the blog in the language of the visit, all of it or what is about something; the newest first.
    pub(crate) async fn posts_from(self, tag: Option<&str>, limit: usize, offset: usize) -> Result<Posts, Trouble> {
        let (limit, offset) = (limit.to_string(), offset.to_string());
        let mut query = vec![("limit", &*limit), ("offset", &*offset), ("locale", &*self.visit.locale)];
        query.extend(tag.map(|tag| ("tag", tag)));
        self.get("/store/blog-posts", &query).await
    }

    /// A post by its path, in the language of the visit or else in the one that it has.
    pub(crate) async fn post_at(self, slug: &str) -> Result<Post, Trouble> {
        let path = format!("/store/blog-posts/{}", piece(slug));
        let own: Result<PostAnswer, Trouble> = self.get(&path, &[("locale", &*self.visit.locale)]).await;
        match own {
            Err(Trouble::Missing) => {
                let answer: PostAnswer = self.get(&path, &[]).await?;
                Ok(answer.blog_post)
            }
            answer => Ok(answer?.blog_post),
        }
    }

    /// Posts that say something alike.
    pub(crate) async fn related_posts(self, id: &str) -> Result<Vec<Post>, Trouble> {
        let path = format!("/store/blog-posts/{}/related", piece(id));
        let answer: Posts = none_of_missing(self.get(&path, &[("limit", "3")]).await)?;
        Ok(answer.blog_posts)
    }

    /// The blog as a feed, as the API writes it: `feed.rss` or `feed.atom`.
    pub(crate) async fn feed(self, name: &str) -> Result<Bytes, Trouble> {
        let locale = form_urlencoded::byte_serialize(self.visit.locale.as_bytes()).collect::<String>();
        let path = format!("/store/blog-posts/{}?locale={locale}", piece(name));
        let answer = self.call_with(Method::GET, &path, None, None, None).await?;
        if !answer.status.is_success() {
            return Err(Trouble::of(&path, &answer));
        }
        Ok(answer.body)
    }

    /// Menus in the language of the visit, by their handles; those that the shop has.
    pub(crate) async fn menus(self, handles: &[&str]) -> Result<Vec<Menu>, Trouble> {
        let limit = handles.len().to_string();
        let mut query = vec![("fields", "handle,items"), ("locale", &*self.visit.locale), ("limit", &*limit)];
        query.extend(handles.iter().map(|handle| ("handle[]", *handle)));
        let answer: Menus = none_of_missing(self.get("/store/menus", &query).await)?;
        Ok(answer.menus)
    }

    /// How the shop presents itself.
    pub(crate) async fn site(self) -> Result<SiteSaid, Trouble> {
        let answer: SiteAnswer = none_of_missing(self.get("/store/site", &[]).await)?;
        Ok(answer.site)
    }

    /// A published page with what it says, by its id.
    pub(crate) async fn page_of(self, id: &str) -> Result<Option<Said>, Trouble> {
        let query = [("id[]", id), ("fields", "+content"), ("limit", "1")];
        let answer: Saids = self.get("/store/pages", &query).await?;
        Ok(answer.pages.into_iter().next())
    }

    /// What was changed last, with what is said of it.
    pub(crate) async fn changes(self, limit: usize) -> Result<Vec<ChangeEntry>, Trouble> {
        let limit = limit.to_string();
        let query = [("fields", "+content"), ("locale", &*self.visit.locale), ("limit", &*limit)];
        let answer: Changes = none_of_missing(self.get("/store/changelog", &query).await)?;
        Ok(answer.changelog_entries)
    }

    /// Where what lay at a path lies by now.
    pub(crate) async fn redirect(self, path: &str) -> Result<Option<Redirect>, Trouble> {
        let answer: Redirects = none_of_missing(self.get("/store/redirects", &[("path", path)]).await)?;
        Ok(answer.redirects.into_iter().next())
    }
}

impl Asking<'_> {
    /// Exchanges the token of a preview's link, once.
    pub(crate) async fn open_preview(self, token: &str) -> Result<String, Trouble> {
        let answer: Opened = self.post("/store/previews", &json!({ "token": token })).await?;
        Ok(answer.preview.ticket)
    }

    /// What a preview shows.
    pub(crate) async fn preview(self, ticket: &str) -> Result<Previewed, Trouble> {
        let extra = HeaderValue::from_str(ticket).ok().map(|ticket| (PREVIEW, ticket));
        let answer = self.call_with(Method::GET, "/store/previews", None, None, extra).await?;
        if !answer.status.is_success() {
            return Err(Trouble::of("/store/previews", &answer));
        }
        let answer: PreviewAnswer =
            serde_json::from_slice(&answer.body).map_err(|error| Trouble::broken("/store/previews", &error))?;
        Ok(answer.page)
    }
}

/// What the API does not have is nothing.
fn none_of_missing<T: Default>(answer: Result<T, Trouble>) -> Result<T, Trouble> {
    match answer {
        Err(Trouble::Missing) => Ok(T::default()),
        answer => answer,
    }
}
