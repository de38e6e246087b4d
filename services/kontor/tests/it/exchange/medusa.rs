//! A file with Medusa's columns.

use serde_json::{Value, json};
use testkit::Client;

use super::{counts, exchange, import, open};
use crate::shop::id;

const HEADER: &str = "Product Id,Product Handle,Product Title,Product Subtitle,Product Description,Product Status,Product Thumbnail,\
    Product Weight,Product Length,Product HS Code,Product Origin Country,Product Collection Id,Product Type Id,Product Tag 1,\
    Product Category 1,Product Sales Channel 1,Product Discountable,Product External Id,Product Metadata,Variant Id,VARIANT TITLE,Variant SKU,\
    Variant Barcode,Variant Allow Backorder,Variant Manage Inventory,Variant Inventory Quantity,Variant Weight,Variant Material,\
    Variant Price EUR,variant price usd,Variant Price Europe [EUR],Variant Option 1 Name,Variant Option 1 Value,Product Image 1 Url,\
    Product Image 2 Url\n";

/// A line of these cells, which stand by name.
fn line(header: &str, cells: &[(&str, &str)]) -> String {
    let names: Vec<&str> = header.trim_end().split(',').collect();
    for (name, _) in cells {
        assert!(names.contains(name), "{name}");
    }
    let cells = names.iter().map(|name| {
        let said = cells.iter().find(|(known, _)| known == name).map_or("", |(_, cell)| cell);
        format!("\"{}\"", said.replace('"', "\"\""))
    });
    cells.collect::<Vec<_>>().join(",") + "\n"
}

async fn product(client: &Client, handle: &str) -> Value {
    let fields = "*variants,*variants.prices,*variants.prices.price_rules,*variants.options,*images,*tags,*categories,*sales_channels";
    let found = client.get(&format!("/admin/products?handle={handle}&fields={fields}")).ok().await;
    assert_eq!(found["count"], 1, "{found}");
    found["products"][0].clone()
}

fn errors_of(answer: &Value) -> Vec<(i64, String)> {
    let errors = answer["errors"].as_array().unwrap().iter();
    errors.map(|error| (error["line"].as_i64().unwrap(), error["message"].as_str().unwrap().to_owned())).collect()
}

