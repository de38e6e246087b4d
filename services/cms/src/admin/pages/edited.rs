//! What pages, posts, entries of the changelog and blocks have in common: they are edited.

use resource::admin::Resource;
use serde_json::Value as Json;
use web::body::{Documented, FromBody, FromText};

use crate::pages::{Fields, Kind};

/// Something that is drafted, published and kept as pages are.
pub(in crate::admin) trait Edited: Resource {
    /// What it is.
    const KIND: Kind;
    /// Its name within that of operations: `publish_page`.
    const WORD: &'static str;
    /// What is answered of a draft besides its title, path and blocks.
    const SHOWS: &'static [&'static str];
    /// Its path, as bodies say it.
    type Slug: FromText + Default + Into<String> + Send + 'static;
    /// What else is said of it.
    type Own: Own;

    /// The path of one, and what comes behind.
    fn path(rest: &str) -> String {
        format!("{}/{{id}}{rest}", Self::PATH)
    }

    /// An example of its id.
    fn example_id() -> Json {
        Self::example()["id"].clone()
    }
}

/// What only one kind says of itself.
pub(in crate::admin) trait Own: FromBody + Documented + Send + 'static {
    /// Puts it with the rest.
    fn put(self, fields: &mut Fields);
}

impl Own for () {
    fn put(self, _: &mut Fields) {}
}
