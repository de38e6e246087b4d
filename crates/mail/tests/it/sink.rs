//! Postfix's `smtp-sink`: somebody else's idea of SMTP.

use std::{
    ffi::OsString,
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use mail::{Error, Mailer};
use mail_parser::MessageParser;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

use crate::support::{message, open, settings, until};

struct Sink {
    child: Child,
    folder: TempDir,
    url: String,
}

impl Sink {
    async fn start(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let program = program();
        let mut command = Command::new(&program);
        if is_root() {
            // It refuses to run as root.
            command.args(["-u", "nobody"]);
            open_to_all(&folder);
        }
        let child = command.args(options).arg("-d").arg(folder.path().join("%M.")).args([&address, "100"]);
        let child = child.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().unwrap_or_else(|error| {
            panic!(
                "{} does not start ({error}): run ./scripts/test unit, which fetches it, or set KONTOR_TEST_SMTP_SINK to \
                 the program smtp-sink of postfix",
                PathBuf::from(&program).display()
            )
        });
        let mut sink = Self { child, folder, url: format!("smtp://{address}") };
        while TcpStream::connect(&address).await.is_err() {
            assert!(sink.child.try_wait().unwrap().is_none(), "smtp-sink has ended");
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        sink
    }

    fn mailer(&self) -> Mailer {
        open(settings(&self.url))
    }

    fn mails(&self) -> Vec<Vec<u8>> {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
        files.filter(|bytes| !bytes.is_empty()).collect()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // Already gone when it did not start.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As `./scripts/test` says; else where it has put it, else what the system has.
fn program() -> OsString {
    let said = std::env::var_os("KONTOR_TEST_SMTP_SINK");
    let fetched = std::env::home_dir().map(|home| home.join(".cache/kontor/tools/bin/smtp-sink"));
    let fetched = fetched.filter(|program| program.exists()).map(PathBuf::into_os_string);
    said.or(fetched).unwrap_or_else(|| OsString::from("smtp-sink"))
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn open_to_all(folder: &TempDir) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
}

#[tokio::test]
async fn it_takes_what_is_sent() {
    let sink = Sink::start(&[]).await;
    let mailer = sink.mailer();
    let mail = message("Grüße, 世界").with_html("<p>Grüße</p>\n.\n");
    mailer.send(&mail).await.unwrap();
    mailer.send(&message("two")).await.unwrap();
    until("both are written", || sink.mails().iter().filter(|mail| mail.ends_with(b"\n\n")).count() == 2).await;
    let mails = sink.mails();
    let subjects: Vec<_> =
        mails.iter().map(|mail| MessageParser::default().parse(mail).unwrap().subject().unwrap().to_owned()).collect();
    assert!(subjects.contains(&"Grüße, 世界".to_owned()) && subjects.contains(&"two".to_owned()), "{subjects:?}");
}

#[tokio::test]
async fn its_refusals_are_understood() {
    for (options, temporary) in [
        (["-r", "rcpt"], true),
        (["-r", "."], true),
        (["-q", "."], true),
        (["-Q", "."], true),
        (["-f", "rcpt"], false),
        (["-f", "."], false),
    ] {
        let sink = Sink::start(&options).await;
        let error = sink.mailer().send(&message("Hello")).await.unwrap_err();
        assert_eq!(matches!(error, Error::Temporary(_)), temporary, "{options:?}: {error}");
    }
}
