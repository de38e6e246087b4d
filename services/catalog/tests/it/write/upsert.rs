//! What a second write changes, and what it leaves.

use catalog::{
    data::{self, ProductFilter, Reach},
    write::{ImageDraft, OptionDraft, ProductDraft, ProductStatus, VariantDraft, upsert_products},
};
use db::Scope;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::Page;

use crate::support::{Shop, amount, shirt, sized};

fn many(count: usize) -> Vec<ProductDraft> {
    (0..count).map(|number| shirt(&format!("shirt-{number}"))).collect()
}

#[tokio::test]
async fn the_number_of_statements_does_not_depend_on_the_number_of_products() {
    let shop = Shop::new().await;
    let one = shop.count_statements(shop.upsert(&many(1))).await;
    let made = shop.count_statements(shop.upsert(&many(41)[1..])).await;
    // The first one makes the words `wool` and `Clothing`, each with an insert and a second look.
    assert_eq!(made + 4, one);

    let change = |drafts: &mut [ProductDraft]| {
        for draft in drafts {
            draft.title.push('!');
            draft.options[0].values[1] = "XL".to_owned();
            draft.variants[0].prices[0].1 = amount("3");
            draft.variants[0].stock = Some(1);
            draft.variants[1] = sized(&draft.handle, "XL", "5");
            draft.images.as_mut().unwrap().remove(0);
        }
    };
    let mut drafts = many(41);
    change(&mut drafts);
    let one = shop.count_statements(shop.upsert(&drafts[..1])).await;
    let rest = shop.count_statements(shop.upsert(&drafts[1..])).await;
    assert_eq!(rest, one);
    assert!(one < 50, "{one}");
}

#[tokio::test]
async fn a_second_write_updates_and_keeps_the_keys() {
    let shop = Shop::new().await;
    let first = shop.upsert(&many(3)).await.unwrap();
    assert!(first.iter().all(|product| product.created && product.changed));
    let keys = shop.keys().await;

    let mut drafts = many(3);
    drafts[1].title = "Better".to_owned();
    drafts[1].variants[0].prices[1].1 = amount("18");
    drafts[1].variants[1].stock = Some(70);
    drafts[1].variants[1].title = "Middle".to_owned();
    drafts[1].images.as_mut().unwrap().reverse();
    drafts[1].options[0].values.reverse();
    let second = shop.upsert(&drafts).await.unwrap();
    assert_eq!(
        second.iter().map(|product| product.id).collect::<Vec<_>>(),
        first.iter().map(|p| p.id).collect::<Vec<_>>()
    );
    assert_eq!(
        second.iter().map(|product| (product.created, product.changed)).collect::<Vec<_>>(),
        [(false, false), (false, true), (false, false)]
    );
    assert_eq!(shop.keys().await, keys);

    let seen: Vec<String> = shop
        .column(
            "select concat_ws('|', p.title, p.thumbnail, v.title, l.stocked_quantity,
               (select string_agg(r.currency_code || r.amount, ',' order by r.currency_code) from prices r
                where r.organization_id = v.organization_id and r.price_set_id = v.price_set_id),
               (select string_agg(o.value, ',' order by o.rank) from product_option_values o
                join product_product_options l on l.organization_id = o.organization_id and l.option_id = o.option_id
                where l.organization_id = p.organization_id and l.product_id = p.id))
             from products p
             join product_variants v on v.organization_id = p.organization_id and v.product_id = p.id
             join product_variant_inventory_items i on i.organization_id = v.organization_id and i.variant_id = v.id
             join inventory_levels l on l.organization_id = i.organization_id and l.inventory_item_id = i.inventory_item_id
             where p.organization_id = $1 and p.handle = 'shirt-1' order by v.variant_rank",
        )
        .await;
    assert_eq!(
        seen,
        [
            "Better|https://img.test/2.jpg|S|7|eur18,usd19.90|M,S",
            "Better|https://img.test/2.jpg|Middle|70|eur21.90,usd21.90|M,S",
        ]
    );
}

