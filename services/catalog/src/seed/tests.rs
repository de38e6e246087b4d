//! The description and the generator, without a database.

use std::collections::HashSet;

use super::{extra::Generator, shop::Shop};
use crate::write::{ShopContext, validate};

const SHOP: &str = include_str!("../../tests/fixtures/shop.json");

#[test]
fn further_products_are_different_valid_and_always_the_same() {
    let shop: Shop = serde_json::from_str(SHOP).unwrap();
    let images = vec!["https://shop.test/1.svg".to_owned(), "https://shop.test/2.svg".to_owned()];
    let generator = Generator::new(&shop, images.clone());
    let drafts: Vec<_> = (0..5_000).map(|number| generator.draft(number)).collect();
    let handles: HashSet<_> = drafts.iter().map(|draft| &draft.handle).collect();
    assert_eq!(handles.len(), drafts.len());
    let titles: HashSet<_> = drafts.iter().map(|draft| &draft.title).collect();
    assert!(titles.len() > 3_000, "{}", titles.len());
    assert!(drafts.iter().all(|draft| (2..=4).contains(&draft.variants.len())));
    let context = ShopContext {
        organization: uuid::Uuid::nil(),
        sales_channel_id: uuid::Uuid::nil(),
        stock_location_id: Some(uuid::Uuid::nil()),
        currencies: shop.currencies.clone(),
    };
    assert_eq!(validate(&context, &drafts), []);
    assert_eq!(Generator::new(&shop, images).draft(77), drafts[77]);
}

#[test]
fn a_shop_with_nothing_to_choose_from_has_products_too() {
    let mut shop: Shop = serde_json::from_str(SHOP).unwrap();
    shop.categories.clear();
    shop.collections.clear();
    shop.types.clear();
    shop.tags.clear();
    let draft = Generator::new(&shop, Vec::new()).draft(1);
    assert_eq!((draft.type_value, draft.collection_handle, draft.images), (None, None, Some(Vec::new())));
}

#[test]
fn what_is_misspelt_in_the_description_is_told() {
    for (from, to, told) in [
        ("\"tax_inclusive\"", "\"taxinclusive\"", "unknown field `taxinclusive`"),
        ("\"12.50\"", "12.50", "invalid type: floating point"),
        ("\"12.50\"", "\"12,50\"", "'12,50' is no amount"),
        ("\"published\"", "\"public\"", "unknown variant `public`"),
    ] {
        let error = serde_json::from_str::<Shop>(&SHOP.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
}
