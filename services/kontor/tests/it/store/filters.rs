//! Medusa's operators, `$and`, `$or`, `with_deleted` and orders on all lists of the Store API.

use kontor::platform::{SERVICES, document};
use serde_json::{Value, json};

use crate::shop::{Shop, id, key};

/// What a row is called in a list.
fn named<'a>(body: &'a Value, list: &str, field: &str) -> String {
    let rows = body[list].as_array().unwrap().iter();
    rows.map(|row| row[field].as_str().unwrap()).collect::<Vec<&'a str>>().join(" ")
}

#[tokio::test]
async fn operators_on_each_list() {
    let shop = Shop::open().await;
    shop.change(
        "insert into return_reasons (organization_id, value, label)
         select id, v, initcap(v) from auth.organization, unnest(array['broken', 'late']) v;
         update product_options set is_exclusive = false where title = 'Format'",
    )
    .await;
    let both = shop.anybody().with_key(&key("a", 2));
    let mug = id("prod", "1", 1);
    let (new, sale) = (id("ptag", "11", 1), id("ptag", "11", 2));
    for (path, list, field, query, expected) in [
        ("products", "products", "handle", "handle[$ne]=mug", "shirt lamp"),
        ("products", "products", "handle", "handle[$nin][]=mug&handle[$nin][]=lamp", "shirt"),
        ("products", "products", "handle", "title[$ilike]=%25MUG", "mug"),
        ("products", "products", "handle", "title[$like]=%25MUG", ""),
        ("products", "products", "handle", "handle[$gt]=lamp&handle[$lte]=mug", "mug"),
        ("products", "products", "handle", "external_id[$exists]=false&is_giftcard[$ne]=true", "mug shirt lamp"),
        ("products", "products", "handle", &format!("id[$nin][]={mug}"), "shirt lamp"),
        ("products", "products", "handle", "created_at[$gt]=2026-02-03&created_at[$lt]=2026-02-04", "shirt"),
        ("products", "products", "handle", "title[$re]=^Harbour", "mug"),
        ("products", "products", "handle", "title[$fulltext]=SHIRT deck", "shirt"),
        ("products", "products", "handle", "handle[$overlap][]=mug&handle[$overlap][]=lamp", "mug lamp"),
        ("products", "products", "handle", "handle[$contained][]=mug&handle[$contained][]=lamp", "mug lamp"),
        ("products", "products", "handle", "handle[$contains][]=mug", "mug"),
        ("products", "products", "handle", "handle[$contains][]=mug&handle[$contains][]=lamp", ""),
        ("products", "products", "handle", &format!("tag_id[$overlap][]={new}&tag_id[$overlap][]={sale}"), "mug shirt"),
        ("products", "products", "handle", &format!("tag_id[$contains][]={new}&tag_id[$contains][]={sale}"), "mug"),
        ("products", "products", "handle", "deleted_at[$gt]=2020-01-01", ""),
        ("products", "products", "handle", "with_deleted=true&cart_id=cart_x", "mug shirt lamp"),
        ("products", "products", "handle", "$or[0][handle]=mug&$or[1][title]=Lamp", "mug lamp"),
        ("products", "products", "handle", "$and[0][handle][$ne]=mug&$and[1][title][$ne]=Lamp", "shirt"),
        ("products", "products", "handle", "$or[0][q]=weather&$or[1][handle]=lamp", "shirt lamp"),
        ("products", "products", "handle", &format!("category_id[$nin][]={}", id("pcat", "13", 3)), "shirt lamp"),
        ("products", "products", "handle", "variants[sku]=MUG-W", "mug"),
        ("products", "products", "handle", "variants[sku][$ilike]=%25-s", "shirt"),
        ("products", "products", "handle", "variants[options][value]=Blue", "mug"),
        ("products", "products", "handle", &format!("variants[options][option_id]={}", id("opt", "15", 2)), "shirt"),
        ("products", "products", "handle", "variants[$or][0][sku]=LAMP&variants[$or][1][title]=Blue", "mug lamp"),
        ("products", "products", "handle", "variants[manage_inventory]=false", "lamp"),
        ("products", "products", "handle", "variants[q]=4006381333931", "mug"),
        ("products", "products", "handle", "variants[sku]=SECRET", ""),
        ("products", "products", "handle", "order=variants.title", "mug shirt lamp"),
        ("products", "products", "handle", "order=-variants.sku", "shirt mug lamp"),
        ("products", "products", "handle", "order=type.value,handle", "shirt lamp mug"),
        ("product-variants", "variants", "sku", "sku[$like]=MUG-%25", "MUG-B MUG-W"),
        ("product-variants", "variants", "sku", "manage_inventory=false", "LAMP"),
        ("product-variants", "variants", "sku", "options[value][$in][]=M&options[value][$in][]=S", "SHIRT-S SHIRT-M"),
        ("product-variants", "variants", "sku", &format!("product_id={mug}&order=-sku"), "MUG-W MUG-B"),
        ("product-variants", "variants", "sku", "$or[0][sku]=LAMP&$or[1][title]=S", "SHIRT-S LAMP"),
        ("product-variants", "variants", "sku", "q=mug b", "MUG-B"),
        ("product-variants", "variants", "sku", "allow_backorder=true", ""),
        ("product-variants", "variants", "sku", "sku=SECRET", ""),
        ("product-options", "product_options", "title", "", "Colour Size Format"),
        ("product-options", "product_options", "title", "is_exclusive=false", "Format"),
        ("product-options", "product_options", "title", "title[$ilike]=s%25", "Size"),
        ("product-options", "product_options", "title", "q=ol&order=-title", "Colour"),
        ("product-categories", "product_categories", "name", "name[$ne]=Home", "Cups Mugs"),
        ("product-categories", "product_categories", "name", "parent_category_id[$nin][]=null", "Cups Mugs"),
        ("product-categories", "product_categories", "name", "$or[0][q]=home/cups/&$or[1][name]=Home", "Home Mugs"),
        ("collections", "collections", "title", "title[$in][]=Winter", "Winter"),
        ("collections", "collections", "title", "created_at[$gte]=2026-01-03", "Winter"),
        ("collections", "collections", "title", "$and[0][title][$ilike]=%25r&$and[1][handle]=harbour", "Harbour"),
        ("product-tags", "product_tags", "value", "value[$gt]=new", "sale"),
        ("product-tags", "product_tags", "value", "$or[0][value]=sale&$or[1][value]=new", "new sale"),
        ("product-types", "product_types", "value", "value[$nin][]=Kitchen", "Clothing"),
        ("regions", "regions", "name", "currency_code[$ne]=usd", "Europe"),
        ("regions", "regions", "name", "$or[0][name][$like]=Euro%25&$or[1][currency_code]=usd", "United States Europe"),
        ("regions", "regions", "name", "created_at[$lt]=2020-01-01&with_deleted=false", ""),
        ("currencies", "currencies", "code", "code[$ne]=eur", "usd"),
        ("currencies", "currencies", "code", "$or[0][code]=eur&$or[1][code]=usd&order=-code", "usd eur"),
        ("return-reasons", "return_reasons", "value", "order=value", "broken late"),
        ("return-reasons", "return_reasons", "value", "value[$ne]=late", "broken"),
        ("return-reasons", "return_reasons", "value", "q=roken&with_deleted=true", "broken"),
    ] {
        let body = both.get(&format!("/store/{path}?{query}")).ok().await;
        assert_eq!(named(&body, list, field), expected, "{path}?{query}");
        assert_eq!(body["count"], body[list].as_array().unwrap().len(), "{path}?{query}");
    }
    let page = both.get("/store/product-variants?limit=2&offset=1&fields=sku").ok().await;
    assert_eq!(named(&page, "variants", "sku"), "MUG-W SHIRT-S");
    assert_eq!((&page["count"], &page["offset"], &page["limit"]), (&json!(5), &json!(1), &json!(2)));
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let shop = Shop::open().await;
    for (query, message) in [
        ("$or[0][colour]=red", "Unrecognized fields: '$or, 0, colour'"),
        ("id[$re]=a", "Unrecognized fields: 'id, $re'"),
        ("category_id[$contained][]=a", "Unrecognized fields: 'category_id, $contained'"),
        ("variants[colour]=red", "Unrecognized fields: 'variants, colour'"),
        ("variants[options][rank]=1", "Unrecognized fields: 'variants, options, rank'"),
        ("variants=x", "Expected type: 'object' for field 'variants', got: 'x'"),
        ("title[$like]=a%5C", "Value for field 'title, $like' must not end with a backslash"),
        ("with_deleted=maybe", "Expected type: 'boolean' for field 'with_deleted', got: 'maybe'"),
    ] {
        let error = shop.shopper().get(&format!("/store/products?{query}")).error(400).await;
        assert_eq!(error["message"], format!("Invalid request: {message}"), "{query}");
    }
    let many: Vec<String> = (0..51).map(|at| format!("$or[{at}][title]=x")).collect();
    let error = shop.shopper().get(&format!("/store/products?{}", many.join("&"))).error(400).await;
    assert!(error["message"].as_str().unwrap().contains("more than 50 conditions"), "{error}");
    for path in ["product-variants", "product-options", "regions", "return-reasons"] {
        let error = shop.shopper().get(&format!("/store/{path}?order=colour")).error(400).await;
        assert_eq!(error["message"], "Order field colour is not valid", "{path}");
    }
}