#[tokio::test]
async fn what_did_not_change_is_not_written() {
    let shop = Shop::new().await;
    let product = shop.upsert(&[shirt("same")]).await.unwrap().remove(0);
    let stamps = "select string_agg(t.x, ' ') from (
        select xmin::text as x from products where organization_id = $1
        union all select xmin::text from product_variants where organization_id = $1
        union all select xmin::text from product_images where organization_id = $1
        union all select xmin::text from prices where organization_id = $1
        union all select xmin::text from inventory_levels where organization_id = $1
        union all select xmin::text from product_product_tags where organization_id = $1
        union all select xmin::text from product_variant_options where organization_id = $1) t";
    let before: String = shop.value(stamps).await;
    let again = shop.upsert(&[shirt("same")]).await.unwrap();
    assert!(!again[0].changed);
    assert_eq!(shop.value::<String>(stamps).await, before);
    assert_eq!(shop.events(product.id.0).await.len(), 1);
}

#[tokio::test]
async fn an_event_is_told_once_for_each_product_that_changed() {
    let shop = Shop::new().await;
    let made = shop.upsert(&many(2)).await.unwrap();
    let mut drafts = many(2);
    drafts[0].title = "New".to_owned();
    drafts[0].status = Some(ProductStatus::Draft);
    shop.upsert(&drafts).await.unwrap();
    // Of a product, whatever belongs to it.
    drafts[1].variants[0].prices[0].1 = amount("1");
    shop.upsert(&drafts).await.unwrap();

    let summary = |at: usize, title: &str, status: &str| json!({ "id": made[at].id, "handle": format!("shirt-{at}"), "title": title, "status": status });
    let old = |at: usize| summary(at, &format!("The shirt-{at} shirt"), "published");
    assert_eq!(
        shop.events(made[0].id.0).await,
        [
            ("product.created".to_owned(), Value::Null, old(0)),
            ("product.updated".to_owned(), old(0), summary(0, "New", "draft")),
        ]
    );
    assert_eq!(
        shop.events(made[1].id.0).await,
        [("product.created".to_owned(), Value::Null, old(1)), ("product.updated".to_owned(), old(1), old(1)),]
    );

    // All or nothing: a refusal tells nothing.
    drafts[0].title = "Newer".to_owned();
    let tx = shop.begin().await;
    upsert_products(&tx, &shop.context, &drafts).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(shop.events(made[0].id.0).await.len(), 2);
}

#[tokio::test]
async fn what_is_gone_is_removed() {
    let shop = Shop::new().await;
    let mut draft = shirt("plain");
    draft.options.push(OptionDraft { title: "Colour".to_owned(), values: vec!["Red".to_owned()] });
    for variant in &mut draft.variants {
        variant.options.push(("Colour".to_owned(), "Red".to_owned()));
    }
    shop.upsert(&[draft.clone()]).await.unwrap();
    let kept: Uuid = shop.value("select id from product_variants where organization_id = $1 and sku = 'plain-S'").await;

    draft.options.remove(1);
    draft.options[0].values.remove(1);
    draft.variants.remove(1);
    draft.variants[0].options.remove(1);
    draft.images = Some(Vec::new());
    draft.variants[0].images = Some(Vec::new());
    shop.upsert(&[draft.clone()]).await.unwrap();

    let of = |what: &str| format!("select {what} from products p where p.organization_id = $1 and p.handle = 'plain'");
    for (what, expected) in [
        (
            "(select string_agg(v.sku || ' ' || (v.deleted_at is null), ',' order by v.sku) from product_variants v
           where v.organization_id = p.organization_id and v.product_id = p.id)",
            "plain-M false,plain-S true",
        ),
        (
            "(select string_agg(o.title || ' ' || v.value, ',') from product_options o
           join product_option_values v on v.organization_id = o.organization_id and v.option_id = o.id
           join product_product_options l on l.organization_id = o.organization_id and l.option_id = o.id
           where l.organization_id = p.organization_id and l.product_id = p.id)",
            "Size S",
        ),
        ("(select count(*) || ' pictures' from product_images i where i.product_id = p.id)", "0 pictures"),
        ("coalesce(p.thumbnail, 'none')", "none"),
        (
            "(select count(*) || ' links' from product_variant_options l join product_variants v
             on v.organization_id = l.organization_id and v.id = l.variant_id and v.product_id = p.id)",
            "1 links",
        ),
        (
            "(select count(*) || ' colours' from product_options where organization_id = $1 and title = 'Colour')",
            "0 colours",
        ),
    ] {
        assert_eq!(shop.value::<String>(&of(what)).await, expected);
    }

    // A value that no variant has any more is not one that the product is found by.
    let links = "select count(*) from product_variant_options l join product_variants v
        on v.organization_id = l.organization_id and v.id = l.variant_id where v.organization_id = $1 and v.sku like 'left-%'";
    let mut left = shirt("left");
    shop.upsert(&[left.clone()]).await.unwrap();
    assert_eq!(shop.value::<i64>(links).await, 2);
    left.variants.remove(1);
    shop.upsert(&[left]).await.unwrap();
    assert_eq!(shop.value::<i64>(links).await, 1);

    // It comes back as another one; the one that stayed is the same.
    draft.options[0].values.push("M".to_owned());
    draft.variants.push(sized("plain", "M", "1"));
    shop.upsert(&[draft]).await.unwrap();
    let alive: Vec<Uuid> = shop
        .column(
            "select id from product_variants where organization_id = $1 and sku like 'plain-%' and deleted_at is null
                 order by variant_rank",
        )
        .await;
    assert_eq!((alive.len(), alive[0]), (2, kept));
}

