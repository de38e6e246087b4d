//! What is said of variants.

use serde_json::{Map, Value};
use web::{
    body,
    body::{AdditionalData, Change, Fields, Filled, Required, Within},
};

use crate::{
    admin::products::{
        bodies::{MOST, below, text},
        fields::{Amount, Measure, Name, Pairs, Quantity, Title, Word},
    },
    write::apply::{PriceSaid, Texts, VariantSaid},
};

const MAX_RANK: i64 = i32::MAX as i64;
const MAX_QUANTITY: i64 = 1_000_000_000;

body! {
    /// A base price.
    pub struct PriceBody {
        /// One that the variant has.
        id: Option<String> = "price_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// A currency that the shop sells in.
        currency_code: Option<Word> = "eur",
        /// How much.
        amount: Amount = 18.9,
        /// From how many on.
        min_quantity: Quantity = 10,
        /// Up to how many.
        max_quantity: Quantity = 99,
        /// What must be so: `region_id`. What is for customer groups stands in price lists.
        rules: Pairs = {"region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d"},
    }
}

body! {
    /// What a variant takes off the stock.
    pub struct ItemBody {
        /// What is counted.
        pub(super) inventory_item_id: Required = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How many of it.
        pub(super) required_quantity: Within<1, MAX_QUANTITY> = 1,
    }
    checked by check_item
}

fn check_item(fields: &mut Fields, item: &ItemBody) {
    require_quantity(fields, item.required_quantity);
}

/// How many there must be is said.
pub(super) fn require_quantity(fields: &mut Fields, quantity: Within<1, MAX_QUANTITY>) {
    if quantity.0.is_none() {
        fields.complain(format!("Field '{}' is required, from 1 to {MAX_QUANTITY}", fields.at("required_quantity")));
    }
}

/// A body that says something of a variant.
pub(in crate::admin) trait SayVariant {
    /// What it says; `at` is where it stands in the body.
    fn said(self, at: String) -> VariantSaid;
}

