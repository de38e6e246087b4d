//! What variants take from the stock.

use uuid::Uuid;

use crate::support::{Shop, shirt};

const LEVELS: &str = "select concat_ws(' ', v.sku, i.sku, l.stocked_quantity)
    from product_variants v
    join product_variant_inventory_items k on k.organization_id = v.organization_id and k.variant_id = v.id
    join inventory_items i on i.organization_id = k.organization_id and i.id = k.inventory_item_id
    left join inventory_levels l on l.organization_id = i.organization_id and l.inventory_item_id = i.id
    where v.organization_id = $1 and v.deleted_at is null and v.sku not like 'SEN-%'
    order by v.product_id, v.variant_rank, i.sku";

#[tokio::test]
async fn stock_with_the_variants_sku_is_taken_over() {
    let shop = Shop::new().await;
    shop.execute(
        "insert into inventory_items (organization_id, sku, title) values ($1, 'tall-S', 'Found in the cellar')",
    )
    .await;
    let found: Uuid = shop.value("select id from inventory_items where organization_id = $1 and sku = 'tall-S'").await;
    let mut draft = shirt("tall");
    draft.variants[1].stock = None;
    shop.upsert(&[draft]).await.unwrap();
    assert_eq!(shop.column::<String>(LEVELS).await, ["tall-S tall-S 7", "tall-M tall-M"], "no quantity, no level");
    let title: String =
        shop.value(&format!("select title from inventory_items where organization_id = $1 and id = '{found}'")).await;
    assert_eq!(title, "Found in the cellar");
}

#[tokio::test]
async fn what_is_not_counted_has_no_stock_and_what_is_no_longer_counted_keeps_it() {
    let shop = Shop::new().await;
    let mut draft = shirt("free");
    draft.variants[0].manage_inventory = Some(false);
    shop.upsert(&[draft.clone()]).await.unwrap();
    assert_eq!(shop.column::<String>(LEVELS).await, ["free-M free-M 7"]);
    draft.variants[1].manage_inventory = Some(false);
    draft.variants[1].stock = Some(1);
    shop.upsert(&[draft]).await.unwrap();
    assert_eq!(shop.column::<String>(LEVELS).await, ["free-M free-M 7"]);
}

#[tokio::test]
async fn stock_follows_its_variants_sku() {
    let shop = Shop::new().await;
    let mut draft = shirt("named");
    shop.upsert(&[draft.clone()]).await.unwrap();
    let items = "select id from inventory_items where organization_id = $1 order by id";
    let before: Vec<Uuid> = shop.column(items).await;
    draft.variants[0].sku = Some("renamed-S".to_owned());
    // The old SKU is free at once: a new variant that gets it has stock of its own.
    let mut other = shirt("other");
    other.variants[0].sku = Some("named-S".to_owned());
    other.variants[0].stock = Some(2);
    shop.upsert(&[draft, other]).await.unwrap();
    assert_eq!(
        shop.column::<String>(LEVELS).await,
        ["renamed-S renamed-S 7", "named-M named-M 7", "named-S named-S 2", "other-M other-M 7"]
    );
    assert_eq!(shop.column::<Uuid>(items).await[..before.len()], before);
}

#[tokio::test]
async fn the_stock_of_a_kit_is_left_alone() {
    let shop = Shop::new().await;
    shop.upsert(&[shirt("kit")]).await.unwrap();
    shop.execute(
        "insert into product_variant_inventory_items (organization_id, variant_id, inventory_item_id)
         select $1, v.id, i.id from product_variants v, inventory_items i
         where v.organization_id = $1 and v.sku = 'kit-S' and i.organization_id = $1 and i.sku = 'kit-M'",
    )
    .await;
    let mut draft = shirt("kit");
    draft.variants[0].stock = Some(99);
    let again = shop.upsert(&[draft]).await.unwrap();
    assert!(!again[0].changed);
    assert_eq!(shop.column::<String>(LEVELS).await, ["kit-S kit-M 7", "kit-S kit-S 7", "kit-M kit-M 7"]);
}