/// Every list takes what its document says, with each operator that is said of it, alone and below `$or`.
#[tokio::test]
async fn every_list_takes_what_is_documented() {
    let shop = Shop::open_with(&[("LIMIT_SHOP_RATE", "100000"), ("LIMIT_SHOP_BURST", "100000")]).await;
    let document = serde_json::to_value(document(SERVICES)).unwrap();
    let mut tried = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let parameters = methods["get"]["parameters"].as_array();
        for parameter in parameters.into_iter().flatten().filter(|_| path.starts_with("/store") && !path.contains('{'))
        {
            let Some(schema) = parameter["schema"]["$ref"].as_str() else { continue };
            let name = parameter["name"].as_str().unwrap();
            let some = ["$eq", "$ne", "$in", "$nin"];
            let order = ["$gt", "$gte", "$lt", "$lte"];
            let (value, operators) = match schema.rsplit('/').next().unwrap() {
                "TextFilter" => (
                    "x",
                    [
                        &some[..],
                        &order,
                        &["$like", "$ilike", "$re", "$fulltext", "$overlap", "$contains", "$contained"],
                    ]
                    .concat(),
                ),
                "KeyFilter" => ("x", some.to_vec()),
                "BooleanFilter" => ("true", some.to_vec()),
                "NumberFilter" => ("200", [some, order].concat()),
                "TimeFilter" => ("2026-01-01", [some, order].concat()),
                other => panic!("{path}: {other}"),
            };
            let each = operators.iter().map(|operator| format!("{name}[{operator}]={value}"));
            let queries =
                each.chain([format!("{name}={value}"), format!("$or[0][{name}]={value}&$or[1][{name}]={value}")]);
            for query in queries {
                let answer = shop.shopper().get(&format!("{path}?{query}&limit=1")).send().await;
                assert_eq!(answer.status.as_u16(), 200, "{path}?{query}: {}", answer.text);
                tried += 1;
            }
        }
    }
    assert!(tried > 400, "{tried}");
}

