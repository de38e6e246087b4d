//! Categories, collections, tags and types.

use serde_json::{Value, json};

use crate::shop::{Shop, id, id_in};

fn names<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|item| item[field].as_str().unwrap()).collect()
}

#[tokio::test]
async fn categories_as_the_starter_asks_for_them() {
    let shop = Shop::open().await;
    let query = "fields=*category_children, *products, *parent_category, *parent_category.parent_category&limit=100";
    let body = shop.shopper().get(&format!("/store/product-categories?{}", query.replace(' ', "%20"))).ok().await;
    let list = &body["product_categories"];
    assert_eq!(names(list, "handle"), ["home", "home/cups", "home/cups/mugs"]);
    assert_eq!((&body["count"], &body["limit"]), (&json!(3), &json!(100)));
    assert_eq!(names(&list[0]["category_children"], "handle"), ["home/cups"], "internal children are not shown");
    assert_eq!(list[2]["parent_category"]["parent_category"]["handle"], "home");
    assert_eq!(list[0]["parent_category"], Value::Null);
    // Published products only: the draft is in the category too.
    assert_eq!(names(&list[2]["products"], "handle"), ["mug"]);
}

#[tokio::test]
async fn one_category_by_handle_or_id() {
    let shop = Shop::open().await;
    let body =
        shop.shopper().get("/store/product-categories?handle=home/cups&fields=*category_children,*products").ok().await;
    assert_eq!(names(&body["product_categories"], "name"), ["Cups"]);
    let path = |n| format!("/store/product-categories/{}", id("pcat", "13", n));
    let body = shop.shopper().get(&path(1)).ok().await;
    assert_eq!(body["product_category"]["name"], "Home");
    // Medusa answers an empty object, and so do we.
    for hidden in [path(4), path(5), path(9), "/store/product-categories/nonsense".to_owned()] {
        assert_eq!(shop.shopper().get(&hidden).ok().await, json!({}), "{hidden}");
    }
    let roots = shop.shopper().get("/store/product-categories?parent_category_id=null&fields=name").ok().await;
    assert_eq!(names(&roots["product_categories"], "name"), ["Home"]);
    let children =
        shop.shopper().get(&format!("/store/product-categories?parent_category_id={}", id("pcat", "13", 1))).ok().await;
    assert_eq!(names(&children["product_categories"], "name"), ["Cups"]);
    let found = shop.shopper().get("/store/product-categories?q=mug").ok().await;
    assert_eq!(names(&found["product_categories"], "name"), ["Mugs"]);
}

#[tokio::test]
async fn collections() {
    let shop = Shop::open().await;
    let body = shop.shopper().get("/store/collections?fields=id,%20handle,%20title").ok().await;
    assert_eq!(names(&body["collections"], "handle"), ["winter", "harbour"], "the newest first");
    assert_eq!(body["limit"], 10);
    let body = shop.shopper().get("/store/collections?limit=100&offset=0&fields=*products&handle=harbour").ok().await;
    assert_eq!(names(&body["collections"][0]["products"], "handle"), ["mug", "shirt"]);
    assert_eq!(body["collections"][0].get("metadata"), None);
    let one = shop.shopper().get(&format!("/store/collections/{}?fields=%2Bmetadata", id("pcol", "12", 1))).ok().await;
    assert_eq!(one["collection"]["metadata"], json!({"mood": "calm"}));
    let unknown = id_in("b", "pcol", "12", 1);
    let error = shop.shopper().get(&format!("/store/collections/{unknown}")).error(404).await;
    assert_eq!(error, json!({"type": "not_found", "message": format!("Collection with id: {unknown} was not found")}));
}

#[tokio::test]
async fn tags_and_types() {
    let shop = Shop::open().await;
    let tags = shop.shopper().get("/store/product-tags").ok().await;
    assert_eq!(names(&tags["product_tags"], "value"), ["new", "sale"]);
    assert_eq!(names(&tags["product_tags"][0]["products"], "handle"), ["mug", "shirt"]);
    let tag = shop.shopper().get(&format!("/store/product-tags/{}", id("ptag", "11", 2))).ok().await;
    assert_eq!(tag["product_tag"]["value"], "sale");
    let error = shop.shopper().get("/store/product-tags/nonsense").error(404).await;
    assert_eq!(error["message"], "Product tag with id: nonsense was not found");

    let types = shop.shopper().get("/store/product-types?q=cloth&fields=value").ok().await;
    assert_eq!(types["product_types"], json!([{"value": "Clothing", "id": id("ptyp", "10", 2)}]));
    let kind = shop.shopper().get(&format!("/store/product-types/{}", id("ptyp", "10", 1))).ok().await;
    assert_eq!(names(&kind["product_type"]["products"], "handle"), ["mug"]);
    let error = shop.shopper().get("/store/product-types/ptyp_x").error(404).await;
    assert_eq!(error["message"], "Product type with id: ptyp_x was not found");
}

