//! Pages that the shop writes itself, found by their path: as they are published, and as drafts by who edits them.

mod edit;
mod language;
pub(super) mod preview;
mod published;
mod seo;

pub(super) use language::speaking;
pub(super) use published::read;
pub(super) use seo::path_of as path_of_translation;

use axum::response::Response;

use crate::{client::Trouble, front::Front, site::Site, visit::Visit};

/// The slug of the page that stands at the shop's front.
const HOME: &str = "home";
/// The longest path that a page may have.
const MOST: usize = 200;

/// Where the page of a slug is.
pub(crate) fn path_of_page(slug: &str) -> String {
    if slug == HOME { "/".to_owned() } else { format!("/{slug}") }
}

/// The slug of the page at a path, if one could be there.
fn slug_of(path: &str) -> Option<&str> {
    if path == "/" {
        return Some(HOME);
    }
    let slug = path.strip_prefix('/')?;
    let is_sign = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || b"-/".contains(&sign);
    let could_be = slug.len() <= MOST && slug != HOME && slug.bytes().all(is_sign);
    (could_be && !slug.is_empty() && !slug.ends_with('/')).then_some(slug)
}

/// The page at the path of the visit, published or, where it is asked for, to be edited; none where no page is.
pub(super) async fn at(front: &Front, visit: &Visit) -> Result<Option<Response>, Trouble> {
    let Some(slug) = slug_of(&visit.path) else { return Ok(None) };
    if visit.wants_to_edit()
        && let Some(shop) = front.tenant(&visit.shop).await
    {
        let slug = if slug == HOME { home(front, visit).await? } else { slug.to_owned() };
        return edit::show(front, visit, &slug, shop).await.map(Some);
    }
    published::show(front, visit, slug).await
}

/// The slug of the page at the front: the one that the shop has chosen, else the one that is called so.
async fn home(front: &Front, visit: &Visit) -> Result<String, Trouble> {
    let site = Site::of(front, visit).await?;
    let Some(id) = &site.said.home_page_id else { return Ok(HOME.to_owned()) };
    let found = front.store.of(visit).pages_of(std::slice::from_ref(id)).await?;
    Ok(found.into_iter().next().map_or_else(|| HOME.to_owned(), |page| page.slug))
}

#[cfg(test)]
mod tests {
    use super::{path_of_page, slug_of};

    #[test]
    fn where_pages_are() {
        for (path, slug) in [
            ("/", Some("home")),
            ("/about", Some("about")),
            ("/legal/imprint", Some("legal/imprint")),
            ("/home", None),
            ("/about/", None),
            ("/About", None),
            ("/wp-login.php", None),
            ("/%2e%2e", None),
        ] {
            assert_eq!(slug_of(path), slug, "{path}");
        }
        assert_eq!((path_of_page("home"), path_of_page("about")), ("/".to_owned(), "/about".to_owned()));
    }
}
