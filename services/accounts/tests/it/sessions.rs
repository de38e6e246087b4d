//! Whose session it is that a caller names.

use accounts::{
    door::SessionRef,
    medusa::token::ActorType,
    store::sessions::{self, ABSOLUTE_LIFE, LIFE, Origin},
};
use db::{Clock, sea_orm::FromQueryResult};
use testkit::TestDb;
use uuid::Uuid;

use crate::support::{begin, person};

fn by_token(token: &str) -> SessionRef {
    SessionRef::Token(token.to_owned())
}

fn by_id(id: Uuid) -> SessionRef {
    SessionRef::Signed { id, actor: ActorType::User, organization: None }
}

#[tokio::test]
async fn one_round_trip_finds_what_a_transaction_finds() {
    let database = TestDb::new().await;
    let ann = person(&database, "ann").await;
    let tx = begin(&database).await;
    let (session, token) = sessions::begin(&tx, ann.id, true, Origin::default()).await.unwrap();
    tx.commit().await.unwrap();
    for (name, finds) in [
        (by_token(&token), true),
        (by_id(session.id), true),
        // Its hash and its id are no tokens.
        (by_token(&vault::token::hash(&token)), false),
        (by_token(&session.token), false),
        (by_token(""), false),
        (by_id(ann.id), false),
    ] {
        let looked_up = sessions::look_up(database.db(), &name).await.unwrap();
        let found = sessions::find(&begin(&database).await, name).await.unwrap();
        assert_eq!(looked_up.is_some(), finds);
        assert_eq!(
            looked_up.map(|one| (one.session.id, one.user.id, one.user.email)),
            found.map(|one| (one.session.id, one.user.id, one.user.email)),
        );
    }
}

#[tokio::test]
async fn what_is_over_is_not_found() {
    let database = TestDb::new().await;
    let ann = person(&database, "ann").await;
    let tx = begin(&database).await;
    let (session, token) = sessions::begin(&tx, ann.id, true, Origin::default()).await.unwrap();
    tx.commit().await.unwrap();
    let is_found = async || {
        let [by_token, by_id] = [by_token(&token), by_id(session.id)];
        let found = sessions::look_up(database.db(), &by_token).await.unwrap().is_some();
        assert_eq!(sessions::look_up(database.db(), &by_id).await.unwrap().is_some(), found);
        found
    };
    let ban = async |until: &str| {
        let tx = begin(&database).await;
        let sql = format!(r#"update auth."user" set banned = true, "banExpires" = {until} where id = $1"#);
        db::exec(&tx, &sql, [ann.id.into()]).await.unwrap();
        tx.commit().await.unwrap();
    };
    assert!(is_found().await);
    ban("null").await;
    assert!(!is_found().await, "banned for ever");
    let soon = database.clock().now() + chrono::Duration::hours(1);
    ban(&format!("'{}'", soon.to_rfc3339())).await;
    assert!(!is_found().await, "banned for an hour");
    database.clock().advance(chrono::Duration::hours(2));
    assert!(is_found().await, "that hour is over");

    database.clock().advance(LIFE);
    assert!(!is_found().await, "a week without use");
    let tx = begin(&database).await;
    let prolonged = sessions::prolong(&tx, session.id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert!(prolonged.expires_at.0 > database.clock().now() && is_found().await);
    let tx = begin(&database).await;
    let far = r#"update auth.session set "expiresAt" = "expiresAt" + interval '1 year' where id = $1"#;
    db::exec(&tx, far, [session.id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    database.clock().advance(ABSOLUTE_LIFE);
    assert!(!is_found().await, "however much it is used");
}

/// The login has no rights but to that function and to become somebody.
#[tokio::test]
async fn the_login_reads_nothing_else() {
    #[derive(FromQueryResult)]
    struct Row {
        #[expect(dead_code, reason = "nothing comes")]
        id: Uuid,
    }
    let database = TestDb::new().await;
    person(&database, "ann").await;
    for sql in [
        "select id from auth.session",
        r#"select id from auth."user""#,
        "select id from public.products",
        "select private.uuid_v7() as id",
    ] {
        let refused = database.db().look_up::<Row>(sql, []).await.map(drop).unwrap_err();
        assert!(matches!(refused, db::Error::Forbidden(_)), "{sql}: {refused:?}");
    }
}
