//! Where links of blocks lead.

use blocks::{Link, Target};
use serde::Serialize;

use super::found::Found;
use crate::pages::path_of_page;

/// A link as a template writes it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Way {
    pub(super) href: String,
    /// It leads to another site.
    pub(super) is_away: bool,
}

impl Found {
    /// Where a link leads; none where what it names is not there.
    pub(super) fn way(&self, link: &Link) -> Option<Way> {
        let here = |href: String| Some(Way { href, is_away: false });
        match link.target() {
            Target::Web(href) => Some(Way { href: href.to_owned(), is_away: true }),
            Target::Mail(href) | Target::Phone(href) | Target::Site(href) | Target::Anchor(href) => {
                here(href.to_owned())
            }
            Target::Page(id) => here(path_of_page(&self.pages.get(id)?.slug)),
            Target::Product(id) => here(self.products.get(id)?.card.path.clone()),
            Target::Collection(id) => here(format!("/collections/{}", self.collections.get(id)?.handle)),
            Target::Category(id) => here(format!("/categories/{}", self.categories.get(id)?.handle)),
        }
    }
}
