//! `GET /blog`, `GET /blog/tags/{tag}`

use axum::{
    extract::{OriginalUri, Path, State},
    response::Response,
};
use http::Uri;
use minijinja::{Value, context};

use super::{by_id, card, covers};
use crate::{
    client::Trouble,
    front::Front,
    page::{Crumb, Frame, Meta, Page, keep},
    pages::{category::with_page, listing},
    visit::{Form, Visit},
};

pub(super) async fn all(
    State(front): State<Front>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    show(&front, &visit, &uri, None).await
}

pub(super) async fn tagged(
    State(front): State<Front>,
    visit: Visit,
    Path(tag): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    show(&front, &visit, &uri, Some(&tag)).await
}

async fn show(front: &Front, visit: &Visit, uri: &Uri, tag: Option<&str>) -> Result<Response, Trouble> {
    let number = listing::page(&Form::parse(uri.query().unwrap_or_default().as_bytes()));
    let store = front.store.of(visit);
    let offset = (number - 1) * listing::OF_PAGE;
    let (frame, posts) = tokio::try_join!(Frame::of(front, visit), store.posts_from(tag, listing::OF_PAGE, offset))?;
    // A tag that no post has is no page, and neither is one behind the last.
    if posts.blog_posts.is_empty() && (tag.is_some() || number > 1) {
        return Err(Trouble::Missing);
    }
    let found = by_id(store.media_of(&covers(&posts.blog_posts)).await?);
    let theme = visit.theme(front).now();
    let blog = theme.say(&visit.locale, "blog.title");
    // As whoever published it wrote it.
    let about = tag.and_then(|tag| posts.blog_posts.iter().flat_map(|post| &post.tags).find(|one| one.slug == tag));
    let heading = about.map_or_else(|| blog.clone(), |tag| tag.name.clone());
    let path = tag.map_or_else(|| "/blog".to_owned(), |tag| format!("/blog/tags/{tag}"));
    let mut meta = Meta::public(heading.clone(), with_page(&path, number));
    meta.has_blocks = true;
    if tag.is_some() {
        meta.crumbs =
            vec![Crumb { name: blog, path: "/blog".to_owned() }, Crumb { name: heading.clone(), path: path.clone() }];
    }
    let count = usize::try_from(posts.count).unwrap_or_default();
    let cards: Vec<Value> = posts.blog_posts.iter().map(|post| card(&visit.shop, &found, post)).collect();
    let own = context! { heading, posts => cards, is_tag => tag.is_some(), pages => listing::pages(&path, &[], number, count) };
    let response = Page::new(front, visit, &frame, meta).render("blog", own)?;
    Ok(keep(front, visit, response))
}
