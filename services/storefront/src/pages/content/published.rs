//! A page, as everybody sees it.

use axum::response::Response;
use blocks::Content;
use minijinja::{Value, context};

use super::{HOME, language, seo};
use crate::{
    blocks::{Given, How, Renderer, find},
    client::Trouble,
    front::Front,
    model::Said,
    page::{Frame, Page, keep},
    visit::Visit,
};

/// The published page of a slug; none where there is none.
pub(super) async fn show(front: &Front, visit: &Visit, slug: &str) -> Result<Option<Response>, Trouble> {
    let store = front.store.of(visit);
    let (pages, frame) = tokio::try_join!(store.pages_at(slug), Frame::of(front, visit))?;
    let chosen = frame.site.said.home_page_id.as_deref();
    let page = match chosen {
        Some(id) if slug == HOME => front_page(front, visit, id).await?,
        _ => language::best(pages, visit, |page| &page.locale),
    };
    let Some(page) = page else { return Ok(None) };
    // At its own path it says that the shop's front is its place.
    let is_front = chosen.is_some_and(|id| slug == HOME || id == page.id);
    let page = if is_front { at_the_front(page) } else { page };
    let visit = &language::speaking(front, visit, &page.locale);
    // Departments have names in each language.
    let frame = if frame.is_in(&visit.locale) { frame } else { Frame::of(front, visit).await? };
    let content = read(&page.content)?;
    let given = Given {
        media: page.media.clone(),
        reusable: Some(page.reusable_blocks.clone()).filter(|said| !said.is_empty()),
        image: page.seo.image.clone(),
        staff: None,
    };
    let found = find(front, visit, &frame, &content, given).await?;
    let theme = visit.theme(front).now();
    let html =
        Renderer::new(&theme, &visit.locale, &visit.shop, &content, &found, How::Shown).blocks(content.blocks())?;
    let own = context! { html => Value::from_safe_string(html), page => told(&page.title, &content), editor => Value::from(()), preview => Value::from(()) };
    let response = Page::new(front, visit, &frame, seo::meta(visit, &page, &content, &found)).render("page", own)?;
    Ok(Some(keep(front, visit, response)))
}

/// The page that the shop has chosen for its front, in the visitor's language if it is there in that.
async fn front_page(front: &Front, visit: &Visit, id: &str) -> Result<Option<Said>, Trouble> {
    let store = front.store.of(visit);
    let Some(page) = store.page_of(id).await? else { return Ok(None) };
    let other = language::best(page.translations.clone(), visit, |one| &one.locale);
    let Some(other) = other.filter(|other| other.locale != page.locale) else { return Ok(Some(page)) };
    let there = store.pages_at(&other.slug).await?.into_iter().find(|one| one.locale == other.locale);
    Ok(Some(there.unwrap_or(page)))
}

/// The same, standing at the front in each of its languages.
fn at_the_front(mut page: Said) -> Said {
    page.slug = HOME.to_owned();
    for one in &mut page.translations {
        one.slug = HOME.to_owned();
    }
    page
}

/// What lies in the database, as it is read each time: it may have been written by hand.
pub(in crate::pages) fn read(content: &serde_json::Value) -> Result<Content, Trouble> {
    Content::parse(content).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Trouble::Broken(format!("the content of a page: {}", faults.join("; ")))
    })
}

/// What the page's template is told of it.
pub(super) fn told(title: &str, content: &Content) -> Value {
    let has_title = content.headings().iter().any(|heading| heading.level == 1);
    context! { title, has_title }
}
