//! `/preview`: a revision that is not published, by a link. Never kept, never for search engines, and its address is told to nobody.

use axum::{
    extract::{OriginalUri, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, header};
use minijinja::{Value, context};

use super::{
    edit::mark,
    language,
    published::{read, told},
};
use crate::{
    blocks::{Given, How, Renderer, find},
    client::Trouble,
    front::Front,
    page::{Frame, Meta, Page, see_other},
    visit::{self, Form, PREVIEW, Visit},
};

/// As long as the API's tickets hold.
const LIFE: u32 = 15 * 60;
/// Where it is shown, without the token in its address.
const SHOWN: &str = "/preview/page";

/// `GET /preview?token=…`: the token is exchanged for a cookie of this path, once.
pub(in crate::pages) async fn open(
    State(front): State<Front>,
    visit: Visit,
    method: Method,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Trouble> {
    // Programs that look whether a link in a mail is good ask for its head: that opens nothing.
    if method == Method::HEAD {
        let mut response = ().into_response();
        hide(&mut response);
        return Ok(response);
    }
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let ticket = front.store.of(&visit).open_preview(query.text("token")).await.map_err(over)?;
    let mut response = visit::with(see_other(SHOWN), [visit.cookie(PREVIEW, &ticket).lasting(LIFE)]);
    hide(&mut response);
    Ok(response)
}

/// `GET /preview/page`
pub(in crate::pages) async fn show(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    let ticket = visit.preview.as_deref().ok_or(Trouble::Over)?;
    let page = front.store.of(&visit).preview(ticket).await.map_err(over)?;
    let visit = language::speaking(&front, &visit, &page.locale);
    let frame = Frame::of(&front, &visit).await?;
    let content = read(&page.content)?;
    let found = find(&front, &visit, &frame, &content, Given::default()).await?;
    let theme = visit.theme(&front).now();
    let renderer = Renderer::new(&theme, &visit.locale, &visit.shop, &content, &found, How::Shown);
    let mut meta = Meta::private(page.title.clone());
    (meta.is_form, meta.has_blocks) = (false, true);
    let own = context! {
        html => Value::from_safe_string(renderer.blocks(content.blocks())?),
        page => told(&page.title, &content),
        editor => Value::from(()),
        preview => page.revision,
    };
    let mut response = Page::new(&front, &visit, &frame, meta).render("page", own)?;
    hide(&mut response);
    Ok(response)
}

/// What the API refuses of a link is over, whatever it is.
fn over(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::Missing | Trouble::Refused(_) => Trouble::Over,
        other => other,
    }
}

fn hide(response: &mut Response) {
    mark(response);
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
}
