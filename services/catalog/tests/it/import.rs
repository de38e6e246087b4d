//! Importing Shopify's product files.

use std::{fmt::Write, io::Read};

use catalog::import::shopify::{ImportError, LineError, Options, Progress, Report, run};

use crate::support::{Shop, shirt};

/// Four good products with CRLF, a byte order mark, quoted newlines, picture lines and hostile HTML.
const GOOD: &[u8] = include_bytes!("../fixtures/good.csv");
/// The same shapes with one thing wrong in each line that says so.
const BAD: &[u8] = include_bytes!("../fixtures/bad.csv");

async fn import(shop: &Shop, file: impl Read) -> Report {
    run(shop.db(), shop.demo.organization, file, Options::default(), |_| {}).await.unwrap()
}

fn told(errors: &[LineError]) -> Vec<String> {
    errors.iter().map(|error| format!("{}: {}", error.line, error.message)).collect()
}

#[tokio::test]
async fn a_file_goes_in_and_again_changes_nothing() {
    let shop = Shop::new().await;
    let mut seen = Vec::new();
    let report = run(shop.db(), shop.demo.organization, GOOD, Options::default(), |progress| seen.push(progress)).await;
    let report = report.unwrap();
    assert_eq!(told(&report.errors), [""; 0]);
    assert_eq!((report.created, report.updated, report.unchanged), (4, 0, 0));
    assert_eq!(report.ignored_columns, ["Variant Taxable", "Market / Price"]);
    assert_eq!(seen, [Progress { products: 4, lines: 13, errors: 0 }]);

    let products: Vec<String> = shop
        .column(
            "select concat_ws('|', p.handle, p.title, p.status, p.is_giftcard, t.value, p.metadata,
               (select string_agg(g.value, ',' order by g.value) from product_product_tags l
                join product_tags g on g.organization_id = l.organization_id and g.id = l.tag_id
                where l.organization_id = p.organization_id and l.product_id = p.id),
               (select string_agg(substr(i.url, 18) || coalesce('=' || (i.metadata ->> 'alt'), ''), ',' order by i.rank)
                from product_images i where i.organization_id = p.organization_id and i.product_id = p.id))
             from products p
             left join product_types t on t.organization_id = p.organization_id and t.id = p.type_id
             where p.organization_id = $1 and p.handle <> 'sencha' order by p.id",
        )
        .await;
    assert_eq!(
        products,
        [
            "rain-coat|Rain Coat|published|f|Outerwear|{\"vendor\": \"Oilskin & Sons\", \"seo_title\": \"Dry\"}|rain,yellow\
         |front.jpg=The front,back.jpg,red.jpg",
            "creme-brulee|Crème \"brûlée\"|draft|f",
            "voucher|Voucher|draft|t|Paper|voucher.jpg",
            "souwester|Sou'wester|published|f",
        ]
    );
    let variants: Vec<String> = shop
        .column(
            "select concat_ws('|', p.handle, v.title, coalesce(v.sku, '-'), v.barcode, v.weight, v.manage_inventory,
               v.allow_backorder, v.metadata,
               (select string_agg(c.currency_code || ' ' || c.amount, ',') from variant_costs c
                where c.organization_id = v.organization_id and c.variant_id = v.id), l.stocked_quantity,
               (select string_agg(r.currency_code || ' ' || r.amount, ',') from prices r
                where r.organization_id = v.organization_id and r.price_set_id = v.price_set_id),
               (select string_agg(substr(i.url, 18), ',') from product_variant_images k
                join product_images i on i.organization_id = k.organization_id and i.id = k.image_id
                where k.organization_id = v.organization_id and k.variant_id = v.id))
             from product_variants v
             join products p on p.organization_id = v.organization_id and p.id = v.product_id
             left join product_variant_inventory_items i on i.organization_id = v.organization_id and i.variant_id = v.id
             left join inventory_levels l
               on l.organization_id = i.organization_id and l.inventory_item_id = i.inventory_item_id
             where v.organization_id = $1 and p.handle <> 'sencha' order by p.id, v.variant_rank",
        )
        .await;
    assert_eq!(
        variants,
        [
            "rain-coat|S / Yellow|RC-S-Y|4006381333931x|900|t|f|{\"compare_at_price\": {\"usd\": \"99.00\"}}|usd 31.20|12|usd 79.90",
            "rain-coat|M / Yellow|RC-M-Y|910|t|t|0|usd 79.90",
            "rain-coat|M / Red|RC-M-R|910.5|f|f|usd 84|red.jpg",
            "creme-brulee|Default Title|-|0|f|f|usd 4.5",
            "voucher|Default Title|-|f|f|usd 25",
            "souwester|Default Title|-|f|f|usd 19",
        ]
    );
    let options: Vec<String> = shop
        .column(
            "select concat_ws(' ', p.handle, o.title, (select string_agg(v.value, ',' order by v.rank) from product_option_values v
               where v.organization_id = o.organization_id and v.option_id = o.id))
             from product_product_options l
             join products p on p.organization_id = l.organization_id and p.id = l.product_id
             join product_options o on o.organization_id = l.organization_id and o.id = l.option_id
             where l.organization_id = $1 and p.handle <> 'sencha' order by p.id, l.rank",
        )
        .await;
    assert_eq!(
        options,
        [
            "rain-coat Size S,M",
            "rain-coat Colour Yellow,Red",
            "creme-brulee Title Default Title",
            "voucher Title Default Title",
            "souwester Title Default Title",
        ]
    );

    let keys = shop.keys().await;
    let report = import(&shop, GOOD).await;
    assert_eq!((report.created, report.updated, report.unchanged), (0, 0, 4));
    assert_eq!(shop.keys().await, keys);
    let events: i64 = shop.value("select count(*) from events where organization_id = $1").await;
    assert_eq!(events, 5, "one for each product, sencha included");
}

