//! `GET /<path>?edit`: the draft of a page, for who may write it. Never kept, never for search engines.

use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use minijinja::{Value, context};
use serde_json::json;
use url::form_urlencoded;
use uuid::Uuid;

use super::{
    language,
    published::{read, told},
};
use crate::{
    blocks::{Given, How, Renderer, find},
    client::Trouble,
    front::Front,
    model::{Draft, Drafted, User},
    page::{Frame, Meta, Page, harmless, own_path, see_other},
    visit::Visit,
};

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const NO_INDEX: HeaderValue = HeaderValue::from_static("noindex");
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// The draft of a slug's page. Who has not signed in is led there; who may not write is told so.
pub(super) async fn show(front: &Front, visit: &Visit, slug: &str, shop: Uuid) -> Result<Response, Trouble> {
    let Some(token) = &visit.staff else { return Ok(sign_in(visit)) };
    let staff = front.store.of(visit).staff(token, shop);
    let asked = tokio::try_join!(staff.may_write(), staff.me(), staff.pages_at(slug));
    let ((), me, pages) = match asked {
        Err(Trouble::SignIn) => return Ok(sign_in(visit)),
        Err(Trouble::Refused(refusal)) if refusal.status == 403 => return refused(front, visit).await,
        asked => asked?,
    };
    let page = language::best(pages, visit, |page| &page.locale).ok_or(Trouble::Missing)?;
    let visit = &language::speaking(front, visit, &page.locale);
    let (frame, draft) = tokio::try_join!(Frame::of(front, visit), staff.draft(&page.id))?;
    let content = read(&draft.content)?;
    let found = find(front, visit, &frame, &content, Given { staff: Some(staff), ..Given::default() }).await?;
    let theme = visit.theme(front).now();
    let html =
        Renderer::new(&theme, &visit.locale, &visit.shop, &content, &found, How::Edited).blocks(content.blocks())?;
    let mut meta = Meta::private(draft.title.clone());
    (meta.is_form, meta.has_blocks) = (false, true);
    let own = context! {
        html => Value::from_safe_string(html),
        page => told(&draft.title, &content),
        preview => Value::from(()),
        editor => context! {
            data => Value::from_safe_string(harmless(&facts(&page, &draft, &me, shop))),
            has_script => theme.assets.get("editor.js").is_some(),
            has_style => theme.assets.get("editor.css").is_some(),
        },
    };
    let mut response = Page::new(front, visit, &frame, meta).render("page", own)?;
    mark(&mut response);
    Ok(response)
}

/// Nobody keeps it, and no search engine reads it.
pub(super) fn mark(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, PRIVATE);
    headers.insert(ROBOTS, NO_INDEX);
}

/// What the editor begins with.
fn facts(page: &Drafted, draft: &Draft, me: &User, shop: Uuid) -> serde_json::Value {
    let at = |rest: &str| format!("/admin/pages/{}{rest}", page.id);
    let names = [me.first_name.as_deref(), me.last_name.as_deref()];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    json!({
        "page": {
            "id": page.id, "locale": page.locale, "title": page.title, "slug": page.slug, "status": page.status,
            "path": super::path_of_page(&page.slug), "published_revision": page.published_revision,
            "scheduled_revision": page.scheduled_revision, "scheduled_at": page.scheduled_at, "unpublish_at": page.unpublish_at,
        },
        "draft": {
            "content": draft.content, "etag": format!("\"{}\"", draft.revision), "version": draft.revision,
            "fields": {
                "title": draft.title, "slug": draft.slug, "template": draft.template, "excerpt": draft.excerpt, "seo": draft.seo,
            },
        },
        "may": { "publish": true },
        "urls": {
            "page": at(""), "draft": at("/draft"), "publish": at("/publish"), "unpublish": at("/unpublish"),
            "schedule": at("/schedule"), "unschedule": at("/unschedule"), "discard": at("/discard"), "restore": at("/restore"),
            "revisions": at("/revisions"), "preview": at("/preview"), "render": "/editor/render", "forms": "/admin/blocks",
            "sign_in": "/editor/sign-in", "sign_out": "/editor/sign-out",
        },
        // Who works in several shops says with each call in which he does.
        "headers": { "x-kontor-shop": shop },
        "staff": { "id": me.id, "name": if name.is_empty() { &me.email } else { &name }, "email": me.email },
    })
}

/// To sign in, and back.
fn sign_in(visit: &Visit) -> Response {
    let to = own_path(&visit.target);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("to", to).finish();
    let mut response = see_other(&format!("/editor/sign-in?{query}"));
    mark(&mut response);
    response
}

/// 403, in words.
async fn refused(front: &Front, visit: &Visit) -> Result<Response, Trouble> {
    let frame = Frame::of(front, visit).await?;
    let title = visit.say(front, "trouble.not_staff.title");
    let meta = Meta { is_private: true, kind: "website", title: Some(title), ..Meta::default() };
    let page = Page::new(front, visit, &frame, meta).with_status(StatusCode::FORBIDDEN);
    let mut response = page.render("trouble", context! { kind => "not_staff", request_id => Value::from(()) })?;
    mark(&mut response);
    Ok(response)
}
