//! Whatever a log is filtered by, a large one is not read whole.

use db::sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use crate::shop::Shop;

#[derive(FromQueryResult)]
struct Plan {
    #[sea_orm(from_alias = "QUERY PLAN")]
    line: String,
}

#[tokio::test]
async fn each_filter_has_an_index() {
    let shop = Shop::open().await;
    shop.change(
        "insert into api_audit_logs (organization_id, user_id, impersonated_by, api_key_id, method, endpoint, path, status,
           duration_ms, address, request_id)
         select o.id, k.id, k.id, k.id, 'M' || n % 2000, '/e/' || n % 2000, '/p', 100 + n % 400, 1, 'a' || n % 2000, 'r' || n
         from auth.organization o, generate_series(1, 20000) n, lateral (select gen_random_uuid() as id where n > 0) k
         where o.slug = 'ours';
         insert into security_logs (organization_id, name, user_id, actor_id, address, request_id)
         select o.id, 'sample.n' || translate((n % 2000)::text, '0123456789', 'abcdefghij'), k.id, k.id, 'a' || n % 2000, 'r' || n
         from auth.organization o, generate_series(1, 20000) n, lateral (select gen_random_uuid() as id where n > 0) k
         where o.slug = 'ours'",
    )
    .await;
    let mut owner = <sqlx::PgConnection as sqlx::Connection>::connect(&shop.test.owner_url()).await.unwrap();
    sqlx::Executor::execute(&mut owner, "analyze api_audit_logs, security_logs").await.unwrap();
    let tx = shop.test.db().begin_system("look at plans").await.unwrap();
    let one = "array['00000000-0000-7000-8000-000000000001'::uuid]";
    for (table, column, values) in [
        ("api_audit_logs", "user_id", one),
        ("api_audit_logs", "impersonated_by", one),
        ("api_audit_logs", "api_key_id", one),
        ("api_audit_logs", "endpoint", "array['/e/7']"),
        ("api_audit_logs", "status", "array[107::smallint]"),
        ("api_audit_logs", "method", "array['M7']"),
        ("api_audit_logs", "address", "array['a7']"),
        ("api_audit_logs", "request_id", "array['r7']"),
        ("security_logs", "name", "array['sample.nh']"),
        ("security_logs", "user_id", one),
        ("security_logs", "actor_id", one),
        ("security_logs", "address", "array['a7']"),
        ("security_logs", "request_id", "array['r7']"),
    ] {
        let sql = format!(
            "explain select * from {table} l
             where l.organization_id = (select id from auth.organization where slug = 'ours') and l.{column} = any ({values})
             order by l.created_at desc, l.id desc limit 50"
        );
        let rows = tx.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| Plan::from_query_result(row, "").unwrap().line).collect();
        let is_found = plan.iter().any(|line| line.contains("Index Cond") && line.contains(&format!("({column} = ")));
        assert!(is_found, "{table}.{column}: {plan:#?}");
        // An index in which something else comes first would do on a small log, and in a Postgres that skips.
        let own = format!(
            "pg_index i
             join pg_attribute s on s.attrelid = i.indrelid and s.attnum = i.indkey[0] and s.attname = 'organization_id'
             join pg_attribute f on f.attrelid = i.indrelid and f.attnum = i.indkey[1] and f.attname = '{column}'
             where i.indrelid = '{table}'::regclass"
        );
        assert_eq!(shop.count(&own).await, 1, "{table}.{column}");
    }
}
