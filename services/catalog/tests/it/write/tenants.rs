//! The writer is not bound by row-level security: it must keep to its shop by itself.

use catalog::{seed, write::ShopContext};

use crate::support::{SHOP, Shop, amount, shirt, sized};

/// Every row of a shop, whoever wrote it, with the transaction that wrote it.
const ROWS: &str = "
  select 'product ' || t.xmin || t::text from products t where organization_id = $1
  union all select 'variant ' || t.xmin || t::text from product_variants t where organization_id = $1
  union all select 'option ' || t.xmin || t::text from product_options t where organization_id = $1
  union all select 'value ' || t.xmin || t::text from product_option_values t where organization_id = $1
  union all select 'image ' || t.xmin || t::text from product_images t where organization_id = $1
  union all select 'price ' || t.xmin || t::text from prices t where organization_id = $1
  union all select 'item ' || t.xmin || t::text from inventory_items t where organization_id = $1
  union all select 'level ' || t.xmin || t::text from inventory_levels t where organization_id = $1
  union all select 'tag ' || t.xmin || t::text from product_tags t where organization_id = $1
  union all select 'tagged ' || t.xmin || t::text from product_product_tags t where organization_id = $1
  union all select 'stocked ' || t.xmin || t::text from product_variant_inventory_items t where organization_id = $1
  union all select 'chosen ' || t.xmin || t::text from product_variant_options t where organization_id = $1
  union all select 'event ' || t.id from events t where organization_id = $1
  order by 1";

#[tokio::test]
async fn two_shops_with_the_same_products_do_not_meet() {
    let first = Shop::new().await;
    first.upsert(&[shirt("twin"), shirt("only-here")]).await.unwrap();
    first.execute("update auth.organization set slug = 'first' where id = $1").await;
    let before: Vec<String> = first.column(ROWS).await;

    let demo = seed::demo(first.db(), SHOP, "https://shop.test/media", None).await.unwrap();
    let mut tx = first.db().begin_system("test").await.unwrap();
    tx.work_in(demo.organization).await.unwrap();
    let context = ShopContext::load(&tx).await.unwrap();
    assert_ne!(context.sales_channel_id, first.context.sales_channel_id);
    assert_ne!(context.stock_location_id, first.context.stock_location_id);

    // The same handle, SKUs and words; then SKUs that only the other shop has; then fewer of everything.
    let made = catalog::write::upsert_products(&tx, &context, &[shirt("twin")]).await.unwrap();
    assert!(made[0].created);
    let mut changed = shirt("twin");
    changed.title = "Other".to_owned();
    changed.variants[0].sku = Some("only-here-S".to_owned());
    changed.variants[0].prices[0].1 = amount("1");
    changed.variants[0].stock = Some(1);
    changed.options[0].values.remove(1);
    changed.variants.remove(1);
    changed.tags = Some(Vec::new());
    changed.images = Some(Vec::new());
    catalog::write::upsert_products(&tx, &context, &[changed.clone()]).await.unwrap();
    changed.options[0].values.push("L".to_owned());
    changed.variants.push(sized("only-here", "L", "3"));
    catalog::write::upsert_products(&tx, &context, &[changed]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(first.column::<String>(ROWS).await, before);
}
