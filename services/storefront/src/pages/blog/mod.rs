//! The blog: its posts, what they are about, and its feeds.

mod feed;
mod list;
mod post;

use axum::{Router, routing::get};
use minijinja::{Value, context};

use crate::{
    blocks::Found,
    front::Front,
    model::{Media, Post},
    shops::Shop,
};

pub(super) fn router() -> Router<Front> {
    Router::new()
        .route("/blog", get(list::all))
        .route("/blog/tags/{tag}", get(list::tagged))
        .route("/blog/feed.rss", get(feed::rss))
        .route("/blog/feed.atom", get(feed::atom))
        .route("/blog/{slug}", get(post::show))
}

/// Where a post is.
fn path_of(slug: &str) -> String {
    format!("/blog/{slug}")
}

/// A post as lists show it.
fn card(shop: &Shop, found: &Found, post: &Post) -> Value {
    let alt = post.cover.as_ref().and_then(|cover| cover.alt.as_deref()).unwrap_or_default();
    let picture = found.picture(shop, post.cover.as_ref().map(|cover| &*cover.media_id), alt, None);
    context! {
        title => post.title, path => path_of(&post.slug), excerpt => post.excerpt, day => post.first_published_at,
        minutes => post.reading_minutes, tags => post.tags, picture,
    }
}

/// The ids of their pictures.
fn covers<'a>(posts: impl IntoIterator<Item = &'a Post>) -> Vec<String> {
    posts.into_iter().filter_map(|post| Some(post.cover.as_ref()?.media_id.clone())).collect()
}

/// The same, by their ids.
fn by_id(media: Vec<Media>) -> Found {
    Found::of_media(media)
}
