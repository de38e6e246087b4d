//! `GET /changelog`: what the shop has changed, the latest first.

use std::collections::HashMap;

use axum::{extract::State, response::Response};
use blocks::Content;
use minijinja::{Value, context};

use super::content::read;
use crate::{
    blocks::{Given, How, Renderer, find_all},
    client::Trouble,
    front::Front,
    model::ChangeEntry,
    page::{Frame, Meta, Page, keep},
    visit::Visit,
};

/// So many stand on the page.
const MOST: usize = 20;

pub(super) async fn show(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    let store = front.store.of(&visit);
    let (frame, changes) = tokio::try_join!(Frame::of(&front, &visit), store.changes(MOST))?;
    let contents: Vec<Content> = changes.iter().map(|entry| read(&entry.content)).collect::<Result<_, _>>()?;
    let reusable: HashMap<_, _> = changes.iter().flat_map(|entry| entry.reusable_blocks.clone()).collect();
    let given = Given { reusable: Some(reusable).filter(|said| !said.is_empty()), ..Given::default() };
    // What all of them show is asked for at once.
    let found = find_all(&front, &visit, &frame, &contents.iter().collect::<Vec<_>>(), given).await?;
    let theme = visit.theme(&front).now();
    let shown = |(entry, content): (ChangeEntry, &Content)| {
        let ChangeEntry { title, slug, version, change, first_published_at, .. } = entry;
        let renderer = Renderer::new(&theme, &visit.locale, &visit.shop, content, &found, How::Shown);
        let html = Value::from_safe_string(renderer.blocks(content.blocks())?);
        Ok::<_, Trouble>(context! { title, slug, version, change, day => first_published_at, html })
    };
    let entries = changes.into_iter().zip(&contents).map(shown).collect::<Result<Vec<Value>, _>>()?;
    let mut meta = Meta::public(visit.say(&front, "changelog.title"), "/changelog");
    meta.has_blocks = true;
    let response = Page::new(&front, &visit, &frame, meta).render("changelog", context! { entries })?;
    Ok(keep(&front, &visit, response))
}
