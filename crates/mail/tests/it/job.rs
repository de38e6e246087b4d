//! Mails by the queue: in the caller's transaction, until they are sent.

use chrono::TimeDelta;
use db::{Clock, sea_orm::FromQueryResult};
use jobs::Registry;
use mail::{Mailer, SendMail};
use mail_parser::MessageParser;
use testkit::TestDb;
use tokio::net::TcpListener;

use crate::{
    server::{Answer, Protection, Server},
    support::{message, open, settings},
};

#[derive(Debug, FromQueryResult)]
struct Row {
    status: String,
    queue: String,
    last_error: Option<String>,
}

async fn rows(database: &TestDb) -> Vec<Row> {
    let tx = database.db().begin_system("test").await.unwrap();
    db::fetch_all(&tx, "select status, queue, last_error from public.jobs", []).await.unwrap()
}

async fn enqueue(database: &TestDb, subject: &str) -> mail::Message {
    let tx = database.db().begin_system("test").await.unwrap();
    let mail = message(subject);
    mail::enqueue(&tx, mail.clone()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    mail
}

fn registry(mailer: Mailer) -> Registry {
    Registry::new().with::<SendMail>(mailer)
}

#[tokio::test]
async fn a_mail_of_a_transaction_that_rolls_back_is_not_sent() {
    let (database, server) = (TestDb::new().await, Server::start().await);
    let tx = database.db().begin_system("test").await.unwrap();
    mail::enqueue(&tx, message("never")).await.unwrap();
    drop(tx);
    let drained = database.run_jobs(&registry(open(settings(&server.url())))).await;
    assert_eq!((drained.done, server.connections()), (0, 0));
}

#[tokio::test]
async fn a_4xx_is_tried_again_until_the_mail_is_there_and_leaves_nothing_behind() {
    let (database, server) = (TestDb::new().await, Server::start().await);
    let registry = registry(open(settings(&server.url())));
    let written_at = database.clock().now();
    let mail = enqueue(&database, "Hello").await;
    assert_eq!(rows(&database).await[0].queue, "mail");
    for step in ["RCPT", "."] {
        server.answer(step, Answer::Line("450 4.2.0 greylisted"));
        let drained = database.run_jobs(&registry).await;
        assert_eq!((drained.retried, drained.done), (1, 0), "{drained:?}");
        assert_eq!(database.run_jobs(&registry).await, jobs::Drained::default(), "not at once");
        let row = &rows(&database).await[0];
        assert_eq!(row.status, "scheduled");
        assert!(row.last_error.as_deref().unwrap().contains("greylisted"), "{row:?}");
        assert_eq!(server.delivered(), []);
        database.clock().advance(TimeDelta::hours(1));
    }
    assert_eq!(database.run_jobs(&registry).await.done, 1);
    let delivered = server.only();
    let parsed = MessageParser::default().parse(&delivered.data).unwrap();
    assert_eq!(parsed.message_id(), Some(format!("{}@shop.test", mail.id()).as_str()));
    assert_eq!(parsed.date().unwrap().to_timestamp(), written_at.timestamp(), "when it was written");
    assert!(rows(&database).await.is_empty(), "the mail, with what is secret in it, is gone from the queue");
    assert_eq!(database.run_jobs(&registry).await, jobs::Drained::default());
}

#[tokio::test]
async fn a_5xx_is_put_aside_at_once() {
    let (database, server) = (TestDb::new().await, Server::start().await);
    enqueue(&database, "Hello").await;
    server.answer("RCPT", Answer::Line("550 5.1.1 no such user"));
    let drained = database.run_jobs(&registry(open(settings(&server.url())))).await;
    assert_eq!(drained.dead, 1, "{drained:?}");
    assert!(drained.errors[0].contains("no such user") && !drained.errors[0].contains("all is well"), "{drained:?}");
    assert_eq!(rows(&database).await[0].status, "dead");
    database.clock().advance(TimeDelta::days(1));
    assert_eq!(database.run_jobs(&registry(open(settings(&server.url())))).await, jobs::Drained::default());
}

#[tokio::test]
async fn a_mail_waits_for_a_server_that_is_away() {
    let database = TestDb::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let registry = registry(open(settings(&format!("smtp://{address}"))));
    enqueue(&database, "Hello").await;
    for _ in 0..20 {
        assert_eq!(database.run_jobs(&registry).await.retried, 1);
        database.clock().advance(TimeDelta::hours(2));
    }
    let listener = TcpListener::bind(address).await.unwrap();
    let server = Server::on(listener, Protection::None, None);
    assert_eq!(database.run_jobs(&registry).await.done, 1);
    server.only();
}
