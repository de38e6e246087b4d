//! The product's own row, its pictures and what it is filed under.

use std::collections::BTreeSet;

use entity::ids::{ImageId, ProductId};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::body::Change;

use super::{Context, Plan, Told, Unique};
use crate::{
    html, iso,
    write::{
        MAX_HANDLE, PRODUCT_CREATED, PRODUCT_DELETED, PRODUCT_UPDATED, ProductStatus, VARIANT_DELETED,
        apply::{
            known::{Kind, id},
            refused::{Refused, path},
            said::{ImageSaid, ProductSaid, Texts},
            stored::Stored,
            tables::{ImageRow, ProductRow},
        },
        handle_of, is_handle,
    },
};

impl Plan {
    /// Adds what it takes to make a product what was said of it; answers its key.
    pub(in crate::write::apply) fn product(
        &mut self,
        context: &Context,
        said: ProductSaid,
        stored: Option<&Stored>,
    ) -> Result<Uuid, Refused> {
        let (size, told) = (self.len(), self.told.len());
        let old = stored.map(|stored| &stored.row);
        let row = row(context, &said, old)?;
        let (product, after) = (row.id, summary(&row));
        self.unique.push(Unique { field: "handle", value: row.handle.clone() });
        if old.is_some_and(|old| old.handle != row.handle) {
            self.renamed.push(row.id);
        }
        self.products.put(row, old);

        let ProductSaid { at, tags, categories, sales_channels, images, options, variants, .. } = said;
        if let Some(images) = images {
            let stored = stored.map(|stored| stored.images.as_slice()).unwrap_or_default();
            self.images(product, &images, stored, &at)?;
        }
        let none = BTreeSet::new();
        if let Some(tags) = tags {
            let wanted = context.known.find_all(Kind::Tag, &tags, &at, "tags")?;
            self.tags.set(product, &wanted, stored.map_or(&none, |stored| &stored.tags));
        }
        if let Some(categories) = categories {
            let wanted = context.known.find_all(Kind::Category, &categories, &at, "categories")?;
            self.categories.set(product, &wanted, stored.map_or(&none, |stored| &stored.categories));
        }
        if let Some(channels) = sales_channels {
            let wanted = context.known.find_all(Kind::Channel, &channels, &at, "sales_channels")?;
            self.channels.set(product, &wanted, stored.map_or(&none, |stored| &stored.channels));
        }
        let finals = self.options(context, product, &at, options, stored)?;
        self.variants(context, product, &at, variants, stored, &finals)?;
        if self.len() != size {
            let name = if stored.is_some() { PRODUCT_UPDATED } else { PRODUCT_CREATED };
            self.told.insert(told, Told { name, id: product, before: old.map(summary), after: Some(after) });
        }
        Ok(product)
    }

    /// A product goes, with all that is its own alone. Links stay: they say what it was.
    pub(in crate::write::apply) fn delete(&mut self, stored: &Stored) {
        let Stored { row, options, variants, images, .. } = stored;
        self.told.push(Told { name: PRODUCT_DELETED, id: row.id, before: Some(summary(row)), after: None });
        self.gone.products.push(row.id);
        self.gone.images.extend(images.iter().map(|image| image.id));
        for option in options.iter().filter(|option| option.row.is_exclusive) {
            self.gone.options.push(option.row.id);
            self.gone.values.extend(option.values.iter().map(|value| value.id));
        }
        for variant in variants {
            self.remove_variant(variant, VARIANT_DELETED);
        }
    }

    fn images(&mut self, product: Uuid, said: &[ImageSaid], stored: &[ImageRow], at: &str) -> Result<(), Refused> {
        let mut kept = BTreeSet::new();
        for (n, image) in said.iter().enumerate() {
            let field = format!("images, {n}, url");
            check_url(&image.url, at, &field)?;
            let found = match &image.id {
                Some(text) => {
                    let id = id::<ImageId>(text);
                    let found = stored.iter().find(|stored| Some(stored.id) == id);
                    Some(found.ok_or_else(|| {
                        Refused::field(
                            at,
                            &format!("images, {n}, id"),
                            format_args!("is no image of this product: {text}"),
                        )
                    })?)
                }
                None => stored.iter().find(|stored| stored.url == image.url && !kept.contains(&stored.id)),
            };
            let row = ImageRow {
                id: found.map_or_else(Uuid::now_v7, |found| found.id),
                product_id: product,
                url: image.url.clone(),
                rank: i32::try_from(n).unwrap_or(i32::MAX),
            };
            if !kept.insert(row.id) {
                return Err(Refused::field(at, &format!("images, {n}, id"), "stands twice"));
            }
            self.images.put(row, found);
        }
        self.gone.images.extend(stored.iter().map(|image| image.id).filter(|id| !kept.contains(id)));
        Ok(())
    }
}

