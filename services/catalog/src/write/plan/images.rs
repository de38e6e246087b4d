//! Pictures.

use std::collections::HashMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Plan, Target, product::merge};
use crate::write::{ImageDraft, tables::ImageRow};

/// The keys of a product's pictures, by address.
pub(super) type Images = HashMap<String, Uuid>;

impl Plan {
    /// Pictures of variants are the product's too: they follow its own.
    pub(super) fn add_images(&mut self, Target { id: product, is_published, draft, stored }: Target<'_>) -> Images {
        let stored = stored.map(|stored| stored.images.as_slice()).unwrap_or_default();
        let kept: Vec<ImageDraft> = stored.iter().map(|image| ImageDraft::new(&*image.url)).collect();
        let own = draft.images.as_ref().unwrap_or(&kept);
        let of_variants = draft.variants.iter().flat_map(|variant| variant.images.iter().flatten());
        let of_variants: Vec<ImageDraft> = of_variants.map(ImageDraft::new).collect();

        let mut images = Images::new();
        for image in own.iter().chain(&of_variants) {
            if images.contains_key(&image.url) {
                continue;
            }
            let found = stored.iter().find(|stored| stored.url == image.url);
            let mut metadata = found.and_then(|found| found.metadata.clone());
            if let Some(alt) = &image.alt {
                let alt = if alt.is_empty() { Value::Null } else { Value::from(alt.as_str()) };
                merge(&mut metadata, &Map::from_iter([("alt".to_owned(), alt)]));
            }
            let id = found.map_or_else(Uuid::now_v7, |found| found.id);
            let rank = i32::try_from(images.len()).unwrap_or(i32::MAX);
            images.insert(image.url.clone(), id);
            let (url, published) = (image.url.clone(), is_published);
            self.images.put(ImageRow { id, product_id: product, published, url, rank, metadata }, found);
        }
        if !draft.is_partial {
            let gone = stored.iter().filter(|stored| images.get(&stored.url) != Some(&stored.id));
            self.images.remove.extend(gone.map(|image| image.id));
        }
        images
    }
}