#[tokio::test]
async fn what_a_file_of_medusas_columns_does() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let (tag, category, collection, kind) =
        (id("ptag", "11", 2), id("pcat", "13", 3), id("pcol", "12", 2), id("ptyp", "10", 2));
    let own = [
        ("Product Id", "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("Product Handle", "beaker"),
        ("Product Title", "Beaker"),
        ("Product Subtitle", "Tall"),
        ("Product Description", "<p>Good</p><script>alert(1)</script>"),
        ("Product Status", "published"),
        ("Product Thumbnail", "https://img.example/second.jpg"),
        ("Product Weight", "400"),
        ("Product Length", "12.5"),
        ("Product HS Code", "6912"),
        ("Product Origin Country", "DE"),
        ("Product Collection Id", &collection),
        ("Product Type Id", &kind),
        ("Product Tag 1", &tag),
        ("Product Category 1", &category),
        ("Product Sales Channel 1", "Channel 2"),
        ("Product Discountable", "FALSE"),
        ("Product External Id", "old-7"),
        ("Product Metadata", "{\"glaze\": \"blue\"}"),
        ("Product Image 1 Url", "https://img.example/first.jpg"),
        ("Product Image 2 Url", "https://img.example/second.jpg"),
        ("Variant Option 1 Name", "Size"),
    ];
    let with = |more: &[(&'static str, &'static str)]| line(HEADER, &[&own[..], more].concat());
    let csv = HEADER.to_owned()
        + &with(&[
            ("VARIANT TITLE", "Small"),
            ("Variant SKU", "BEAKER-S"),
            ("Variant Option 1 Value", "S"),
            ("Variant Price EUR", "10"),
            ("variant price usd", "12.50"),
            ("Variant Price Europe [EUR]", "9.90"),
            ("Variant Inventory Quantity", "7"),
            ("Variant Material", "clay"),
        ])
        + &with(&[
            ("VARIANT TITLE", "Large"),
            ("Variant SKU", "BEAKER-L"),
            ("Variant Option 1 Value", "L"),
            ("Variant Price EUR", "20"),
            ("Variant Allow Backorder", "true"),
            ("Variant Manage Inventory", "false"),
            ("Variant Barcode", "4711"),
        ]);
    let done = import(&shop, &boss, csv.as_bytes()).await;
    assert_eq!([&done["status"], &done["format"]], [&json!("done"), &json!("medusa")], "{done}");
    let errors = boss.get(&format!("/admin/data-exchanges/{}/errors", done["id"].as_str().unwrap())).ok().await;
    assert_eq!(counts(&done), [1, 0, 0, 0], "{errors}");
    let made = product(&boss, "beaker").await;
    assert_eq!([&made["status"], &made["description"]], [&json!("published"), &json!("<p>Good</p>")]);
    assert_eq!(
        [&made["weight"], &made["length"], &made["hs_code"]],
        [&json!("400"), &json!("12.5"), &json!("6912")],
        "{made}"
    );
    assert_eq!(
        [&made["origin_country"], &made["discountable"], &made["external_id"]],
        [&json!("de"), &json!(false), &json!("old-7")]
    );
    assert_eq!([&made["collection_id"], &made["type_id"]], [&json!(collection), &json!(kind)]);
    assert_eq!([&made["tags"][0]["id"], &made["categories"][0]["id"]], [&json!(tag), &json!(category)]);
    assert_eq!(made["metadata"]["glaze"], "blue");
    let channels: Vec<&Value> =
        made["sales_channels"].as_array().unwrap().iter().map(|channel| &channel["name"]).collect();
    assert_eq!(channels, ["Channel 2"]);
    assert_eq!(made["thumbnail"], "https://img.example/second.jpg");
    assert_eq!(made["images"].as_array().unwrap().len(), 2);
    let variants = made["variants"].as_array().unwrap();
    let small = variants.iter().find(|variant| variant["sku"] == "BEAKER-S").unwrap();
    let large = variants.iter().find(|variant| variant["sku"] == "BEAKER-L").unwrap();
    assert_eq!([&small["manage_inventory"], &small["material"]], [&json!(true), &json!("clay")]);
    assert_eq!(
        [&large["manage_inventory"], &large["allow_backorder"], &large["barcode"]],
        [&json!(false), &json!(true), &json!("4711")]
    );
    let mut prices: Vec<String> = small["prices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|price| format!("{} {} {}", price["currency_code"], price["amount"], price["rules"]["region_id"]))
        .collect();
    prices.sort();
    let europe = id("reg", "e", 2);
    assert_eq!(
        prices,
        ["\"eur\" 10 null".to_owned(), format!("\"eur\" 9.9 \"{europe}\""), "\"usd\" 12.5 null".to_owned()]
    );
    assert_eq!(
        shop.count(
            "inventory_levels l join inventory_items i using (organization_id) where i.id = l.inventory_item_id
        and i.sku = 'BEAKER-S' and l.stocked_quantity = 7"
        )
        .await,
        1
    );
    // What is published says the product, also where many are written at once.
    assert_eq!(shop.count("product_variants where sku like 'BEAKER-%' and published").await, 2);

    let again = import(&shop, &boss, csv.as_bytes()).await;
    assert_eq!(counts(&again), [0, 0, 1, 0], "it is as the file says");
    let changed = csv.replace("9.90", "9.50").replace("\"published\"", "\"draft\"");
    assert_eq!(counts(&import(&shop, &boss, changed.as_bytes()).await), [0, 1, 0, 0]);
    assert_eq!(shop.count("prices p join price_rules r on r.price_id = p.id where p.amount = 9.5").await, 1);
    assert_eq!(shop.count("product_variants where sku like 'BEAKER-%' and not published").await, 2);
}

#[tokio::test]
async fn what_the_shop_does_not_have() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let header = "Product Handle,Product Title,Product Tag 1,Product Sales Channel 1,Variant Title,Variant Price EUR,Variant Price CHF,\
        Variant Price [Mars] EUR,Variant Price Europe [USD],Variant Option 1 Name,Variant Option 1 Value,Nonsense\n";
    let product = |handle: &'static str, more: &[(&'static str, &'static str)]| {
        let own = [
            ("Product Handle", handle),
            ("Product Title", handle),
            ("Variant Title", "One"),
            ("Variant Option 1 Name", "Size"),
            ("Variant Option 1 Value", "S"),
        ];
        line(header, &[&own[..], more].concat())
    };
    let csv = header.to_owned()
        + &product("franc", &[("Variant Price CHF", "5")])
        + &product("good", &[("Variant Price EUR", "5")])
        + &product("mars", &[("Variant Price [Mars] EUR", "5")])
        + &product("dollar", &[("Variant Price Europe [USD]", "5")])
        + &product("tagged", &[("Product Tag 1", "ptag_01jd6nwvvgfa5sr38y5wx4pq3d")])
        + &product("sold", &[("Product Sales Channel 1", "Nowhere")])
        + &product("words", &[("Variant Price EUR", "five")]);
    let done = import(&shop, &boss, csv.as_bytes()).await;
    assert_eq!(counts(&done), [1, 0, 0, 6], "{done}");
    let path = format!("/admin/data-exchanges/{}/errors", done["id"].as_str().unwrap());
    let errors = errors_of(&boss.get(&path).ok().await);
    for (line, column, words) in [
        (2, "Variant Price CHF", "does not sell in 'chf'"),
        (4, "Variant Price [Mars] EUR", "no region 'mars'"),
        (5, "Variant Price Europe [USD]", "'Europe' sells in 'eur'"),
        (6, "tags", "no tag 'ptag_"),
        (7, "sales_channels", "no sales channel 'Nowhere'"),
        (8, "Variant Price EUR", "'five' is not a number"),
    ] {
        let (_, message) = errors.iter().find(|(at, _)| *at == line).unwrap_or_else(|| panic!("{line}: {errors:?}"));
        assert!(message.contains(column) && message.contains(words), "{line}: {message}");
    }
    assert_eq!(exchange(&boss, done["id"].as_str().unwrap()).await["format"], "medusa");
    // Without a channel of its own a new product goes where new products go.
    assert_eq!(
        shop.count("product_sales_channels l join products p on p.id = l.product_id where p.handle = 'good'").await,
        1
    );
}

