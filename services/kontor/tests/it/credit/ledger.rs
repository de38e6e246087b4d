//! Whatever happens to points, and in whatever order: the sum of the lines is the balance, lots are never below nothing, and what time does
//! twice changes nothing the second time.

use chrono::{DateTime, TimeDelta, Utc};
use db::Tx;
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use uuid::Uuid;

use crate::shop::Shop;

/// Something that happens to an account.
#[derive(Debug, Clone, Copy)]
enum Happens {
    Earn { points: i64, pending: i64, lasts: Option<i64> },
    Redeem { points: i64, key: u8 },
    Restore { key: u8, points: Option<i64> },
    Reverse { points: i64, order: u8, is_debt: bool },
    Adjust { points: i64 },
    Pass { days: i64 },
    Tend,
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        3 => (1_i64..200, 0_i64..20, proptest::option::of(1_i64..60)).prop_map(|(points, pending, lasts)| Happens::Earn { points, pending, lasts }),
        3 => (1_i64..150, 0_u8..4).prop_map(|(points, key)| Happens::Redeem { points, key }),
        2 => (0_u8..4, proptest::option::of(1_i64..100)).prop_map(|(key, points)| Happens::Restore { key, points }),
        2 => (1_i64..150, 0_u8..4, any::<bool>()).prop_map(|(points, order, is_debt)| Happens::Reverse { points, order, is_debt }),
        1 => (-100_i64..100).prop_map(|points| Happens::Adjust { points }),
        2 => (1_i64..30).prop_map(|days| Happens::Pass { days }),
        3 => Just(Happens::Tend),
    ]
}

fn shop() -> Uuid {
    "00000000-0000-7000-8000-00000000000a".parse().unwrap()
}

fn order(n: u8) -> Uuid {
    format!("00000000-0000-7000-8000-0000000099{n:02}").parse().unwrap()
}

/// Does it; what is refused changes nothing.
async fn act(tx: &Tx, account: Uuid, what: Happens, nth: usize, at: &mut DateTime<Utc>) -> db::Result<()> {
    let done = match what {
        Happens::Earn { points, pending, lasts } => {
            let releases = *at + TimeDelta::days(pending);
            let ends = lasts.map(|days| releases + TimeDelta::days(days));
            let n = u8::try_from(nth % 4).unwrap_or_default();
            let sql = "select private.earn_points($1, $2, 'order', $3, $4, $5, $6, $7)";
            let values = [
                account.into(),
                points.into(),
                order(n).into(),
                format!("earn:{nth}").into(),
                releases.into(),
                ends.into(),
                (*at).into(),
            ];
            db::exec(tx, sql, values).await
        }
        Happens::Redeem { points, key } => {
            let sql = "select private.redeem_points($1, $2, $3, 'order', null, $4)";
            db::exec(tx, sql, [account.into(), points.into(), format!("redeem:{key}").into(), (*at).into()]).await
        }
        Happens::Restore { key, points } => {
            let sql = "select private.restore_points($1, $2, $3)";
            db::exec(tx, sql, [format!("redeem:{key}").into(), points.into(), (*at).into()]).await
        }
        Happens::Reverse { points, order: of, is_debt } => {
            let sql = "select private.reverse_points($1, $2, $3, $4, $5)";
            let when = if is_debt { "debt" } else { "zero" };
            db::exec(
                tx,
                sql,
                [account.into(), order(of).into(), points.into(), format!("reverse:{nth}").into(), when.into()],
            )
            .await
        }
        Happens::Adjust { points: 0 } => Ok(0),
        Happens::Adjust { points } => {
            let sql = "select private.adjust_points($1, $2, 'why', $3, null)";
            db::exec(tx, sql, [account.into(), points.into(), format!("adjust:{nth}").into()]).await
        }
        Happens::Pass { days } => {
            *at += TimeDelta::days(days);
            Ok(0)
        }
        Happens::Tend => db::exec(tx, "select private.tend_points($1, 1000)", [(*at).into()]).await,
    };
    match done {
        Err(db::Error::Constraint { name, .. }) if name == "loyalty_insufficient" => {
            tx.batch("rollback to savepoint step").await
        }
        done => done.map(drop),
    }
}

#[derive(db::sea_orm::FromQueryResult)]
struct Faults {
    faults: i64,
}

async fn run(shop_of: &Shop, history: Vec<Happens>) {
    let mut tx = shop_of.test.db().begin_system("try a history").await.unwrap();
    tx.work_in(shop()).await.unwrap();
    db::exec(
        &tx,
        "insert into customers (organization_id, id, email, has_account) values ($1, $2, $3, true)",
        [shop().into(), Uuid::now_v7().into(), format!("{}@example.test", Uuid::now_v7().simple()).into()],
    )
    .await
    .unwrap();
    let sql = "insert into loyalty_accounts (organization_id, id, customer_id)
        select organization_id, $2, id from customers where organization_id = $1 order by created_at desc, id desc limit 1";
    let account = Uuid::now_v7();
    db::exec(&tx, sql, [shop().into(), account.into()]).await.unwrap();
    let mut at = tx.now();
    for (nth, what) in history.iter().enumerate() {
        tx.batch("savepoint step").await.unwrap();
        act(&tx, account, *what, nth, &mut at)
            .await
            .unwrap_or_else(|error| panic!("{what:?} in {history:?}: {error:?}"));
        let sql = "select count(*) as faults from private.audit_orders($1) a where a.rule like 'points%'";
        let Faults { faults } = db::fetch_one(&tx, sql, [shop().into()]).await.unwrap();
        assert_eq!(faults, 0, "after {what:?}, the {nth}th of {history:?}");
    }
    // What time does is done once.
    for _ in 0..2 {
        db::exec(&tx, "select private.tend_points($1, 1000)", [at.into()]).await.unwrap();
    }
    let sql = "select private.tend_points($1, 1000)::bigint as faults";
    let Faults { faults } = db::fetch_one(&tx, sql, [at.into()]).await.unwrap();
    assert_eq!(faults, 0, "{history:?}");
    drop(tx);
}

#[tokio::test(flavor = "multi_thread")]
async fn any_history_adds_up() {
    let shop_of = Shop::open().await;
    let mut runner = TestRunner::new(ProptestConfig::with_cases(60));
    let strategy = vec(happens(), 1..25);
    for _ in 0..60 {
        let history = strategy.new_tree(&mut runner).unwrap().current();
        run(&shop_of, history).await;
    }
}