#[tokio::test]
async fn products_of_other_channels_are_not_reached_through_what_they_have_in_common() {
    let shop = Shop::open().await;
    // The lamp is sold in channel 2 only.
    let both = shop.anybody().with_key(&crate::shop::key("a", 2));
    for (path, plural) in [
        (format!("product-types?id={}", id("ptyp", "10", 1)), "product_types"),
        ("collections?handle=harbour&fields=*products".to_owned(), "collections"),
        (format!("product-categories?id={}&fields=*products", id("pcat", "13", 1)), "product_categories"),
    ] {
        let handles = async |client: testkit::Client| {
            let body = client.get(&format!("/store/{path}")).ok().await;
            names(&body[plural][0]["products"], "handle").into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert!(!handles(shop.shopper()).await.contains(&"lamp".to_owned()), "{path}");
        assert!(handles(both.clone()).await.contains(&"lamp".to_owned()), "{path}");
    }
    let none = shop.anybody().with_key(&crate::shop::key("a", 3));
    let body = none.get("/store/collections?handle=harbour&fields=*products").ok().await;
    assert_eq!(body["collections"][0]["products"], json!([]));
}

#[tokio::test]
async fn the_square_of_a_category_cannot_be_asked_for() {
    let shop = Shop::open().await;
    let body = shop.shopper().get("/store/product-categories?fields=*parent_category.category_children").ok().await;
    assert_eq!(body["product_categories"][1]["parent_category"].get("category_children"), None);
}

/// A product of two tags is whole in both.
#[tokio::test]
async fn a_product_of_several() {
    let shop = Shop::open().await;
    shop.change(
        "insert into product_product_tags (organization_id, product_id, tag_id)
         select p.organization_id, p.id, t.id from products p join product_tags t using (organization_id)
         where p.handle = 'mug' on conflict do nothing",
    )
    .await;
    let path = "/store/product-tags?fields=value,products.handle,products.variants.title,products.tags.value";
    let body = shop.shopper().get(path).ok().await;
    let mugs: Vec<&Value> = body["product_tags"].as_array().unwrap().iter().map(|tag| &tag["products"][0]).collect();
    assert!(mugs.len() > 1, "{body}");
    for mug in &mugs {
        assert_eq!(*mug, mugs[0]);
        assert_eq!(names(&mug["variants"], "title"), ["Blue", "White"]);
        assert_eq!(mug["tags"].as_array().unwrap().len(), mugs.len());
    }
}

/// An answer carries 2,000 products at most, and what it leaves out it leaves out of those who have most.
#[tokio::test]
async fn a_large_category_takes_nothing_from_a_small_one() {
    let shop = Shop::open().await;
    shop.change(
        "create temporary table made on commit drop as
           select o.id as o, n, ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid as p
           from auth.organization o, generate_series(1, 2010) n where slug = 'ours';
         insert into products (organization_id, id, title, handle, status)
           select o, p, 'Made ' || n, 'made-' || n, 'published' from made;
         insert into product_sales_channels (organization_id, product_id, sales_channel_id)
           select o, p, c.id from made join sales_channels c on c.organization_id = o and c.name = 'Channel 1';
         insert into product_category_products (organization_id, product_category_id, product_id)
           select o, c.id, p from made
           join product_categories c on c.organization_id = o
             and c.handle = case when n > 2007 then 'home/cups' else 'home' end",
    )
    .await;
    let list = async |query: &str| {
        let path = format!("/store/product-categories?fields=handle,*products&{query}");
        let body = shop.shopper().get(&path).ok().await;
        let all = body["product_categories"].as_array().unwrap().iter();
        all.map(|one| names(&one["products"], "handle").into_iter().map(str::to_owned).collect())
            .collect::<Vec<Vec<_>>>()
    };
    let [home, cups, mugs] = &list("limit=3").await[..] else { panic!("three categories") };
    assert_eq!(cups, &["made-2008", "made-2009", "made-2010"]);
    assert_eq!(mugs, &["mug"]);
    // The first ones, in the order of their creation.
    assert_eq!((home.len(), &*home[0], &*home[1], &*home[1995]), (1_996, "mug", "made-1", "made-1995"));
    assert_eq!(list("handle=home").await[0].len(), 2_000);
}
