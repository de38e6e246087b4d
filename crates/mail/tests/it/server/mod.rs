//! A mail server that is stricter than real ones: whatever breaks the rules is remembered as a violation, and fails the
//! test when it looks at the mails.

mod dialogue;
mod lines;

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::{net::TcpListener, task::JoinHandle};
use tokio_rustls::TlsAcceptor;

/// A mail as it arrived, without its envelope's and SMTP's wrapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delivered {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) data: Vec<u8>,
}

impl Delivered {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.data).unwrap()
    }
}

/// How a server protects its connections.
#[derive(Clone, Default)]
pub(crate) enum Protection {
    #[default]
    None,
    StartTls(TlsAcceptor),
    Implicit(TlsAcceptor),
}

/// What the server answers instead of yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Line(&'static str),
    /// Closes the connection without a word.
    HangUp,
    /// Never answers.
    Silence,
    /// Yes, after a while.
    Late(Duration),
}

#[derive(Default)]
pub(crate) struct Journal {
    /// What is said instead of yes the next times that a command begins so; `.` is the end of the content.
    answers: VecDeque<(&'static str, Answer)>,
    delivered: Vec<Delivered>,
    /// Every command, with `TLS ` in front of those that were encrypted.
    commands: Vec<String>,
    violations: Vec<String>,
    connections: usize,
    open: usize,
}

/// A server on a port of its own, until the test ends.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    journal: Arc<Mutex<Journal>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::protected(Protection::None, None).await
    }

    /// A server that takes mails only over such connections, and from this user and password.
    pub(crate) async fn protected(protection: Protection, login: Option<(&'static str, &'static str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::on(listener, protection, login)
    }

    pub(crate) fn on(
        listener: TcpListener,
        protection: Protection,
        login: Option<(&'static str, &'static str)>,
    ) -> Self {
        let address = listener.local_addr().unwrap();
        let journal = Arc::new(Mutex::new(Journal::default()));
        let shared = journal.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (journal, protection) = (shared.clone(), protection.clone());
                tokio::spawn(dialogue::serve(stream, journal, protection, login));
            }
        });
        Self { address, journal, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// From now on, the next command that begins so is answered so.
    pub(crate) fn answer(&self, command: &'static str, answer: Answer) {
        self.journal().answers.push_back((command, answer));
    }

    /// The mails so far, all of them sent by the rules.
    pub(crate) fn delivered(&self) -> Vec<Delivered> {
        let journal = self.journal();
        assert_eq!(journal.violations, Vec::<String>::new(), "{:#?}", journal.commands);
        journal.delivered.clone()
    }

    pub(crate) fn only(&self) -> Delivered {
        let delivered = self.delivered();
        assert_eq!(delivered.len(), 1, "{delivered:?}");
        delivered[0].clone()
    }

    pub(crate) fn commands(&self) -> Vec<String> {
        self.journal().commands.clone()
    }

    /// How many connections there have been.
    pub(crate) fn connections(&self) -> usize {
        self.journal().connections
    }

    /// How many there are.
    pub(crate) fn open(&self) -> usize {
        self.journal().open
    }

    fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
