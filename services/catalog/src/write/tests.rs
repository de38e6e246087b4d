//! What needs no database.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{OptionDraft, ProductDraft, ShopContext, VariantDraft, plan::merge, validate};

#[test]
fn metadata_is_merged_by_key() {
    for (stored, wanted, expected) in [
        (Value::Null, json!({}), Value::Null),
        (Value::Null, json!({ "a": null }), Value::Null),
        (Value::Null, json!({ "a": 1 }), json!({ "a": 1 })),
        (json!({ "a": 1, "b": 2 }), json!({ "b": null, "c": [3] }), json!({ "a": 1, "c": [3] })),
        (json!({ "a": 1 }), json!({ "a": null }), json!({})),
        (json!([1]), json!({}), json!([1])),
        (json!([1]), json!({ "a": 1 }), json!({ "a": 1 })),
    ] {
        let mut column = Some(stored.clone()).filter(|stored| !stored.is_null());
        merge(&mut column, wanted.as_object().unwrap());
        assert_eq!(column.unwrap_or_default(), expected, "{stored} {wanted}");
    }
}

#[test]
fn a_shop_without_a_stock_location_takes_no_stock() {
    let shop = ShopContext {
        organization: Uuid::now_v7(),
        sales_channel_id: Uuid::now_v7(),
        stock_location_id: None,
        currencies: vec!["usd".to_owned()],
    };
    let mut draft = ProductDraft {
        handle: "shirt".to_owned(),
        title: "Shirt".to_owned(),
        options: vec![OptionDraft { title: "Size".to_owned(), values: vec!["S".to_owned()] }],
        variants: vec![VariantDraft {
            title: "S".to_owned(),
            options: vec![("Size".to_owned(), "S".to_owned())],
            manage_inventory: Some(true),
            ..VariantDraft::default()
        }],
        ..ProductDraft::default()
    };
    assert_eq!(validate(&shop, std::slice::from_ref(&draft)), []);
    draft.variants[0].stock = Some(1);
    assert_eq!(validate(&shop, &[draft])[0].field, "variants[0].stock");
}
