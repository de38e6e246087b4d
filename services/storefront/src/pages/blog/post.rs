//! `GET /blog/{slug}`

use axum::{
    extract::{Path, State},
    response::Response,
};
use minijinja::{Value, context};
use serde_json::json;

use super::{by_id, card, covers, path_of};
use crate::{
    blocks::{Found, Given, How, Renderer, find},
    client::Trouble,
    front::Front,
    model::Post,
    page::{Alternate, Crumb, Frame, Meta, Page, keep},
    pages::{
        content::{read, speaking},
        missing::moved,
    },
    visit::Visit,
};

pub(super) async fn show(
    State(front): State<Front>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, Trouble> {
    let post = match front.store.of(&visit).post_at(&slug).await {
        Err(Trouble::Missing) => return Ok(moved(&front, &visit).await),
        post => post?,
    };
    let visit = &speaking(&front, &visit, &post.locale);
    let store = front.store.of(visit);
    let (frame, related) = tokio::try_join!(Frame::of(&front, visit), store.related_posts(&post.id))?;
    let content = read(&post.content)?;
    let given = Given {
        reusable: Some(post.reusable_blocks.clone()).filter(|said| !said.is_empty()),
        image: post.seo.image.clone(),
        ..Given::default()
    };
    let wanted = covers(related.iter().chain([&post]));
    let (found, media) = tokio::try_join!(find(&front, visit, &frame, &content, given), store.media_of(&wanted))?;
    let pictures = by_id(media);
    let theme = visit.theme(&front).now();
    let html =
        Renderer::new(&theme, &visit.locale, &visit.shop, &content, &found, How::Shown).blocks(content.blocks())?;
    let cards: Vec<Value> = related.iter().map(|post| card(&visit.shop, &pictures, post)).collect();
    let own = context! {
        html => Value::from_safe_string(html), post => card(&visit.shop, &pictures, &post), authors => post.authors, related => cards,
    };
    let blog = theme.say(&visit.locale, "blog.title");
    let response = Page::new(&front, visit, &frame, meta(visit, &post, &pictures, &found, blog)).render("post", own)?;
    Ok(keep(&front, visit, response))
}

/// What a post says of itself.
fn meta(visit: &Visit, post: &Post, pictures: &Found, found: &Found, blog: String) -> Meta {
    let shop = &visit.shop;
    let path = path_of(&post.slug);
    let title = post.seo.title.clone().unwrap_or_else(|| post.title.clone());
    let mut meta = Meta::public(title, path.clone());
    meta = meta.about(post.seo.description.as_deref().or(post.excerpt.as_deref()));
    meta.has_blocks = true;
    let whole = |path: &str| if path.starts_with('/') { format!("{}{path}", shop.url) } else { path.to_owned() };
    let cover = post.cover.as_ref().and_then(|cover| pictures.address_of(shop, &cover.media_id));
    let image = post.seo.image.as_deref().and_then(|image| found.address_of(shop, image)).or(cover);
    meta.image = image.map(|image| whole(&image));
    meta.elsewhere.clone_from(&post.seo.canonical_url);
    meta.crumbs =
        vec![Crumb { name: blog, path: "/blog".to_owned() }, Crumb { name: post.title.clone(), path: path.clone() }];
    if post.seo.is_hidden {
        meta.canonical = None;
        return meta;
    }
    if post.translations.len() > 1 {
        let of = |one: &crate::model::Translation| Alternate {
            language: one.locale.clone(),
            url: whole(&path_of(&one.slug)),
        };
        meta.alternates = post.translations.iter().map(of).collect();
    }
    let authors: Vec<_> = post.authors.iter().map(|author| json!({ "@type": "Person", "name": author.name })).collect();
    let mut own = json!({
        "@context": "https://schema.org/", "@type": "BlogPosting", "headline": post.title, "url": whole(&path), "inLanguage": post.locale,
        "datePublished": post.first_published_at, "dateModified": post.published_at, "author": authors,
        "publisher": { "@type": "Organization", "name": visit.known_site().name }, "keywords": post.tags.iter().map(|tag| &tag.name).collect::<Vec<_>>(),
    });
    if let Some(image) = &meta.image {
        own["image"] = json!(image);
    }
    if let Some(description) = &meta.description {
        own["description"] = json!(description);
    }
    meta.data = vec![own];
    meta
}