#[tokio::test]
async fn variants_are_found_by_sku_then_by_values_then_by_title() {
    let shop = Shop::new().await;
    let mut draft = shirt("found");
    draft.options[0].values.push("L".to_owned());
    draft.variants.push(sized("found", "L", "9"));
    shop.upsert(&[draft.clone()]).await.unwrap();
    let keys =
        "select id from product_variants where organization_id = $1 and sku like '%found%' and deleted_at is null
                order by case when sku like '%S' then 1 when sku like '%M' then 2 else 3 end";
    let before: Vec<Uuid> = shop.column(keys).await;

    // S by its SKU though its value changed, M by its value though its SKU changed, L by its title though both did.
    draft.options[0].values = vec!["Small".to_owned(), "M".to_owned(), "Large".to_owned()];
    draft.variants[0].options[0].1 = "Small".to_owned();
    draft.variants[1].sku = Some("new-found-M".to_owned());
    draft.variants[2].options[0].1 = "Large".to_owned();
    draft.variants[2].sku = Some("new-found-L".to_owned());
    shop.upsert(&[draft.clone()]).await.unwrap();
    assert_eq!(shop.column::<Uuid>(keys).await, before);

    // Two variants swap their barcodes, and a third takes the SKU that one of them loses.
    draft.variants[0].barcode = Some("11".to_owned());
    draft.variants[1].barcode = Some("22".to_owned());
    shop.upsert(&[draft.clone()]).await.unwrap();
    draft.variants[0].barcode = Some("22".to_owned());
    draft.variants[1].barcode = Some("11".to_owned());
    draft.variants[1].sku = Some("newest-found-M".to_owned());
    let mut other = shirt("taker");
    other.variants[0].sku = Some("new-found-M".to_owned());
    shop.upsert(&[other, draft]).await.unwrap();
    let codes: Vec<String> = shop
        .column("select barcode from product_variants where organization_id = $1 and sku like '%found-%' and barcode is not null
                 order by variant_rank")
        .await;
    assert_eq!(codes, ["22", "11"]);
}

#[tokio::test]
async fn what_a_draft_leaves_open_stays() {
    let shop = Shop::new().await;
    let mut full = shirt("open");
    full.material = Some("Wool".to_owned());
    full.metadata = Map::from_iter([("care".to_owned(), json!("cold")), ("old".to_owned(), json!(1))]);
    full.images = Some(vec![ImageDraft { url: "https://img.test/2.jpg".to_owned(), alt: Some("Two".to_owned()) }]);
    shop.upsert(&[full]).await.unwrap();
    shop.execute(
        "update product_variants set metadata = '{\"shelf\": 4}' where organization_id = $1 and sku = 'open-S'",
    )
    .await;
    let keys = shop.keys().await;

    let bare = ProductDraft {
        handle: "open".to_owned(),
        title: "Open".to_owned(),
        options: shirt("open").options,
        variants: ["S", "M"]
            .map(|size| VariantDraft {
                title: size.to_owned(),
                options: vec![("Size".to_owned(), size.to_owned())],
                manage_inventory: Some(true),
                ..VariantDraft::default()
            })
            .to_vec(),
        subtitle: Some(String::new()),
        metadata: Map::from_iter([("old".to_owned(), Value::Null), ("new".to_owned(), json!(true))]),
        ..ProductDraft::default()
    };
    shop.upsert(&[bare]).await.unwrap();
    assert_eq!(shop.keys().await, keys);
    let product: String = shop
        .value(
            "select concat_ws('|', p.title, coalesce(p.subtitle, '-'), p.description, p.status, p.material, p.weight, p.metadata,
               p.thumbnail, t.value, c.handle, (select count(*) from product_product_tags l where l.product_id = p.id),
               (select count(*) from product_category_products l where l.product_id = p.id),
               (select i.metadata ->> 'alt' from product_images i where i.product_id = p.id))
             from products p
             join product_types t on t.organization_id = p.organization_id and t.id = p.type_id
             join product_collections c on c.organization_id = p.organization_id and c.id = p.collection_id
             where p.organization_id = $1 and p.handle = 'open'",
        )
        .await;
    assert_eq!(
        product,
        "Open|-|A shirt.|published|Wool|310|{\"new\": true, \"care\": \"cold\"}|https://img.test/2.jpg|Clothing|classics|2|1|Two"
    );
    let variants: Vec<String> = shop
        .column(
            "select concat_ws('|', v.sku, v.metadata, v.thumbnail, l.stocked_quantity, (select count(*) from prices r
               where r.organization_id = v.organization_id and r.price_set_id = v.price_set_id))
             from product_variants v
             join product_variant_inventory_items i on i.organization_id = v.organization_id and i.variant_id = v.id
             join inventory_levels l on l.organization_id = i.organization_id and l.inventory_item_id = i.inventory_item_id
             where v.organization_id = $1 and v.sku like 'open-%' order by v.variant_rank",
        )
        .await;
    assert_eq!(variants, ["open-S|{\"shelf\": 4}|https://img.test/2.jpg|7|2", "open-M|https://img.test/2.jpg|7|2"]);
}

