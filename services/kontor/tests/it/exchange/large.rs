//! Products with very many variants, and files with very many errors.

use std::fmt::Write as _;

use super::{counts, import, open, products};

/// So many products with so many variants each.
fn sized(name: &str, products: usize, variants: usize) -> String {
    let mut csv = String::new();
    for product in 0..products {
        for variant in 0..variants {
            let first = if variant == 0 { format!("{name} {product},active,Size") } else { ",,".to_owned() };
            let _ = writeln!(csv, "{name}-{product},{first},{variant},{}-{product}-{variant},5", name.to_uppercase());
        }
    }
    csv
}

/// A transaction that takes too long is made in halves, down to one product, which is given more time.
#[tokio::test]
async fn what_takes_too_long_is_written_in_parts() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    // Postgres cancels statements that write more than sixty variants, unless they have long.
    let mut owner = <sqlx::PgConnection as sqlx::Connection>::connect(&shop.test.owner_url()).await.unwrap();
    let slow = "create function private.slow() returns trigger language plpgsql as $$ begin
          if (select count(*) from made) > 90
            or (select count(*) from made) > 60 and current_setting('statement_timeout')::interval < '1 min' then
            raise exception 'canceling statement due to statement timeout' using errcode = 'query_canceled';
          end if;
          return null;
        end $$;
        create trigger slow after insert on public.product_variants referencing new table as made
          for each statement execute function private.slow()";
    sqlx::raw_sql(slow).execute(&mut owner).await.unwrap();
    let csv = [
        "Handle,Title,Status,Option1 Name,Option1 Value,Variant SKU,Variant Price\n".to_owned(),
        sized("small", 5, 20),
        sized("large", 2, 70),
        sized("huge", 1, 95),
        sized("last", 2, 3),
    ]
    .concat();
    let done = import(&shop, &boss, csv.as_bytes()).await;
    assert_eq!(done["status"], "done", "{done}");
    assert_eq!(counts(&done), [9, 0, 0, 1], "{done}");
    assert_eq!(shop.count("product_variants where sku like 'SMALL-%'").await, 100);
    assert_eq!(shop.count("product_variants where sku like 'LARGE-%'").await, 140);
    let errors = boss.get(&format!("/admin/data-exchanges/{}/errors", done["id"].as_str().unwrap())).ok().await;
    assert!(errors["errors"][0]["message"].as_str().unwrap().contains("'huge-0' is left out: "), "{errors}");
}

/// Lines of one product, which is told of before it ends.
#[tokio::test]
async fn a_file_of_errors_ends_at_its_limit() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let mut csv = products(0..1);
    csv.extend((0..60_000).map(|n| format!("trip-0,,,,,,X{n},,,,abc\n")));
    let done = import(&shop, &boss, csv.as_bytes()).await;
    assert_eq!(done["status"], "failed");
    assert!(done["failure"].as_str().unwrap().contains("more than 10000 lines are wrong"), "{done}");
    let told = done["error_count"].as_i64().unwrap();
    assert!((10_001..=12_000).contains(&told), "{told}");
    assert_eq!(shop.count("exchange_errors").await, told);
    let known = done["total_lines"].as_i64().unwrap();
    assert_eq!(known, 60_003);
}

/// Errors that the shop finds, and not the file: more than a thousand of one transaction.
#[tokio::test]
async fn many_errors_of_the_shop() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let header = "Handle,Title,Status,Option1 Name,Option1 Value,Variant SKU,Variant Price\n".to_owned();
    let done = import(&shop, &boss, (header.clone() + &sized("taken", 2, 1_300)).as_bytes()).await;
    assert_eq!(counts(&done), [2, 0, 0, 0], "{done}");
    // Other products with the same SKUs.
    let again = header + &sized("taken", 2, 1_300).replace("taken-", "other-");
    let done = import(&shop, &boss, again.as_bytes()).await;
    assert_eq!((done["status"].as_str(), counts(&done)), (Some("done"), [0, 0, 0, 2_600]), "{done}");
    assert_eq!(shop.count("exchange_errors").await, 2_600);
}