#[tokio::test]
async fn whole_trees_of_categories() {
    let shop = Shop::open().await;
    // Behind what nobody sees there is nothing, however visible it is itself.
    shop.change(
        "insert into product_categories (organization_id, parent_category_id, name, handle, rank, is_active)
         select organization_id, id, 'Behind', 'behind', 0, true from product_categories where handle = 'staff';
         insert into product_categories (organization_id, parent_category_id, name, handle, rank, is_active)
         select organization_id, id, 'Deep', 'deep', 0, true from product_categories where handle = 'home/cups/mugs';
         insert into product_categories (organization_id, parent_category_id, name, handle, rank, is_active)
         select organization_id, id, 'Deeper', 'deeper', 0, true from product_categories where handle = 'deep'",
    )
    .await;
    let query = "handle=home&include_descendants_tree=true&fields=name";
    let body = shop.shopper().get(&format!("/store/product-categories?{query}")).ok().await;
    let home = &body["product_categories"][0];
    let cups = &home["category_children"][0];
    let deep = &cups["category_children"][0]["category_children"][0];
    assert_eq!(deep["category_children"][0]["name"], "Deeper");
    assert_eq!(deep["category_children"][0]["category_children"], json!([]));
    assert_eq!(
        home["category_children"].as_array().unwrap().len(),
        1,
        "internal ones and what is behind them are not shown"
    );
    assert_eq!(cups["handle"], "home/cups", "all columns of each level");

    let up = "handle=deeper&include_ancestors_tree=true&fields=name,parent_category.name";
    let body = shop.shopper().get(&format!("/store/product-categories?{up}")).ok().await;
    let deeper = &body["product_categories"][0];
    assert_eq!(
        deeper["parent_category"]["parent_category"]["parent_category"],
        json!({"name": "Cups", "parent_category": {"name": "Home", "parent_category": null}}),
        "the columns that were asked for"
    );
    let path = format!("/store/product-categories/{}", deeper["id"].as_str().unwrap());
    let one = shop.shopper().get(&format!("{path}?include_ancestors_tree=true")).ok().await;
    assert_eq!(one["product_category"]["parent_category"]["parent_category"]["name"], "Mugs");
    let hidden = shop.shopper().get("/store/product-categories?handle=behind&include_ancestors_tree=true").ok().await;
    assert_eq!(hidden["product_categories"][0]["parent_category"], json!(null));
    shop.shopper().get("/store/product-categories?include_ancestors_tree=x").error(400).await;

    // A statement for all levels of all that is listed.
    let count =
        async |query: &str| shop.statements_of(&shop.shopper(), &format!("/store/product-categories?{query}")).await;
    let flat = count("fields=name").await;
    let tree = count("fields=name&include_descendants_tree=true&include_ancestors_tree=true").await;
    assert_eq!(tree, flat + 2);

    let owner = shop.colleague("a", "olga", "owner").await.client;
    let body = owner.get(&format!("/admin/product-categories?{query}")).ok().await;
    let home = &body["product_categories"][0];
    assert_eq!(home["category_children"].as_array().unwrap().len(), 2, "the staff sees all of it");
    let id = home["id"].as_str().unwrap();
    let one = owner.get(&format!("/admin/product-categories/{id}?include_descendants_tree=true&fields=id")).ok().await;
    let cups = &one["product_category"]["category_children"][0];
    assert_eq!(cups["category_children"][0]["category_children"][0]["category_children"][0]["name"], "Deeper");
    let changed =
        owner.post(&format!("/admin/product-categories/{id}?include_descendants_tree=true"), &json!({"rank": 0}));
    let changed = changed.ok().await;
    assert_eq!(changed["product_category"]["category_children"][0]["category_children"][0]["name"], "Mugs");
}
