//! Further products, for measuring: each one different, always the same ones.

use bigdecimal::BigDecimal;
use serde_json::{Map, json};

use super::shop::{Category, Shop};
use crate::write::{ImageDraft, OptionDraft, ProductDraft, ProductStatus, VariantDraft, handle_of};

const LOOKS: [&str; 24] = [
    "Weathered",
    "Quiet",
    "Northern",
    "Salted",
    "Hand-thrown",
    "Heavy",
    "Everyday",
    "Foggy",
    "Driftwood",
    "Amber",
    "Ribbed",
    "Tidal",
    "Folded",
    "Striped",
    "Smoked",
    "Plain",
    "Long",
    "Little",
    "Winter",
    "Midsummer",
    "Harbour",
    "Copper",
    "Undyed",
    "Double",
];
const THINGS: [&str; 30] = [
    "Mug",
    "Kettle",
    "Blanket",
    "Lamp",
    "Notebook",
    "Jumper",
    "Apron",
    "Teapot",
    "Candle",
    "Bowl",
    "Carafe",
    "Scarf",
    "Cushion",
    "Lantern",
    "Bread Board",
    "Soap",
    "Brush",
    "Towel",
    "Tray",
    "Vase",
    "Pencil Case",
    "Tote",
    "Coffee",
    "Marmalade",
    "Tin",
    "Rope Basket",
    "Clock",
    "Chart",
    "Socks",
    "Flask",
];
const MATERIALS: [&str; 12] = [
    "Stoneware",
    "Lambswool",
    "Linen",
    "Beech",
    "Brass",
    "Enamel",
    "Cotton",
    "Oak",
    "Glass",
    "Beeswax",
    "Leather",
    "Recycled Paper",
];
const COLOURS: [&str; 8] = ["Chalk", "Ink", "Rust", "Moss", "Sand", "Slate", "Butter", "Claret"];
const SIZES: [&str; 4] = ["Small", "Medium", "Large", "Extra Large"];

/// Makes further products of a shop's own categories, tags, types and pictures.
pub(super) struct Generator<'a> {
    shop: &'a Shop,
    leaves: Vec<&'a Category>,
    images: Vec<String>,
}

impl<'a> Generator<'a> {
    /// `images` are the addresses of pictures to use again.
    pub(super) fn new(shop: &'a Shop, images: Vec<String>) -> Self {
        let is_leaf =
            |category: &&Category| !shop.categories.iter().any(|other| other.parent.as_ref() == Some(&category.handle));
        Self { shop, leaves: shop.categories.iter().filter(is_leaf).collect(), images }
    }

    /// Product number `number`.
    pub(super) fn draft(&self, number: u32) -> ProductDraft {
        let mut dice = Dice::new(number);
        let (look, material, thing) = (dice.one_of(&LOOKS), dice.one_of(&MATERIALS), dice.one_of(&THINGS));
        let title = format!("{look} {material} {thing}");
        let handle = handle_of(&format!("{title} {number}"));
        let (options, combinations) = options(&mut dice);
        let cents = 400 + dice.below(24_000);
        let variants =
            combinations.into_iter().enumerate().map(|(at, values)| self.variant(&mut dice, number, at, values, cents));
        let variants = variants.collect();
        let leaf = (!self.leaves.is_empty()).then(|| self.leaves[dice.index(self.leaves.len())]);
        let categories = leaf.into_iter().flat_map(|leaf| leaf.parent.iter().chain([&leaf.handle])).cloned();
        let images = (0..2).filter(|_| !self.images.is_empty());
        let images = images
            .map(|_| ImageDraft { url: self.images[dice.index(self.images.len())].clone(), alt: Some(title.clone()) });
        ProductDraft {
            description: Some(format!(
                "A {} {} of {}, made in small numbers and counted by hand. It gets better with use, and it is easy to \
                 look after. Number {number} of the long shelf at the back of the warehouse.",
                look.to_lowercase(),
                thing.to_lowercase(),
                material.to_lowercase(),
            )),
            subtitle: Some(format!("{material}, from the back of the warehouse")),
            status: Some(ProductStatus::Published),
            images: Some(images.collect()),
            category_handles: Some(categories.collect()),
            type_value: pick(&mut dice, &self.shop.types),
            tags: Some(pick(&mut dice, &self.shop.tags).into_iter().collect()),
            collection_handle: self.shop.collections.get(dice.index(3)).map(|collection| collection.handle.clone()),
            material: Some(material.to_owned()),
            origin_country: Some(dice.one_of(&["dk", "de", "pt", "se"]).to_owned()),
            weight: Some(100.0 + f64::from(dice.below(2_000))),
            metadata: Map::from_iter([("care".to_owned(), json!("Wipe clean"))]),
            handle,
            title,
            options,
            variants,
            ..ProductDraft::default()
        }
    }

    fn variant(
        &self,
        dice: &mut Dice,
        number: u32,
        at: usize,
        options: Vec<(String, String)>,
        cents: u32,
    ) -> VariantDraft {
        let title = options.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" / ");
        let step = u32::try_from(at).unwrap_or_default() * 250;
        let amount = BigDecimal::new((cents + step).into(), 2);
        VariantDraft {
            title,
            sku: Some(format!("XT-{number:06}-{at}")),
            prices: self.shop.currencies.iter().map(|currency| (currency.clone(), amount.clone())).collect(),
            stock: Some(dice.below(200).into()),
            manage_inventory: Some(true),
            options,
            ..VariantDraft::default()
        }
    }
}

/// Two to four variants: of one option, or of two with two values each.
fn options(dice: &mut Dice) -> (Vec<OptionDraft>, Vec<Vec<(String, String)>>) {
    let first = dice.index(COLOURS.len());
    let colours =
        |count: usize| (0..count).map(|at| COLOURS[(first + at) % COLOURS.len()].to_owned()).collect::<Vec<_>>();
    let sizes = |count: usize| SIZES[..count].iter().map(|size| (*size).to_owned()).collect::<Vec<_>>();
    let option = |title: &str, values: &[String]| OptionDraft { title: title.to_owned(), values: values.to_vec() };
    let pair = |title: &str, value: &String| (title.to_owned(), value.clone());
    if dice.below(2) == 0 {
        let values = sizes(2 + dice.index(3));
        return (vec![option("Size", &values)], values.iter().map(|value| vec![pair("Size", value)]).collect());
    }
    let (sizes, colours) = (sizes(2), colours(2));
    let combinations = sizes
        .iter()
        .flat_map(|size| colours.iter().map(move |colour| vec![pair("Size", size), pair("Colour", colour)]))
        .collect();
    (vec![option("Size", &sizes), option("Colour", &colours)], combinations)
}

fn pick(dice: &mut Dice, words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words[dice.index(words.len())].clone())
}

/// Numbers that look thrown and are the same on every machine (splitmix64).
struct Dice(u64);

impl Dice {
    fn new(seed: u32) -> Self {
        Self(u64::from(seed))
    }

    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        u32::try_from(mixed % u64::from(bound)).unwrap_or_default()
    }

    fn index(&mut self, bound: usize) -> usize {
        self.below(u32::try_from(bound).unwrap_or(u32::MAX)) as usize
    }

    fn one_of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.index(words.len())]
    }
}
