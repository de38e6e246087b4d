//! What a provider tells is taken once, by the login itself.

use std::collections::BTreeSet;

use db::{Db, sea_orm::FromQueryResult};

use super::{OURS, Shop, text};

#[derive(FromQueryResult)]
struct Taken {
    taken: i64,
}

const TAKE: &str = "select taken from private.take_webhooks(array[gen_random_uuid()], array[$1::uuid], array['00000000-0000-0000-0000-000000000000'::uuid], array[$2::text],
    array['payment_intent.succeeded'], array['pi_1'], array['payment_intent'], array[''], array['2026-09-30.endive'], array['false'], array['{}'],
    array[$3::bytea], array[$4::text::timestamptz], 'told', clock_timestamp())";

async fn take(db: &Db, event: &str, at: &str) -> bool {
    let values = [OURS.into(), event.into(), b"{}".to_vec().into(), at.into()];
    db.take::<Taken>(TAKE, values).await.unwrap().unwrap().taken == 1
}

#[tokio::test]
async fn an_event_is_taken_once_whatever_its_month() {
    let shop = Shop::open().await;
    for at in ["2020-02-29T12:00:00Z", "2026-11-22T00:00:00Z", "2040-01-01T00:00:00Z"] {
        let event = format!("evt_{at}");
        assert!(take(shop.test.db(), &event, at).await);
        assert!(!take(shop.test.db(), &event, at).await);
    }
    let mut taken = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let db = shop.test.db().clone();
        taken.spawn(async move { take(&db, "evt_same", "2026-11-22T00:00:00Z").await });
    }
    assert_eq!(taken.join_all().await.into_iter().filter(|is_new| *is_new).count(), 1);
    let tx = shop.test.db().begin_system("look at the inbox").await.unwrap();
    assert_eq!(text(&tx, "select count(*) from webhook_events where status = 'pending'").await, "4");
}

/// The login may take and look up, and nothing else: whatever is added to the schemas that it may enter.
#[tokio::test]
async fn the_login_may_call_two_functions_and_read_nothing() {
    #[derive(FromQueryResult)]
    struct Name {
        name: String,
    }
    let shop = Shop::open().await;
    let tx = shop.test.db().begin_system("look at what the login may do").await.unwrap();
    let sql = "select p.oid::regproc::text as name from pg_proc p
        where p.pronamespace in ('auth'::regnamespace, 'private'::regnamespace, 'public'::regnamespace)
          and has_function_privilege('kontor_app', p.oid, 'execute')
        union all
        select c.oid::regclass::text from pg_class c
        where c.relnamespace in ('auth'::regnamespace, 'private'::regnamespace, 'public'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
          and has_table_privilege('kontor_app', c.oid, 'select, insert, update, delete')";
    let may: BTreeSet<String> =
        db::fetch_all::<Name>(&tx, sql, []).await.unwrap().into_iter().map(|row| row.name).collect();
    assert_eq!(may, ["auth.find_session", "private.take_webhooks"].map(str::to_owned).into());
}

#[tokio::test]
async fn an_object_is_found_in_its_shop() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    text(&tx, "private.t_cart()").await;
    super::run(&tx, "update payment_sessions set provider_ref = 'pi_1'").await;
    tx.commit().await.unwrap();
    let tx = shop.test.db().begin_system("whose is it").await.unwrap();
    let found = "select string_agg(kind || ' ' || organization_id, ', ') from private.shop_of_object('pi_1')";
    assert_eq!(text(&tx, found).await, format!("session {OURS}"));
    assert_eq!(text(&tx, "select count(*) from private.shop_of_object('pi_2')").await, "0");
    // No person asks for that, nor Kontor at work: which shop a provider's object belongs to is nobody else's business.
    let tx = shop.work().await;
    assert!(matches!(super::ask(&tx, found).await, Err(db::Error::Forbidden(_))));
}
