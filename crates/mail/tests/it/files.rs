//! Without a server, mails are files.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, sync::Arc};

use chrono::TimeDelta;
use db::FakeClock;
use mail::{Error, Mailer, Message, Settings};
use mail_parser::MessageParser;

use crate::support::{message, now};

fn without_server(folder: &Path) -> Settings {
    let config = config::Config::from_sources([], None).unwrap();
    Settings::new(&config.mail, folder).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn mails_become_files_and_the_newest_is_the_last() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".kontor/mail");
    let clock = FakeClock::new(now());
    let mailer = Mailer::open(without_server(&folder), Arc::new(clock.clone())).unwrap();
    assert!(!folder.exists(), "nothing is made before there is a mail");
    for subject in ["one", "zwölf", "three"] {
        let mail = Message::new("ada@example.com", subject, "text").unwrap();
        mailer.send(&mail).await.unwrap();
        clock.advance(TimeDelta::milliseconds(1));
    }
    let names = names(&folder);
    assert!(names[0].starts_with("20261121T093000250Z-"), "{names:?}");
    assert!(names.iter().all(|name| Path::new(name).extension().is_some_and(|kind| kind == "eml")), "{names:?}");
    let subjects: Vec<_> = names
        .iter()
        .map(|name| {
            let bytes = fs::read(folder.join(name)).unwrap();
            let parsed = MessageParser::default().parse(&bytes).unwrap();
            assert_eq!(parsed.from().unwrap().first().unwrap().address(), Some("no-reply@localhost"));
            parsed.subject().unwrap().to_owned()
        })
        .collect();
    assert_eq!(subjects, ["one", "zwölf", "three"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join(&names[0]))), (0o700, 0o600), "they hold secrets");
}

#[tokio::test]
async fn a_mail_that_is_sent_twice_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let mailer = Mailer::open(without_server(folder.path()), Arc::new(FakeClock::new(now()))).unwrap();
    let mail = message("Hello");
    mailer.send(&mail).await.unwrap();
    mailer.send(&mail).await.unwrap();
    assert_eq!(names(folder.path()).len(), 1);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_for_later() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("mail"), "a file").unwrap();
    let mailer = Mailer::open(without_server(&home.path().join("mail")), Arc::new(FakeClock::new(now()))).unwrap();
    let error = mailer.send(&message("Hello")).await.unwrap_err();
    assert!(matches!(&error, Error::Temporary(reason) if reason.contains("mail")), "{error}");
}