#[tokio::test]
async fn html_is_kept_as_far_as_it_is_harmless() {
    let shop = Shop::new().await;
    import(&shop, GOOD).await;
    let description: String =
        shop.value("select description from products where organization_id = $1 and handle = 'rain-coat'").await;
    assert_eq!(
        description,
        "<p>Keeps you <b>dry</b>,\nmostly.</p>\n<img src=\"https://img.example/x.png\">\
         <a rel=\"noopener noreferrer\">back</a>"
    );
}

#[tokio::test]
async fn a_changed_file_updates() {
    let shop = Shop::new().await;
    import(&shop, GOOD).await;
    let keys = shop.keys().await;
    let text = String::from_utf8_lossy(GOOD);
    // The sale is over, the price is another, and an admin has given it a category meanwhile.
    shop.execute(
        "insert into product_category_products (organization_id, product_category_id, product_id)
         select $1, c.id, p.id from product_categories c, products p
         where c.organization_id = $1 and c.handle = 'tea' and p.organization_id = $1 and p.handle = 'rain-coat'",
    )
    .await;
    let changed = text.replace(",79.90,99.00,", ",69.90,,");
    let report = import(&shop, changed.as_bytes()).await;
    assert_eq!((report.created, report.updated, report.unchanged), (0, 1, 3));
    assert_eq!(shop.keys().await, keys);
    let variant: String = shop
        .value(
            "select concat_ws(' ', r.amount, v.metadata ? 'compare_at_price', exists (select from variant_costs c where c.variant_id = v.id and c.amount = 31.2),
               (select count(*) from product_category_products l where l.product_id = v.product_id))
             from product_variants v
             join prices r on r.organization_id = v.organization_id and r.price_set_id = v.price_set_id
             where v.organization_id = $1 and v.sku = 'RC-S-Y'",
        )
        .await;
    assert_eq!(variant, "69.90 f t 1");
}