/// Declares a body with all fields of a variant behind its own, and what it says.
macro_rules! variant {
    ($(#[$meta:meta])* $name:ident { $($own:tt)* } id $id:expr, thumbnail $thumbnail:expr) => {
        body! {
            $(#[$meta])*
            pub struct $name {
                $($own)*
                /// The shop's own number.
                sku: Change<Word> = "MUG-B",
                /// European article number.
                ean: Change<Word> = "4006381333931",
                /// Universal product code.
                upc: Change<Word> = "012345678905",
                /// What a scanner reads.
                barcode: Change<Word> = "4006381333931",
                /// For customs.
                hs_code: Change<Word> = "6912",
                /// The manufacturer's number.
                mid_code: Change<Word> = "MID-1",
                /// Whether it is sold without being there.
                allow_backorder: Option<bool> = false,
                /// Whether stock is counted; by default it is.
                manage_inventory: Option<bool> = true,
                /// Its place among the variants.
                variant_rank: Within<0, MAX_RANK> = 0,
                /// In grams.
                weight: Measure = 400,
                /// In millimetres.
                length: Measure = 120,
                /// In millimetres.
                height: Measure = 95,
                /// In millimetres.
                width: Measure = 80,
                /// Where it was made: two letters of ISO 3166.
                origin_country: Change<Word> = "de",
                /// What it is made of.
                material: Change<Name> = "Stoneware",
                /// The shop's own data.
                metadata: Change<Map<String, Value>> = {"shelf": "A7"},
                /// All its base prices.
                prices: Option<Vec<PriceBody>> = [{"currency_code": "eur", "amount": 18.9}],
                /// A value for each option of the product.
                options: Pairs = {"Colour": "Blue"},
                /// What it takes off the stock; by default an item of its own.
                inventory_items: Option<Vec<ItemBody>> = [{
                    "inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d", "required_quantity": 1
                }],
                /// For hooks of Medusa; kept nowhere.
                additional_data: AdditionalData = {},
            }
        }

        impl SayVariant for $name {
            fn said(mut self, at: String) -> VariantSaid {
                let (id, thumbnail): (Option<String>, Change<String>) = ($id(&mut self), $thumbnail(&mut self));
                let Self {
                    title, sku, ean, upc, barcode, hs_code, mid_code, allow_backorder, manage_inventory,
                    variant_rank: Within(rank), weight: Measure(weight), length: Measure(length),
                    height: Measure(height), width: Measure(width), origin_country, material, metadata, prices,
                    options: Pairs(options), inventory_items, additional_data: AdditionalData, ..
                } = self;
                let texts = Texts {
                    thumbnail, weight, length, height, width, hs_code: text(hs_code),
                    origin_country: text(origin_country), mid_code: text(mid_code), material: text(material),
                };
                let items = inventory_items.map(|items| {
                    let items = items.into_iter();
                    items.map(|item| (item.inventory_item_id.0, item.required_quantity.0.unwrap_or(1))).collect()
                });
                VariantSaid {
                    at, id, title: title.title(), sku: text(sku), ean: text(ean), upc: text(upc),
                    barcode: text(barcode), texts, allow_backorder, manage_inventory,
                    variant_rank: rank.and_then(|rank| i32::try_from(rank).ok()), metadata,
                    prices: prices.map(|prices| prices.into_iter().map(PriceBody::said).collect()),
                    options, inventory_items: items,
                }
            }
        }
    };
}

impl PriceBody {
    fn said(self) -> PriceSaid {
        let Self { id, currency_code, amount, min_quantity, max_quantity, rules } = self;
        PriceSaid {
            id,
            currency_code: currency_code.map(|code| code.0),
            amount: amount.0,
            min_quantity: min_quantity.0,
            max_quantity: max_quantity.0,
            rules: rules.0,
        }
    }
}

variant! {
    /// A new variant.
    NewVariant {
        /// Its name for people.
        title: Required<Name> = "Blue",
    }
    id |_: &mut NewVariant| None, thumbnail |_: &mut NewVariant| Change::Keep
}

variant! {
    /// What changes of a variant; what is not named stays.
    VariantChanges {
        /// Which one, among several; without it, a new one.
        id: Option<String> = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Its name for people.
        title: Filled<Name> = "Blue",
        /// The picture in lists.
        thumbnail: Change<String> = "https://img.example/mug-blue.jpg",
    }
    id |said: &mut VariantChanges| said.id.take(),
    thumbnail |said: &mut VariantChanges| std::mem::take(&mut said.thumbnail)
}

body! {
    /// Variants of a product that are made, changed and deleted at once: all of it or nothing.
    pub struct ManyVariants {
        /// New ones.
        create: Option<Vec<NewVariant>> = [{"title": "Blue", "options": {"Colour": "Blue"}}],
        /// Changes, each with an `id`.
        update: Option<Vec<VariantChanges>> = [{"id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "sku": "MUG-B"}],
        /// The ids of those that go.
        delete: Option<Vec<String>> = ["variant_01jd6nwvvgfa5sr38y5wx4pq3e"],
    }
    checked by check_many
}

fn check_many(fields: &mut Fields, ManyVariants { create, update, delete }: &ManyVariants) {
    let count = |n: Option<usize>| n.unwrap_or_default();
    let all = count(create.as_ref().map(Vec::len))
        + count(update.as_ref().map(Vec::len))
        + count(delete.as_ref().map(Vec::len));
    if all > MOST {
        fields.complain(format!("'create', 'update' and 'delete' name {all} variants, expected at most: '{MOST}'"));
    }
    let nameless = update.iter().flatten().position(|variant| variant.id.is_none());
    if let Some(at) = nameless {
        fields.complain(format!("Field 'update, {at}, id' is required"));
    }
}

impl ManyVariants {
    /// What becomes of which, and what goes.
    pub(super) fn said(self) -> (Vec<VariantSaid>, Vec<VariantSaid>, Vec<String>) {
        let Self { create, update, delete } = self;
        let create = create.into_iter().flatten().enumerate().map(|(n, new)| new.said(below("", "create", n)));
        let update = update.into_iter().flatten().enumerate().map(|(n, changes)| changes.said(below("", "update", n)));
        (create.collect(), update.collect(), delete.unwrap_or_default())
    }
}
