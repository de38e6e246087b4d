//! What was found of what a content shows. What is gone, or nobody may see, is not there.

use std::collections::HashMap;

use blocks::Content;

use super::needs::{Grid, List};
use crate::{
    model::{Category, Collection, Media, Post, Said},
    page::Card,
};

/// A product as blocks show it.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(super) card: Card,
    pub(super) description: Option<String>,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(super) products: HashMap<String, Shown>,
    pub(super) grids: HashMap<Grid, Vec<String>>,
    pub(super) media: HashMap<String, Media>,
    pub(super) pages: HashMap<String, Said>,
    pub(super) collections: HashMap<String, Collection>,
    pub(super) categories: HashMap<String, Category>,
    pub(super) posts: HashMap<List, Vec<Post>>,
    pub(super) reusable: HashMap<String, Content>,
}

impl Found {
    /// Pictures alone.
    pub(crate) fn of_media(media: Vec<Media>) -> Self {
        let media = media.into_iter().map(|one| (one.id.clone(), one)).collect();
        Self { media, ..Self::default() }
    }

    /// Whether a picture is there.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.media.contains_key(id)
    }

    /// Those of these products that are there, in this order.
    pub(super) fn cards<'a>(&'a self, ids: impl IntoIterator<Item = &'a str>) -> Vec<&'a Card> {
        ids.into_iter().filter_map(|id| self.products.get(id)).map(|shown| &shown.card).collect()
    }
}
