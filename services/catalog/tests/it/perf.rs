#[tokio::test]
async fn perf() {
    let n: u32 = std::env::var("N").map_or(5000, |n| n.parse().unwrap());
    let database = testkit::TestDb::new().await;
    let json = std::fs::read_to_string("../kontor/demo/shop.json").unwrap();
    let start = std::time::Instant::now();
    let demo = catalog::seed::demo(database.db(), &json, "https://shop.test/media/", None).await.unwrap();
    println!("demo {:?} {}", start.elapsed(), demo.product_handle);
    let tx = database.db().begin_system("x").await.unwrap();
    db::exec(&tx, "update auth.organization set slug = 'other' where slug = 'demo'", []).await.unwrap();
    tx.commit().await.unwrap();
    {
        use sqlx::{Connection, Executor};
        let mut c = sqlx::PgConnection::connect(&database.superuser_url()).await.unwrap();
        let name: String = sqlx::Row::get(&c.fetch_one("select current_database()::text").await.unwrap(), 0);
        if std::env::var("LOGALL").is_ok() {
            c.execute(sqlx::AssertSqlSafe(format!("alter database {name} set log_min_duration_statement = 0")))
                .await
                .unwrap();
            c.execute(sqlx::AssertSqlSafe(format!("alter database {name} set log_parameter_max_length = 0")))
                .await
                .unwrap();
        }
    }
    let db = database.another_db().await;
    let start = std::time::Instant::now();
    catalog::seed::demo(&db, &json, "https://shop.test/media/", Some(n)).await.unwrap();
    let t = start.elapsed();
    println!("{n} extra: {t:?}, {:.0}/s", f64::from(n) / t.as_secs_f64());
}

#[tokio::test]
async fn perf_real() {
    use catalog::import::shopify::{Options, parse, run};
    let shop = crate::support::Shop::new().await;
    for f in ["apparel", "home-and-garden"] {
        for _ in 0..2 {
            let file = std::fs::File::open(format!("/work/shared/data/shopify-{f}.csv")).unwrap();
            let report = run(shop.db(), shop.demo.organization, file, Options::default(), |p| println!("{p:?}")).await.unwrap();
            println!("{f}: {report:?}");
        }
    }
    let rows: Vec<String> = shop.column("select concat_ws('|', p.handle, p.status, v.title, v.manage_inventory, p.metadata, v.metadata, left(p.description, 60)) from products p join product_variants v on v.product_id = p.id where p.organization_id = $1 order by p.id limit 30").await;
    for r in rows { println!("{r}"); }
    let mut big = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src\n".to_owned();
    for n in 0..50_000 { for v in 0..4 { if v == 0 { big += &format!("b-{n},Big {n},<p>Some <b>text</b> of product {n}</p>,Size,{v},B-{n}-{v},5.5,https://x.test/{n}.jpg\n"); } else { big += &format!("b-{n},,,,{v},B-{n}-{v},5.5,\n"); } } }
    let t = std::time::Instant::now();
    let mut n = 0;
    for p in catalog::import::shopify::Products::new(big.as_bytes(), "usd").unwrap() { p.unwrap(); n += 1; }
    println!("parse of 200k lines: {n} products {:?}", t.elapsed());
    if let Ok(k) = std::env::var("IMPORT") {
        let k: usize = k.parse().unwrap();
        let upto = big.match_indices('\n').nth(k).unwrap().0 + 1;
        for _ in 0..2 {
        let t = std::time::Instant::now();
        let report = run(shop.db(), shop.demo.organization, &big.as_bytes()[..upto], Options::default(), |_| {}).await.unwrap();
        println!("import of {k} lines: {} {} {} {} in {:?}", report.created, report.updated, report.unchanged, report.errors.len(), t.elapsed()); }
    }
    for hostile in ["<b>".repeat(66_000), "<table>".repeat(28_000), "<a href=".repeat(25_000), "&".repeat(199_000), "&".repeat(10_000), "&nbsp;".repeat(33_000), "&amp;".repeat(39_000), "& ".repeat(90_000), "&x".repeat(90_000), "x &\n".repeat(40_000), "&x;".repeat(60_000), "&#3".repeat(60_000), "<svg><style><!--".repeat(12_000), "</p>".repeat(49_000), "<b><p>".repeat(33_000), "<a><p><i>".repeat(20_000)] {
        let t = std::time::Instant::now();
        let (p, e) = parse(format!("Handle,Title,Body (HTML)\na,A,\"{}\"\n", hostile.replace('"', "\"\"")).as_bytes(), "usd").unwrap();
        println!("{:10} {} {} {:?}", &hostile[..6.min(hostile.len())], p.len(), e.len(), t.elapsed());
    }
}
