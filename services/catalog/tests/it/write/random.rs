//! Any product becomes any other one.

use std::collections::BTreeSet;

use catalog::write::{ImageDraft, OptionDraft, ProductDraft, VariantDraft};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::support::{Shop, amount};

const CASES: usize = 60;

/// A few values, SKUs, barcodes and pictures, so that they meet often: they move between variants and products.
#[derive(Debug, Clone)]
struct Choice {
    value: String,
    sku: Option<String>,
    barcode: Option<String>,
    stock: Option<i64>,
    image: u8,
}

fn choices() -> impl Strategy<Value = Vec<Vec<Choice>>> {
    let choice = ("[S-X]", prop::option::of("[a-f]"), prop::option::of("[1-4]"), prop::option::of(0i64..3), 0u8..3);
    let choice = choice.prop_map(|(value, sku, barcode, stock, image)| Choice { value, sku, barcode, stock, image });
    prop::collection::vec(prop::collection::vec(choice, 1..5), 2).prop_map(|mut products| {
        let (mut skus, mut barcodes) = (BTreeSet::new(), BTreeSet::new());
        for product in &mut products {
            let mut values = BTreeSet::new();
            product.retain(|choice| {
                values.insert(choice.value.clone())
                    && choice.sku.iter().all(|sku| skus.insert(sku.clone()))
                    && choice.barcode.iter().all(|barcode| barcodes.insert(barcode.clone()))
            });
        }
        products
    })
}

fn drafts(products: &[Vec<Choice>]) -> Vec<ProductDraft> {
    let draft = |(number, choices): (usize, &Vec<Choice>)| ProductDraft {
        handle: format!("product-{number}"),
        title: "Product".to_owned(),
        images: Some(vec![ImageDraft::new("https://img.test/0")]),
        options: vec![OptionDraft {
            title: "Size".to_owned(),
            values: choices.iter().map(|choice| choice.value.clone()).collect(),
        }],
        variants: choices.iter().map(variant).collect(),
        ..ProductDraft::default()
    };
    products.iter().enumerate().map(draft).collect()
}

/// A text that is absent is cleared here, so that the draft says all.
fn variant(choice: &Choice) -> VariantDraft {
    VariantDraft {
        title: choice.value.clone(),
        sku: Some(choice.sku.clone().unwrap_or_default()),
        barcode: Some(choice.barcode.clone().unwrap_or_default()),
        options: vec![("Size".to_owned(), choice.value.clone())],
        prices: vec![("usd".to_owned(), amount("1"))],
        stock: choice.stock,
        manage_inventory: Some(choice.stock.is_some()),
        images: Some(vec![format!("https://img.test/{}", choice.image)]),
        ..VariantDraft::default()
    }
}

fn said(products: &[Vec<Choice>]) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, choices) in products.iter().enumerate() {
        for (rank, choice) in choices.iter().enumerate() {
            let Choice { value, sku, barcode, stock, image } = choice;
            let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            let stock = stock.map_or_else(|| "-".to_owned(), |stock| stock.to_string());
            lines.push(format!(
                "product-{number} {rank} {value} {value} {} {} {stock} https://img.test/{image}",
                or_none(sku),
                or_none(barcode)
            ));
        }
    }
    lines
}

const STORED: &str = "
  select concat_ws(' ', p.handle, v.variant_rank, v.title,
    (select string_agg(o.value, '+') from product_variant_options l join product_option_values o
       on o.organization_id = l.organization_id and o.id = l.option_value_id
     where l.organization_id = v.organization_id and l.variant_id = v.id),
    coalesce(v.sku, '-'), coalesce(v.barcode, '-'),
    case when v.manage_inventory then (
      select coalesce(string_agg(l.stocked_quantity::text, '+'), 'none') from product_variant_inventory_items k
      join inventory_levels l on l.organization_id = k.organization_id and l.inventory_item_id = k.inventory_item_id
      where k.organization_id = v.organization_id and k.variant_id = v.id) else '-' end,
    (select string_agg(i.url, '+') from product_variant_images l join product_images i
       on i.organization_id = l.organization_id and i.id = l.image_id
     where l.organization_id = v.organization_id and l.variant_id = v.id))
  from product_variants v join products p on p.organization_id = v.organization_id and p.id = v.product_id
  where v.organization_id = $1 and p.handle like 'product-%' and v.deleted_at is null
  order by p.handle, v.variant_rank";

#[tokio::test]
async fn any_products_become_any_others_and_writing_them_again_changes_nothing() {
    let shop = Shop::new().await;
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut history = Vec::new();
    for _ in 0..CASES {
        let products = choices().new_tree(&mut runner).unwrap().current();
        history.push(products.clone());
        let drafts = drafts(&products);
        shop.upsert(&drafts).await.unwrap_or_else(|error| panic!("{error:?}: {history:#?}"));
        assert_eq!(shop.column::<String>(STORED).await, said(&products), "{history:#?}");
        let again = shop.upsert(&drafts).await.unwrap();
        assert!(again.iter().all(|product| !product.changed), "{history:#?}");
    }
    let skus: Vec<String> = shop
        .column(
            "select v.sku || ' ' || i.sku from product_variants v
                 join product_variant_inventory_items k on k.organization_id = v.organization_id and k.variant_id = v.id
                 join inventory_items i on i.organization_id = k.organization_id and i.id = k.inventory_item_id
                 where v.organization_id = $1 and v.deleted_at is null and v.manage_inventory and v.sku <> i.sku",
        )
        .await;
    assert_eq!(skus, [""; 0], "no stock has the SKU of another variant");
}
