//! A mailer, a clock, and mails to send.

use std::{path::PathBuf, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use db::{Clock, FakeClock};
use mail::{Mailer, Message, Settings};

use crate::server::Server;

/// Settings for the server at this URL. The time-out is long, so that a busy machine is no slow server.
pub(crate) fn settings(url: &str) -> Settings {
    Settings {
        smtp: Some(config::Smtp::parse(url).unwrap()),
        ca_file: None,
        from: "Kontor <no-reply@shop.test>".parse().unwrap(),
        reply_to: None,
        folder: PathBuf::from("/nowhere"),
        timeout: Duration::from_secs(20),
    }
}

pub(crate) fn mailer(server: &Server) -> Mailer {
    open(settings(&server.url()))
}

pub(crate) fn open(settings: Settings) -> Mailer {
    Mailer::open(settings, clock()).unwrap()
}

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-21T09:30:00.250Z".parse().unwrap()
}

pub(crate) fn clock() -> Arc<dyn Clock> {
    Arc::new(FakeClock::new(now()))
}

pub(crate) fn message(subject: &str) -> Message {
    Message::new("Ada Lovelace <ada@example.com>", subject, "Hello Ada,\nall is well.\n").unwrap()
}

/// Waits until it is so.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_mins(1), wait).await.is_ok(), "{what}");
}