#[tokio::test]
async fn bad_lines_are_reported_and_the_rest_goes_in() {
    let shop = Shop::new().await;
    let report = import(&shop, BAD).await;
    assert_eq!(
        told(&report.errors),
        [
            "3: Variant Price 'abc' is not a number: write it as 1299.90",
            "4: the line has 5 cells and the header 18: is a quotation mark not closed?",
            "5: Variant Inventory Qty 'many' is not a whole number",
            "8: Published 'perhaps' is neither true nor false",
            "9: left out with its product, whose first line, 8, is bad",
            "10: left out with its product, whose first line, 8, is bad",
            "11: the line has neither a handle nor a title",
            "12: Title is not UTF-8: save the file as UTF-8",
            "13: the first line of 'untitled' has no title: a product's first line carries its title",
            "15: SKU 'TWICE' stands on line 14 already",
            "16: the variant 'S' stands on line 14 already",
            "17: a value for option 'Size' is missing",
            "18: Option2 Value 'Red' is the value of an option without a name",
            "19: Variant Price '-3' is negative",
            "20: 'good-one' stands on line 2 already: all lines of a product stand below each other",
            "21: Image Src 'javascript:alert(1)' is no address of the web: it begins with https://",
            "22: no handle can be made of '茶': give one of a-z, 0-9 and hyphens",
            "24: the line has 19 cells and the header 18: is a comma not in quotation marks?",
            "25: Variant Inventory Policy 'maybe' is neither deny nor continue",
            "26: Status 'sold' is none of active, draft and archived",
            "27: product 'owner' is left out: variants[0].sku: SKU 'SEN-100' belongs to another product, 'sencha'",
            "30: product 'second-owner' is left out: variants[1].sku: SKU 'FREE' belongs to another product, 'last'",
        ]
    );
    assert_eq!((report.created, report.updated, report.unchanged), (4, 0, 0));
    let there: Vec<String> = shop
        .column(
            "select concat_ws(' ', p.handle, p.status, (select string_agg(v.title, ',' order by v.variant_rank)
               from product_variants v where v.organization_id = p.organization_id and v.product_id = p.id))
             from products p where p.organization_id = $1 and p.handle <> 'sencha' order by p.handle",
        )
        .await;
    assert_eq!(there, ["good-one published S,L", "last draft S", "named published M", "twice published S"]);
}

#[tokio::test]
async fn a_large_file_goes_in_by_hundreds() {
    let shop = Shop::new().await;
    let mut file = "Handle,Title,Published,Variant SKU,Variant Price\n".to_owned();
    for number in 0..600 {
        // One of them clashes with the shop's own product: only it stays out.
        let sku = if number == 120 { "SEN-500".to_owned() } else { format!("L-{number}") };
        let _ = writeln!(file, "large-{number},Large {number},true,{sku},{number}.5");
    }
    let mut steps = Vec::new();
    let report =
        run(shop.db(), shop.demo.organization, file.as_bytes(), Options::default(), |p| steps.push(p.products));
    let report = report.await.unwrap();
    assert_eq!(steps, [249, 499, 599]);
    assert_eq!((report.created, told(&report.errors)), (599, vec![
        "122: product 'large-120' is left out: variants[0].sku: SKU 'SEN-500' belongs to another product, 'sencha'".to_owned()
    ]));
}

#[tokio::test]
async fn an_import_that_meets_another_writer_tries_again() {
    let shop = Shop::new().await;
    let tx = shop.begin().await;
    let rival = shirt("met");
    catalog::write::upsert_products(&tx, &shop.context, std::slice::from_ref(&rival)).await.unwrap();
    let file = "Handle,Title,Option1 Name,Option1 Value\nmet,Met,Size,S\n";
    let import = import(&shop, file.as_bytes());
    let (report, ()) = tokio::join!(import, shop.commit_when_awaited(tx));
    assert_eq!((report.created, report.updated, told(&report.errors)), (0, 1, Vec::new()));
}

#[tokio::test]
async fn an_import_that_is_chosen_in_a_deadlock_tries_again() {
    let shop = Shop::new().await;
    shop.upsert(&[shirt("first"), shirt("second")]).await.unwrap();
    let touch = "update products set title = 'Touched' where organization_id = $1 and handle = ";
    let organization = sea_orm::Value::from(shop.demo.organization);
    let rival = shop.begin().await;
    db::exec(&rival, &format!("{touch}'second'"), [organization.clone()]).await.unwrap();
    let file = "Handle,Title,Option1 Name,Option1 Value\nfirst,1,Size,S\nsecond,2,Size,S\n";
    let meet = async {
        // The import has the first one and waits for the second. Postgres ends one of the two.
        shop.lock_awaited().await;
        if db::exec(&rival, &format!("{touch}'first'"), [organization.clone()]).await.is_ok() {
            rival.commit().await.unwrap();
        }
    };
    let (report, ()) = tokio::join!(import(&shop, file.as_bytes()), meet);
    assert_eq!((report.updated, told(&report.errors)), (2, Vec::new()));
}