#[tokio::test]
async fn prices_with_rules_and_in_other_currencies_stay() {
    let shop = Shop::new().await;
    shop.upsert(&[shirt("priced")]).await.unwrap();
    shop.execute(
        "insert into prices (organization_id, price_set_id, currency_code, amount, min_quantity)
         select organization_id, price_set_id, 'usd', 5, 10 from product_variants
         where organization_id = $1 and sku = 'priced-S'",
    )
    .await;
    let mut draft = shirt("priced");
    draft.variants[0].prices = vec![("usd".to_owned(), amount("17.5"))];
    shop.upsert(&[draft]).await.unwrap();
    let prices: Vec<String> = shop
        .column(
            "select concat_ws(' ', r.currency_code, r.amount, r.min_quantity) from prices r
             join product_variants v on v.organization_id = r.organization_id and v.price_set_id = r.price_set_id
             where r.organization_id = $1 and v.sku = 'priced-S' order by 1",
        )
        .await;
    assert_eq!(prices, ["eur 19.90", "usd 17.5", "usd 5 10"]);
}

#[tokio::test]
async fn an_option_of_several_products_is_not_changed_for_one_of_them() {
    let shop = Shop::new().await;
    shop.upsert(&[shirt("a")]).await.unwrap();
    shop.execute("update product_options set is_exclusive = false where organization_id = $1 and title = 'Size'").await;
    let mut draft = shirt("a");
    draft.options[0].values = vec!["M".to_owned(), "XL".to_owned()];
    draft.variants = vec![sized("a", "XL", "1"), sized("a", "M", "1")];
    shop.upsert(&[draft.clone()]).await.unwrap();
    let values = "select v.value || v.rank from product_option_values v join product_options o
        on o.organization_id = v.organization_id and o.id = v.option_id
        where v.organization_id = $1 and o.title = 'Size' order by v.value";
    assert_eq!(shop.column::<String>(values).await, ["M1", "S0", "XL1"], "in the order of the others");

    draft.options[0].title = "Width".to_owned();
    for variant in &mut draft.variants {
        variant.options[0].0 = "Width".to_owned();
    }
    shop.upsert(&[draft]).await.unwrap();
    assert_eq!(shop.column::<String>(values).await, ["M1", "S0", "XL1"], "it is only let go");
    let options: Vec<String> = shop
        .column(
            "select o.title from product_options o
             join product_product_options l on l.organization_id = o.organization_id and l.option_id = o.id
             join products p on p.organization_id = l.organization_id and p.id = l.product_id
             where o.organization_id = $1 and p.handle = 'a'",
        )
        .await;
    assert_eq!(options, ["Width"]);
}