/// A price list of a shop says nothing of how its variants are kept.
#[tokio::test]
async fn what_no_column_says_stays() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let made = json!({
        "title": "Beaker", "handle": "beaker", "status": "published", "options": [{"title": "Size", "values": ["S", "L"]}], "variants": [
            {"title": "S", "sku": "B-S", "options": {"Size": "S"}, "manage_inventory": false, "prices": []},
            {"title": "L", "sku": "B-L", "options": {"Size": "L"}, "allow_backorder": true, "variant_rank": 7, "prices": []},
        ],
    });
    boss.post("/admin/products", &made).ok().await;
    let kept = async || {
        let product = product(&boss, "beaker").await;
        assert_eq!(product["status"], "published");
        let mut variants = product["variants"].as_array().unwrap().clone();
        variants.sort_by_key(|variant| variant["sku"].to_string());
        let one = |variant: &Value| {
            let fields = ["id", "sku", "manage_inventory", "allow_backorder"];
            (fields.map(|field| variant[field].clone()), variant["prices"].as_array().unwrap().len())
        };
        variants.iter().map(one).collect::<Vec<_>>()
    };
    let before = kept().await;
    let medusa = "Product Handle,Product Title,Variant Title,Variant SKU,Variant Option 1 Name,Variant Option 1 Value,Variant Price EUR\n\
        beaker,Beaker,S,B-S,Size,S,6\nbeaker,Beaker,L,B-L,Size,L,7\n";
    assert_eq!(counts(&import(&shop, &boss, medusa.as_bytes()).await), [0, 1, 0, 0]);
    let shopify = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n\
        beaker,Beaker,Size,S,B-S,8\nbeaker,,,L,B-L,9\n";
    assert_eq!(counts(&import(&shop, &boss, shopify.as_bytes()).await), [0, 1, 0, 0]);
    let after = kept().await;
    let fields = |all: &[([Value; 4], usize)]| all.iter().map(|(fields, _)| fields.clone()).collect::<Vec<_>>();
    assert_eq!(fields(&after), fields(&before));
    assert_eq!(before.iter().map(|(_, prices)| *prices).sum::<usize>(), 0);
    assert_eq!(after.iter().map(|(_, prices)| *prices).sum::<usize>(), 4, "{after:?}");

    // What is new and not said of is counted when the file says how many there are.
    let new = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty\n\
        bowl,Bowl,Size,S,BOWL-S,8,3\nbowl,,,L,BOWL-L,9,\n";
    assert_eq!(counts(&import(&shop, &boss, new.as_bytes()).await), [1, 0, 0, 0]);
    let bowl = product(&boss, "bowl").await;
    let counted: Vec<&Value> =
        bowl["variants"].as_array().unwrap().iter().map(|variant| &variant["manage_inventory"]).collect();
    assert_eq!(counted, [true, false]);

    // In Medusa's own files what is new is counted; for who may not write stock too, or it would be sold without end.
    let new = "Product Handle,Product Title,Variant Title,Variant SKU,Variant Option 1 Name,Variant Option 1 Value,Variant Price EUR\n\
        dish,Dish,S,DISH-S,Size,S,7\n";
    assert_eq!(counts(&import(&shop, &boss, new.as_bytes()).await), [1, 0, 0, 0]);
    assert_eq!(product(&boss, "dish").await["variants"][0]["manage_inventory"], true);
}
