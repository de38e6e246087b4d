//! `GET /changelog`: what the shop has changed, the latest first.

use axum::{extract::State, response::Response};
use minijinja::{Value, context};

use super::content::read;
use crate::{
    blocks::{Given, How, Renderer, find},
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
    let entries = changes.into_iter().map(|entry| shown(&front, &visit, &frame, entry));
    let entries: Vec<Value> = futures_util::future::try_join_all(entries).await?;
    let theme = front.theme.now();
    let lead = theme.say(&visit.locale, "changelog.lead");
    let mut meta = Meta::public(theme.say(&visit.locale, "changelog.title"), "/changelog").about(Some(&lead));
    meta.has_blocks = true;
    let response = Page::new(&front, &visit, &frame, meta).render("changelog", context! { entries })?;
    Ok(keep(&front, &visit, response))
}

async fn shown(front: &Front, visit: &Visit, frame: &Frame, entry: ChangeEntry) -> Result<Value, Trouble> {
    let ChangeEntry { title, slug, version, change, first_published_at, content, reusable_blocks } = entry;
    let content = read(&content)?;
    let given = Given { reusable: Some(reusable_blocks).filter(|said| !said.is_empty()), ..Given::default() };
    let found = find(front, visit, frame, &content, given).await?;
    let theme = front.theme.now();
    let html =
        Renderer::new(&theme, &visit.locale, &visit.shop, &content, &found, How::Shown).blocks(content.blocks())?;
    Ok(context! { title, slug, version, change, day => first_published_at, html => Value::from_safe_string(html) })
}