#[tokio::test]
async fn shoppers_of_this_shop_find_it() {
    let shop = Shop::new().await;
    let mut hidden = shirt("hidden");
    hidden.status = Some(ProductStatus::Draft);
    shop.upsert(&[shirt("striped"), hidden]).await.unwrap();
    let find = async |organization: Uuid, words: &[&str]| {
        let tx = shop.db().begin(Scope::anon(organization)).await.unwrap();
        let filter =
            ProductFilter { words: words.iter().map(|word| (*word).to_owned()).collect(), ..ProductFilter::default() };
        let reach = Reach::Channels(vec![shop.context.sales_channel_id.into()]);
        let (products, count) = data::search(&tx, &filter, &reach, &[], Page { limit: 10, offset: 0 }).await.unwrap();
        assert_eq!(products.len(), usize::try_from(count).unwrap());
        products.into_iter().map(|product| product.handle).collect::<Vec<_>>()
    };
    assert_eq!(find(shop.demo.organization, &["striped-s", "quay"]).await, ["striped"], "by its SKU and its subtitle");
    assert_eq!(find(shop.demo.organization, &["hidden"]).await, [""; 0]);
    assert_eq!(find(Uuid::now_v7(), &["striped"]).await, [""; 0]);
}

#[tokio::test]
async fn a_product_that_was_moved_to_another_channel_stays_there() {
    let shop = Shop::new().await;
    shop.upsert(&[shirt("moved")]).await.unwrap();
    shop.execute("insert into sales_channels (organization_id, name) values ($1, 'Wholesale')").await;
    shop.execute(
        "update product_sales_channels l set sales_channel_id = c.id from sales_channels c, products p
         where l.organization_id = $1 and c.organization_id = $1 and c.name = 'Wholesale'
           and p.organization_id = $1 and p.id = l.product_id and p.handle = 'moved'",
    )
    .await;
    let channels = "select c.name from product_sales_channels l
        join sales_channels c on c.organization_id = l.organization_id and c.id = l.sales_channel_id
        join products p on p.organization_id = l.organization_id and p.id = l.product_id
        where l.organization_id = $1 and p.handle = 'moved'";
    shop.upsert(&[shirt("moved")]).await.unwrap();
    assert_eq!(shop.column::<String>(channels).await, ["Wholesale"]);
    shop.execute("delete from product_sales_channels where organization_id = $1").await;
    shop.upsert(&[shirt("moved")]).await.unwrap();
    assert_eq!(shop.column::<String>(channels).await, ["Web shop"]);
}

#[tokio::test]
async fn a_second_writer_waits_for_the_first_and_sees_what_it_wrote() {
    let shop = Shop::new().await;
    shop.upsert(&[shirt("busy")]).await.unwrap();
    let mut draft = shirt("busy");
    draft.options[0].values.push("L".to_owned());
    draft.variants.push(sized("busy", "L", "9"));
    let tx = shop.begin().await;
    let first = upsert_products(&tx, &shop.context, &[draft.clone()]).await.unwrap();
    let drafts = [draft];
    let (second, ()) = tokio::join!(shop.upsert(&drafts), shop.commit_when_awaited(tx));
    assert!(first[0].changed && !second.unwrap()[0].changed);
}
