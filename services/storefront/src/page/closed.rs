//! A shop that is closed for a while: everybody reads why, and who works there sees it as it is.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode};
use minijinja::context;

use super::{Meta, Page};
use crate::{client::Trouble, front::Front, site::Site, visit::Visit};

/// So long search engines and others stay away. Nobody says when the shop opens again.
pub(super) const AFTER: u64 = 10 * 60;

/// Where nothing is shut: what pages are made with, the staff's own way in, and the way back of who has paid.
const OPEN: [&str; 6] = ["/theme", "/robots.txt", "/editor", "/preview", "/checkout/return", "/checkout/done"];

fn is_open(visit: &Visit) -> bool {
    OPEN.iter().any(|room| visit.is_in(room))
}

/// Refuses who does not work there, while the shop is closed.
pub(super) async fn check(front: &Front, visit: &Visit, site: &Site) -> Result<(), Trouble> {
    if !site.is_closed() || is_open(visit) || works_here(front, visit).await? {
        return Ok(());
    }
    Err(Trouble::Away { after: AFTER })
}

/// Whether the visitor is of the shop's staff: its API is asked each time.
async fn works_here(front: &Front, visit: &Visit) -> Result<bool, Trouble> {
    let (Some(token), Some(shop)) = (&visit.staff, front.tenant(&visit.shop).await) else { return Ok(false) };
    match front.store.of(visit).staff(token, shop).may_read().await {
        Ok(()) => Ok(true),
        Err(Trouble::SignIn | Trouble::Refused(_) | Trouble::Missing) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Middleware of all pages: forms, and what has nothing around it, are shut like pages.
pub(crate) async fn shut(State(front): State<Front>, request: Request, next: Next) -> Response {
    let is_form = !matches!(*request.method(), Method::GET | Method::HEAD);
    let is_bare =
        |visit: &&Visit| is_form || ["/sitemap", "/blog/feed."].iter().any(|path| visit.path.starts_with(path));
    let Some(visit) = request.extensions().get::<Visit>().filter(is_bare).cloned() else {
        return next.run(request).await;
    };
    let checked = async { check(&front, &visit, &*Site::of(&front, &visit).await?).await };
    match checked.await {
        Ok(()) => next.run(request).await,
        Err(trouble) => trouble.into_response(),
    }
}

/// The page that everybody reads meanwhile.
pub(super) fn tell(front: &Front, visit: &Visit, site: &Site) -> Result<Response, Trouble> {
    let title = visit.say(front, "closed.title");
    let meta = Meta { is_private: true, kind: "website", title: Some(title), ..Meta::default() };
    let page = Page { front, visit, frame: None, status: StatusCode::SERVICE_UNAVAILABLE, meta };
    let message: Vec<&str> = site.said.maintenance.message.as_deref().map(str::lines).into_iter().flatten().collect();
    page.render("closed", context! { message })
}