#[tokio::test]
async fn what_is_no_product_file_is_said_so() {
    let shop = Shop::new().await;
    for (file, reason) in [
        (&b""[..], "it is empty"),
        (b"SKU;Name\n1;2\n", "its first line has no column 'Handle' or 'Product Handle'"),
        (b"\xff\xfeH\0a\0n\0d\0l\0e\0", "its first line is not UTF-8"),
    ] {
        let error = run(shop.db(), shop.demo.organization, file, Options::default(), |_| {}).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "this is no Shopify product file and none of Medusa's: {reason}; export products as CSV from Shopify's or Medusa's admin"
            )
        );
    }
}

#[tokio::test]
async fn prices_are_in_the_currency_that_is_asked_for() {
    let shop = Shop::new().await;
    let options = |currency: &str| Options { currency: Some(currency.to_owned()) };
    let refused = run(shop.db(), shop.demo.organization, GOOD, options("gbp"), |_| {}).await.unwrap_err();
    assert_eq!(refused.to_string(), "the shop does not sell in 'gbp': it sells in usd, eur");
    assert!(matches!(refused, ImportError::UnknownCurrency { .. }));
    run(shop.db(), shop.demo.organization, GOOD, options("EUR"), |_| {}).await.unwrap();
    run(shop.db(), shop.demo.organization, GOOD, options("usd"), |_| {}).await.unwrap();
    let currencies: Vec<String> = shop
        .column(
            "select r.currency_code from prices r
             join product_variants v on v.organization_id = r.organization_id and v.price_set_id = r.price_set_id
             where r.organization_id = $1 and v.sku = 'RC-M-R' order by 1",
        )
        .await;
    assert_eq!(currencies, ["eur", "usd"]);
}

#[tokio::test]
async fn a_shop_that_is_not_ready_is_named() {
    let shop = Shop::new().await;
    shop.execute("delete from stores where organization_id = $1").await;
    let error = run(shop.db(), shop.demo.organization, GOOD, Options::default(), |_| {}).await.unwrap_err();
    assert_eq!(error.to_string(), "the organization has no store: make its store first");
}

#[tokio::test]
async fn a_bad_line_takes_nothing_from_a_product_that_is_there() {
    let shop = Shop::new().await;
    import(&shop, GOOD).await;
    let keys = shop.keys().await;
    let text = String::from_utf8_lossy(GOOD);
    let report = import(&shop, text.replace(",84,", ",eighty-four,").as_bytes()).await;
    assert_eq!(told(&report.errors), ["6: Variant Price 'eighty-four' is not a number: write it as 1299.90"]);
    assert_eq!((report.updated, report.unchanged), (0, 4));
    assert_eq!(shop.keys().await, keys);
    let removed: i64 =
        shop.value("select count(*) from product_variants where organization_id = $1 and deleted_at is not null").await;
    assert_eq!(removed, 0);
}

/// Gives its bytes and then fails.
struct Torn<'a>(&'a [u8]);

impl Read for Torn<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(std::io::Error::other("the disk is gone")),
            read => Ok(read),
        }
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_to_its_end_is_an_error() {
    let shop = Shop::new().await;
    shop.upsert(&[shirt("there")]).await.unwrap();
    let error = run(shop.db(), shop.demo.organization, Torn(GOOD), Options::default(), |_| {}).await.unwrap_err();
    assert!(matches!(&error, ImportError::Read(cause) if cause.to_string() == "the disk is gone"), "{error:?}");
    let there: Vec<String> = shop
        .column("select handle from products where organization_id = $1 and handle in ('voucher', 'souwester')")
        .await;
    assert_eq!(there, ["voucher"], "the last product may have had further lines");
}
