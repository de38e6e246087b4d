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
        if std::env::var("LOGALL").is_ok() { c.execute(sqlx::AssertSqlSafe(format!("alter database {name} set log_min_duration_statement = 0"))).await.unwrap();
        c.execute(sqlx::AssertSqlSafe(format!("alter database {name} set log_parameter_max_length = 0"))).await.unwrap(); }
    }
    let db = database.another_db().await;
    let start = std::time::Instant::now();
    catalog::seed::demo(&db, &json, "https://shop.test/media/", Some(n)).await.unwrap();
    let t = start.elapsed();
    println!("{n} extra: {t:?}, {:.0}/s", f64::from(n) / t.as_secs_f64());
}