fn row(context: &Context, said: &ProductSaid, stored: Option<&ProductRow>) -> Result<ProductRow, Refused> {
    let at = said.at.as_str();
    let mut row = stored.cloned().unwrap_or_else(empty);
    if let Some(title) = &said.title {
        row.title.clone_from(title);
    }
    match &said.handle {
        Some(handle) if is_handle(handle) => row.handle.clone_from(handle),
        Some(_) => {
            let words = format!("is no handle: words of a-z and 0-9 joined by single hyphens, at most {MAX_HANDLE}");
            return Err(Refused::field(at, "handle", words));
        }
        None if stored.is_none() => {
            let made = handle_of(&row.title);
            // Nothing of the title can be written in an address: the id can.
            row.handle = if made.is_empty() { ProductId(row.id).to_string().replace('_', "-") } else { made };
        }
        None => {}
    }
    set(&mut row.subtitle, &said.subtitle);
    set(&mut row.external_id, &said.external_id);
    set(&mut row.description, &said.description.clone().map(|html| html::sanitise(&html)));
    if let Some(status) = said.status {
        status.name().clone_into(&mut row.status);
    }
    row.is_giftcard = said.is_giftcard.unwrap_or(row.is_giftcard);
    row.discountable = said.discountable.unwrap_or(row.discountable);
    for (kind, field, change, column) in [
        (Kind::Type, "type_id", &said.type_id, &mut row.type_id),
        (Kind::Collection, "collection_id", &said.collection_id, &mut row.collection_id),
        (Kind::Profile, "shipping_profile_id", &said.shipping_profile_id, &mut row.shipping_profile_id),
    ] {
        match change {
            Change::Keep => {}
            Change::Clear => *column = None,
            Change::Set(text) if text.is_empty() => *column = None,
            Change::Set(text) => *column = Some(context.known.find(kind, text, at, field)?),
        }
    }
    let Texts { thumbnail, weight, length, height, width, hs_code, origin_country, mid_code, material } = &said.texts;
    set(&mut row.thumbnail, thumbnail);
    if let Some(url) = &row.thumbnail {
        check_url(url, at, "thumbnail")?;
    }
    for (column, change) in
        [(&mut row.weight, weight), (&mut row.length, length), (&mut row.height, height), (&mut row.width, width)]
    {
        *column = change.clone().map(|number| number.to_string()).apply(column.take());
    }
    set(&mut row.hs_code, hs_code);
    set(&mut row.mid_code, mid_code);
    set(&mut row.material, material);
    row.origin_country = country(origin_country, row.origin_country.take(), at)?;
    row.metadata = metadata(&said.metadata, row.metadata.take(), at)?;
    if row.thumbnail.is_none() && thumbnail.is_keep() {
        row.thumbnail = said.images.iter().flatten().next().map(|image| image.url.clone());
    }
    Ok(row)
}

fn empty() -> ProductRow {
    ProductRow {
        id: Uuid::now_v7(),
        handle: String::new(),
        title: String::new(),
        subtitle: None,
        description: None,
        status: ProductStatus::Draft.name().to_owned(),
        is_giftcard: false,
        discountable: true,
        thumbnail: None,
        type_id: None,
        collection_id: None,
        shipping_profile_id: None,
        weight: None,
        length: None,
        height: None,
        width: None,
        hs_code: None,
        origin_country: None,
        mid_code: None,
        material: None,
        external_id: None,
        metadata: None,
    }
}

/// Metadata as Medusa changes it, and not more of it than a shop may keep of anything.
pub(super) fn metadata(
    change: &Change<Map<String, Value>>,
    old: Option<Value>,
    at: &str,
) -> Result<Option<Value>, Refused> {
    let merged = resource::merged_metadata(old, change.clone());
    let size = merged.as_ref().map_or(0, |merged| merged.to_string().len());
    if size > resource::MOST_METADATA {
        let most = resource::MOST_METADATA;
        return Err(Refused::field(at, "metadata", format_args!("too big, expected at most: '{most}' bytes in all")));
    }
    Ok(merged)
}

/// An empty text is none.
pub(super) fn set(column: &mut Option<String>, change: &Change<String>) {
    *column = change.clone().apply(column.take()).filter(|text| !text.is_empty());
}

/// Two letters of ISO 3166, in lower case.
pub(super) fn country(change: &Change<String>, old: Option<String>, at: &str) -> Result<Option<String>, Refused> {
    let Change::Set(text) = change else { return Ok(change.clone().apply(old)) };
    let code = text.to_ascii_lowercase();
    match iso::country(&code) {
        Some(_) => Ok(Some(code)),
        None if code.is_empty() => Ok(None),
        None => {
            Err(Refused::field(at, "origin_country", "is no country: expected two letters of ISO 3166, such as de"))
        }
    }
}

/// Storefronts put it where a browser follows it.
pub(super) fn check_url(url: &str, at: &str, field: &str) -> Result<(), Refused> {
    let is_url = ["http://", "https://", "/"].iter().any(|start| url.starts_with(start));
    if is_url && !url.contains(|char: char| char.is_whitespace() || char.is_control()) {
        return Ok(());
    }
    let at = path(at, field);
    Err(Refused::Invalid(format!(
        "Value for field '{at}' is no address: expected https://…, or a path that begins with /"
    )))
}

fn summary(row: &ProductRow) -> Value {
    json!({ "id": ProductId(row.id), "handle": row.handle, "title": row.title, "status": row.status })
}
