//! What the server's answers mean, and that its absence is no refusal.

use std::time::Duration;

use mail::Error;
use tokio::net::TcpListener;

use crate::{
    server::{Answer, Server},
    support::{mailer, message, open, settings, until},
};

async fn error(server: &Server) -> Error {
    mailer(server).send(&message("Hello")).await.unwrap_err()
}

#[tokio::test]
async fn a_4xx_is_for_later_and_a_5xx_for_ever() {
    for step in ["MAIL", "RCPT", "DATA", "."] {
        let server = Server::start().await;
        server.answer(step, Answer::Line("451-4.3.0 too busy\r\n451 4.3.0 come back"));
        let later = error(&server).await;
        assert!(
            matches!(&later, Error::Temporary(reason) if reason.contains("451") && reason.contains("come back")),
            "{later}"
        );
        server.answer(step, Answer::Line("550 5.1.1 no such user"));
        let refused = error(&server).await;
        assert!(matches!(&refused, Error::Permanent(reason) if reason.contains("no such user")), "{refused}");
        assert_eq!(server.delivered(), []);
        until("both connections are closed", || server.open() == 0).await;
        assert_eq!(server.commands().iter().filter(|command| *command == "QUIT").count(), 2, "{:?}", server.commands());
        mailer(&server).send(&message("Hello")).await.unwrap();
        server.only();
    }
}

#[tokio::test]
async fn a_server_that_lets_nobody_in_says_nothing_about_the_mail() {
    for (step, answer) in [("CONNECT", "554 5.7.1 go away"), ("CONNECT", "421 4.3.2 closing"), ("EHLO", "550 5.7.1 no")]
    {
        let server = Server::start().await;
        server.answer(step, Answer::Line(answer));
        let error = error(&server).await;
        assert!(matches!(&error, Error::Temporary(reason) if reason.contains(&answer[..3])), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again() {
    // Bound and not listening: nobody else gets the port, and nobody answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = open(settings(&url)).send(&message("Hello")).await.unwrap_err();
    assert!(matches!(&error, Error::Temporary(reason) if reason.contains("connecting to 127.0.0.1")), "{error}");

    let error = open(settings("smtp://no-such-host.invalid")).send(&message("Hello")).await.unwrap_err();
    assert!(matches!(error, Error::Temporary(_)), "{error}");
}

#[tokio::test]
async fn a_server_that_hangs_up_or_falls_silent_is_tried_again() {
    for step in ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "."] {
        for answer in [Answer::HangUp, Answer::Silence] {
            let server = Server::start().await;
            server.answer(step, answer);
            let mut settings = settings(&server.url());
            if answer == Answer::Silence {
                settings.timeout = Duration::from_millis(200);
            }
            let error = open(settings).send(&message("Hello")).await.unwrap_err();
            assert!(matches!(error, Error::Temporary(_)), "{step} {answer:?}: {error}");
            assert_eq!(server.delivered(), [], "{step} {answer:?}");
            until("nothing stays open", || server.open() == 0).await;
        }
    }
}

#[tokio::test]
async fn an_answer_too_many_is_not_taken_for_a_yes_to_the_mail() {
    let server = Server::start().await;
    server.answer("EHLO", Answer::Line("250 strict.test\r\n250 and another"));
    server.answer(".", Answer::Line("554 5.7.1 not this one"));
    let error = error(&server).await;
    assert!(matches!(&error, Error::Temporary(reason) if reason.contains("out of turn")), "{error}");
    assert_eq!(server.delivered(), []);
}

#[tokio::test]
async fn an_error_is_one_short_line() {
    let server = Server::start().await;
    let long: &'static str = Box::leak(format!("550 \u{1b}[31m{}", "no ".repeat(250)).into_boxed_str());
    server.answer("RCPT", Answer::Line(long));
    let error = error(&server).await.to_string();
    assert!(error.len() < 500 && !error.contains(char::is_control), "{error:?}");
}
