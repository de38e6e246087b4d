//! A page, as everybody sees it.

use axum::response::Response;
use blocks::Content;
use minijinja::{Value, context};

use super::{language, seo};
use crate::{
    blocks::{Given, How, Renderer, find},
    client::Trouble,
    front::Front,
    page::{Frame, Page, keep},
    visit::Visit,
};

/// The published page of a slug; none where there is none.
pub(super) async fn show(front: &Front, visit: &Visit, slug: &str) -> Result<Option<Response>, Trouble> {
    let store = front.store.of(visit);
    let (pages, frame) = tokio::try_join!(store.pages_at(slug), Frame::of(front, visit))?;
    let Some(page) = language::best(pages, visit, |page| &page.locale) else { return Ok(None) };
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
    let theme = front.theme.now();
    let html =
        Renderer::new(&theme, &visit.locale, &visit.shop, &content, &found, How::Shown).blocks(content.blocks())?;
    let own = context! { html => Value::from_safe_string(html), page => told(&page.title, &content), editor => Value::from(()), preview => Value::from(()) };
    let response = Page::new(front, visit, &frame, seo::meta(visit, &page, &content, &found)).render("page", own)?;
    Ok(Some(keep(front, visit, response)))
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
