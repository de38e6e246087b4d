//! Connections that are kept for the next mail.

use std::time::Duration;

use crate::{
    server::{Answer, Server},
    support::{mailer, message, open, settings, until},
};

fn subjects(server: &Server) -> Vec<String> {
    let mails = server.delivered();
    let lines = mails.iter().map(|mail| mail.text().lines().find_map(|line| line.strip_prefix("Subject: ")));
    lines.map(|subject| subject.unwrap().to_owned()).collect()
}

#[tokio::test]
async fn mails_after_each_other_share_one_connection() {
    let server = Server::start().await;
    let mailer = mailer(&server);
    for subject in ["one", "two", "three"] {
        mailer.clone().send(&message(subject)).await.unwrap();
    }
    assert_eq!(subjects(&server), ["one", "two", "three"]);
    assert_eq!(server.connections(), 1);
    assert_eq!(server.commands().iter().filter(|command| command.starts_with("EHLO shop.test")).count(), 1);
}

#[tokio::test]
async fn a_connection_that_the_server_has_closed_costs_no_mail() {
    for answer in
        [Answer::HangUp, Answer::Line("421 4.7.0 enough for today"), Answer::Line("550 5.0.0 not over this one")]
    {
        let server = Server::start().await;
        let mailer = mailer(&server);
        mailer.send(&message("one")).await.unwrap();
        server.answer("MAIL", answer);
        mailer.send(&message("two")).await.unwrap();
        assert_eq!(subjects(&server), ["one", "two"], "{answer:?}");
        assert_eq!(server.connections(), 2, "{answer:?}");
    }
}

/// The answers to a mail that was given up must never be taken for those to the next one.
#[tokio::test]
async fn a_connection_in_the_middle_of_a_mail_is_not_kept() {
    for step in ["RCPT", "DATA", "."] {
        let server = Server::start().await;
        let mailer = mailer(&server);
        mailer.send(&message("one")).await.unwrap();
        server.answer(step, Answer::Silence);
        let sending = tokio::spawn({
            let mailer = mailer.clone();
            async move { mailer.send(&message("given up")).await }
        });
        let reached = match step {
            "RCPT" => "RCPT TO:<ada@example.com>",
            _ => "DATA",
        };
        let count = |server: &Server| server.commands().iter().filter(|command| *command == reached).count();
        until("the server was asked", || count(&server) == 2).await;
        sending.abort();
        assert!(sending.await.unwrap_err().is_cancelled());
        mailer.send(&message("two")).await.unwrap();
        assert_eq!(subjects(&server), ["one", "two"], "{step}");
        assert_eq!(server.connections(), 2, "{step}");
    }
}

#[tokio::test]
async fn mails_at_the_same_time_have_connections_of_their_own() {
    let server = Server::start().await;
    let mailer = mailer(&server);
    let sending: Vec<_> = (0..20)
        .map(|number| {
            let mailer = mailer.clone();
            tokio::spawn(async move { mailer.send(&message(&format!("number {number}"))).await })
        })
        .collect();
    for sent in sending {
        sent.await.unwrap().unwrap();
    }
    let mut found = subjects(&server);
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 20);
    until("eight are kept at the most", || server.open() <= 8).await;
}

#[tokio::test]
async fn a_slow_look_at_the_content_is_waited_for() {
    let server = Server::start().await;
    let mut settings = settings(&server.url());
    settings.timeout = Duration::from_secs(2);
    let mailer = open(settings);
    server.answer(".", Answer::Late(Duration::from_millis(2500)));
    mailer.send(&message("one")).await.unwrap();
    assert_eq!(subjects(&server), ["one"]);
}
