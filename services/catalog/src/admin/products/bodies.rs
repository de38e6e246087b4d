//! What is said of products.

use serde_json::{Map, Value};
use web::{
    body,
    body::{AdditionalData, Change, Fields, Filled, Required},
};

use super::fields::{Html, Measure, Name, Status, Title, Word};
use crate::{
    admin::{
        options::bodies::OptionBody,
        variants::bodies::{NewVariant, SayVariant, VariantChanges},
    },
    write::apply::{ImageSaid, Parts, ProductSaid, Texts},
};

body! {
    /// Something by its id.
    pub struct Named {
        /// Its id.
        id: Required = "pcat_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

body! {
    /// A picture.
    pub struct ImageBody {
        /// One that the product has.
        id: Option<String> = "img_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where it is.
        url: Required = "https://img.example/mug.jpg",
    }
}

/// A text that somebody wrote.
pub(in crate::admin) fn text<const SIGNS: usize>(change: Change<super::fields::AtMost<SIGNS>>) -> Change<String> {
    change.map(|text| text.0)
}

/// Below which part of a body something stands.
pub(in crate::admin) fn below(at: &str, name: &str, n: usize) -> String {
    if at.is_empty() { format!("{name}, {n}") } else { format!("{at}, {name}, {n}") }
}

fn ids(named: Option<Vec<Named>>) -> Option<Vec<String>> {
    named.map(|named| named.into_iter().map(|named| named.id.0).collect())
}

/// Declares a body with all fields of a product behind its own, and what it says.
macro_rules! product {
    ($(#[$meta:meta])* $name:ident with $variant:ty { $($own:tt)* }) => {
        body! {
            $(#[$meta])*
            pub struct $name {
                $($own)*
                /// A second line.
                subtitle: Change<Name> = "For long mornings",
                /// Text or HTML; what could run is taken out.
                description: Html = "<p>A mug of stoneware.</p>",
                /// Its name in addresses; by default it is made of the title.
                handle: Filled<Word> = "harbour-mug",
                /// Whether shoppers see it: a new one is a draft.
                status: Status = "published",
                /// Whether it is a gift card.
                is_giftcard: Option<bool> = false,
                /// Whether promotions apply; by default they do.
                discountable: Option<bool> = true,
                /// All its pictures, in order.
                images: Option<Vec<ImageBody>> = [{"url": "https://img.example/mug.jpg"}],
                /// The picture in lists; by default the first one.
                thumbnail: Change<String> = "https://img.example/mug.jpg",
                /// Its type.
                type_id: Change<String> = "ptyp_01jd6nwvvgfa5sr38y5wx4pq3d",
                /// Its collection.
                collection_id: Change<String> = "pcol_01jd6nwvvgfa5sr38y5wx4pq3d",
                /// How it is shipped.
                shipping_profile_id: Change<String> = "sp_01jd6nwvvgfa5sr38y5wx4pq3d",
                /// All its categories.
                categories: Option<Vec<Named>> = [{"id": "pcat_01jd6nwvvgfa5sr38y5wx4pq3d"}],
                /// All its tags.
                tags: Option<Vec<Named>> = [{"id": "ptag_01jd6nwvvgfa5sr38y5wx4pq3d"}],
                /// All channels that sell it.
                sales_channels: Option<Vec<Named>> = [{"id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d"}],
                /// All that its variants differ in. One that several products have is named by its id.
                options: Option<Vec<OptionBody>> = [{"title": "Colour", "values": ["Blue", "White"]}],
                /// All that can be bought; variants that are there are named by their id.
                variants: Option<Vec<$variant>> = [{
                    "title": "Blue", "sku": "MUG-B", "options": {"Colour": "Blue"},
                    "prices": [{"currency_code": "eur", "amount": 18.9}]
                }],
                /// In grams.
                weight: Measure = 400,
                /// In millimetres.
                length: Measure = 120,
                /// In millimetres.
                height: Measure = 95,
                /// In millimetres.
                width: Measure = 80,
                /// For customs.
                hs_code: Change<Word> = "6912",
                /// Where it was made: two letters of ISO 3166.
                origin_country: Change<Word> = "de",
                /// The manufacturer's number.
                mid_code: Change<Word> = "MID-1",
                /// What it is made of.
                material: Change<Name> = "Stoneware",
                /// Its key in the system it comes from.
                external_id: Change<Word> = "erp-4711",
                /// The shop's own data.
                metadata: Change<Map<String, Value>> = {"care": "by hand"},
                /// For hooks of Medusa; kept nowhere.
                additional_data: AdditionalData = {},
            }
        }

        impl $name {
            /// What it says; `at` is where it stands in the body.
            pub(super) fn said(self, at: String) -> ProductSaid {
                let Self {
                    title, subtitle, description: Html(description), handle, status: Status(status), is_giftcard,
                    discountable, images, thumbnail, type_id, collection_id, shipping_profile_id, categories, tags,
                    sales_channels, options, variants, weight: Measure(weight), length: Measure(length),
                    height: Measure(height), width: Measure(width), hs_code, origin_country, mid_code, material,
                    external_id, metadata, additional_data: AdditionalData, ..
                } = self;
                let texts = Texts {
                    thumbnail, weight, length, height, width, hs_code: text(hs_code),
                    origin_country: text(origin_country), mid_code: text(mid_code), material: text(material),
                };
                let images = images.map(|images| {
                    images.into_iter().map(|ImageBody { id, url }| ImageSaid { id, url: url.0 }).collect()
                });
                let options = options.map(|options| {
                    let options = options.into_iter().enumerate();
                    options.map(|(n, option)| option.said(below(&at, "options", n))).collect()
                });
                let variants = variants.map(|variants| {
                    let variants = variants.into_iter().enumerate();
                    variants.map(|(n, variant)| variant.said(below(&at, "variants", n))).collect()
                });
                ProductSaid {
                    id: None, title: title.title(), handle: handle.title(), texts, subtitle: text(subtitle),
                    description, status, is_giftcard, discountable, external_id: text(external_id), type_id,
                    collection_id, shipping_profile_id, categories: ids(categories), tags: ids(tags),
                    sales_channels: ids(sales_channels), images, options: Parts::exactly(options),
                    variants: Parts::exactly(variants), metadata, at,
                }
            }
        }
    };
}

product! {
    /// A new product.
    NewProduct with NewVariant {
        /// Its name for people.
        title: Required<Name> = "Harbour Mug",
    }
}

product! {
    /// What changes of a product; what is not named stays.
    ProductChanges with VariantChanges {
        /// Its name for people.
        title: Filled<Name> = "Harbour Mug",
    }
}

product! {
    /// What changes of one of several products.
    OneOfProducts with VariantChanges {
        /// Which product.
        id: Required = "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Its name for people.
        title: Filled<Name> = "Harbour Mug",
    }
}

impl OneOfProducts {
    /// Which product is meant.
    pub(super) fn id(&self) -> &str {
        &self.id.0
    }
}

body! {
    /// Products that are made, changed and deleted at once: all of it or nothing.
    pub struct ManyProducts {
        /// New ones.
        create: Option<Vec<NewProduct>> = [{"title": "Harbour Mug"}],
        /// Changes.
        update: Option<Vec<OneOfProducts>> = [{"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "status": "published"}],
        /// The ids of those that go.
        delete: Option<Vec<String>> = ["prod_01jd6nwvvgfa5sr38y5wx4pq3e"],
    }
    checked by check
}

/// The most that is done at once.
pub(in crate::admin) const MOST: usize = 1_000;

fn check(fields: &mut Fields, ManyProducts { create, update, delete }: &ManyProducts) {
    let count = |n: Option<usize>| n.unwrap_or_default();
    let all = count(create.as_ref().map(Vec::len))
        + count(update.as_ref().map(Vec::len))
        + count(delete.as_ref().map(Vec::len));
    if all > MOST {
        fields.complain(format!("'create', 'update' and 'delete' name {all} products, expected at most: '{MOST}'"));
    }
}

impl ManyProducts {
    /// Its three lists.
    pub(super) fn lists(self) -> (Vec<NewProduct>, Vec<OneOfProducts>, Vec<String>) {
        let Self { create, update, delete } = self;
        (create.unwrap_or_default(), update.unwrap_or_default(), delete.unwrap_or_default())
    }
}
