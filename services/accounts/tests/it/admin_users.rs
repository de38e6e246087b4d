//! What administrators do ends what is to end.

use accounts::store::{
    admin_users::{self, Changes, IMPERSONATION},
    sessions::{self, Origin},
    user_search::{self, Column, Condition, Operator, Search},
};
use db::sea_orm::FromQueryResult;
use testkit::TestDb;

use crate::support::{begin, person};

#[tokio::test]
async fn an_impersonation_ends_after_an_hour_and_with_either_persons_sessions() {
    let database = TestDb::new().await;
    let (admin, user) = (person(&database, "admin").await, person(&database, "user").await);
    for (ends, wait) in [(Some(admin.id), None), (Some(user.id), None), (None, Some(IMPERSONATION))] {
        let tx = begin(&database).await;
        let (session, token) = admin_users::impersonate(&tx, user.id, admin.id, Origin::default()).await.unwrap();
        assert_eq!((session.user_id, session.impersonated_by), (user.id, Some(admin.id)));
        assert_eq!(sessions::find(&tx, &token).await.unwrap().unwrap().user.id, user.id);
        assert!(sessions::of_user(&tx, user.id).await.unwrap().is_empty());
        assert_eq!(admin_users::sessions_of(&tx, user.id).await.unwrap().len(), 1);
        if let Some(person) = ends {
            assert_eq!(admin_users::end_sessions(&tx, person).await.unwrap(), 1);
        }
        if let Some(wait) = wait {
            database.clock().advance(wait);
        }
        assert!(sessions::find(&tx, &token).await.unwrap().is_none());
        tx.commit().await.unwrap();
    }
}

/// Whether anybody in this database waits for a lock.
async fn waits_for_a_lock(database: &TestDb) -> bool {
    #[derive(FromQueryResult)]
    struct Waiting {
        n: i64,
    }
    let tx = begin(database).await;
    let sql = "select count(*) as n from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where not l.granted and a.datname = current_database()";
    db::fetch_one::<Waiting>(&tx, sql, []).await.unwrap().n > 0
}

/// While somebody is being acted for he cannot become an administrator, so no session is missed when he does.
#[tokio::test]
async fn a_locked_person_keeps_his_role_until_the_lock_is_gone() {
    let database = TestDb::new().await;
    let (admin, user) = (person(&database, "admin").await, person(&database, "user").await);
    let tx = begin(&database).await;
    assert_eq!(admin_users::lock(&tx, &[user.id, admin.id, admin.id]).await.unwrap().len(), 2);
    let db = database.db().clone();
    let promoted = tokio::spawn(async move {
        let tx = db.begin_system("test").await.unwrap();
        let changes = Changes { role: Some("admin".into()), ..Changes::default() };
        admin_users::change(&tx, user.id, changes).await.unwrap();
        let ended = admin_users::end_sessions(&tx, user.id).await.unwrap();
        tx.commit().await.unwrap();
        ended
    });
    while !waits_for_a_lock(&database).await {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    admin_users::impersonate(&tx, user.id, admin.id, Origin::default()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(promoted.await.unwrap(), 1);
}

#[tokio::test]
async fn every_operator_is_one_that_postgres_understands() {
    let database = TestDb::new().await;
    for name in ["anna", "berta", "clara"] {
        person(&database, name).await;
    }
    let tx = begin(&database).await;
    let now = tx.now().to_rfc3339();
    let table: [(&str, Operator, &[&str], i64); 17] = [
        ("name", Operator::Equal, &["anna"], 1),
        ("name", Operator::NotEqual, &["anna"], 2),
        ("name", Operator::In, &["anna", "clara", "x"], 2),
        ("name", Operator::NotIn, &["anna", "clara"], 1),
        ("name", Operator::Less, &["berta"], 1),
        ("name", Operator::AtLeast, &["berta"], 2),
        ("name", Operator::Contains, &["A"], 3),
        ("name", Operator::Contains, &["%"], 0),
        ("email", Operator::StartsWith, &["Berta@"], 1),
        ("email", Operator::EndsWith, &["@example.test"], 3),
        ("banned", Operator::Equal, &["false"], 3),
        ("banReason", Operator::NotEqual, &["x"], 3),
        ("banExpires", Operator::Greater, &[&now], 0),
        ("createdAt", Operator::AtMost, &[&now], 3),
        ("id", Operator::In, &["01a1fd93-199b-7112-aae4-047ab4d5cb00"], 0),
        ("id", Operator::Equal, &["nothing"], 0),
        ("name", Operator::Equal, &[], 0),
    ];
    for (column, operator, values, expected) in table {
        let column = Column::named(column).unwrap();
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let conditions = vec![Condition { column, operator, values }];
        let search = Search { conditions, sort_by: Some(column), limit: 10, ..Search::default() };
        let (users, total) = user_search::search(&tx, &search).await.unwrap();
        assert_eq!((users.len(), total), (usize::try_from(expected).unwrap(), expected), "{search:?}");
    }
}
