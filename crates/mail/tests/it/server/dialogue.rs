//! One connection: the commands in their order, and nothing else.

use std::sync::{Arc, Mutex, MutexGuard};

use base64::{Engine, prelude::BASE64_STANDARD};
use tokio::net::TcpStream;

use super::{Answer, Delivered, Journal, Protection, lines::Lines};

/// What was said so far on a connection.
#[derive(Default)]
struct State {
    encrypted: bool,
    greeted: bool,
    logged_in: bool,
    from: Option<String>,
    to: Option<String>,
}

struct Session {
    lines: Lines,
    state: State,
    journal: Arc<Mutex<Journal>>,
    protection: Protection,
    login: Option<(&'static str, &'static str)>,
}

pub(super) async fn serve(
    stream: TcpStream,
    journal: Arc<Mutex<Journal>>,
    protection: Protection,
    login: Option<(&'static str, &'static str)>,
) {
    {
        let mut journal = journal.lock().unwrap();
        journal.connections += 1;
        journal.open += 1;
    }
    let lines = match &protection {
        Protection::Implicit(acceptor) => acceptor.accept(stream).await.ok().map(Lines::new),
        _ => Some(Lines::new(stream)),
    };
    let encrypted = matches!(protection, Protection::Implicit(_));
    if let Some(lines) = lines {
        let state = State { encrypted, ..State::default() };
        let mut session = Session { lines, state, journal: journal.clone(), protection, login };
        session.run().await;
    }
    journal.lock().unwrap().open -= 1;
}

impl Session {
    async fn run(&mut self) -> Option<()> {
        self.reply("CONNECT", "220 strict.test ESMTP").await?;
        loop {
            let command = self.line().await?;
            let word = command.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let shown = if self.state.encrypted { format!("TLS {command}") } else { command.clone() };
            self.journal().commands.push(shown);
            if self.lines.is_ahead() {
                self.violation(format!("the client did not wait for the answer to {command}"));
            }
            let State { encrypted, greeted, logged_in, from, to } = &self.state;
            let may_mail = *greeted
                && (*logged_in || self.login.is_none())
                && (*encrypted || matches!(self.protection, Protection::None));
            match word.as_str() {
                "EHLO" => {
                    self.state.greeted = true;
                    self.hello().await?;
                }
                "STARTTLS" if *greeted && !*encrypted => self.start_tls().await?,
                "AUTH" if *greeted && !*logged_in => {
                    self.log_in(&command).await?;
                }
                "MAIL" if may_mail && from.is_none() => {
                    self.state.from = Some(path(&command, "MAIL FROM:"));
                    self.reply("MAIL", "250 2.1.0 Ok").await?;
                }
                "RCPT" if from.is_some() && to.is_none() => {
                    self.state.to = Some(path(&command, "RCPT TO:"));
                    self.reply("RCPT", "250 2.1.5 Ok").await?;
                }
                "DATA" if to.is_some() => {
                    if self.reply("DATA", "354 End data with <CR><LF>.<CR><LF>").await? {
                        self.content().await?;
                    }
                }
                "QUIT" => {
                    self.reply("QUIT", "221 2.0.0 Bye").await;
                    return None;
                }
                _ => {
                    self.violation(format!("out of order: {command}"));
                    self.lines.say("503 5.5.1 Bad sequence").await;
                }
            }
        }
    }

    async fn hello(&mut self) -> Option<bool> {
        let mut words = vec!["strict.test"];
        if matches!(self.protection, Protection::StartTls(_)) && !self.state.encrypted {
            words.push("STARTTLS");
        } else if self.login.is_some() {
            words.push("AUTH PLAIN");
        }
        let last = words.len() - 1;
        let answer =
            words.iter().enumerate().map(|(at, word)| format!("250{}{word}", if at < last { '-' } else { ' ' }));
        let answer = answer.collect::<Vec<_>>().join("\r\n");
        self.reply("EHLO", &answer).await
    }

    async fn start_tls(&mut self) -> Option<()> {
        let Protection::StartTls(acceptor) = self.protection.clone() else {
            self.violation("STARTTLS was not offered".to_owned());
            return None;
        };
        self.reply("STARTTLS", "220 2.0.0 Ready").await?;
        let (placeholder, _) = tokio::io::duplex(1);
        let plain = std::mem::replace(&mut self.lines, Lines::new(placeholder));
        self.lines = Lines::new(acceptor.accept(plain.into_inner()).await.ok()?);
        // What was said unencrypted does not count.
        self.state = State { encrypted: true, ..State::default() };
        Some(())
    }

    async fn log_in(&mut self, command: &str) -> Option<bool> {
        let given = command.strip_prefix("AUTH PLAIN ").and_then(|word| BASE64_STANDARD.decode(word).ok());
        let expected = self.login.map(|(user, password)| format!("\0{user}\0{password}").into_bytes());
        self.state.logged_in = given.is_some() && given == expected;
        let answer = if self.state.logged_in { "235 2.7.0 Welcome" } else { "535 5.7.8 Who are you" };
        self.reply("AUTH", answer).await
    }

    async fn content(&mut self) -> Option<()> {
        let mut data = Vec::new();
        loop {
            let (line, violation) = self.lines.next().await?;
            self.journal().violations.extend(violation);
            match line.as_slice() {
                b"." => break,
                [b'.', stuffed @ ..] => {
                    if stuffed.first() != Some(&b'.') {
                        self.violation("a line begins with one dot".to_owned());
                    }
                    data.extend_from_slice(stuffed);
                }
                line => data.extend_from_slice(line),
            }
            data.extend_from_slice(b"\r\n");
        }
        let (from, to) = (self.state.from.take()?, self.state.to.take()?);
        if self.reply(".", "250 2.0.0 Taken").await? {
            self.journal().delivered.push(Delivered { from, to, data });
        }
        Some(())
    }

    /// Says what the test wants, or `usual`. True for the usual; nothing when the connection is over.
    async fn reply(&mut self, to: &str, usual: &str) -> Option<bool> {
        let planned = {
            let mut journal = self.journal();
            let is_next = journal.answers.front().is_some_and(|(command, _)| *command == to);
            if is_next { journal.answers.pop_front() } else { None }
        };
        match planned {
            None => self.lines.say(usual).await,
            Some((_, Answer::Line(line))) => {
                // A refused sender or recipient was not taken.
                match to {
                    "MAIL" => self.state.from = None,
                    "RCPT" => self.state.to = None,
                    _ => {}
                }
                self.lines.say(line).await;
            }
            Some((_, Answer::Late(wait))) => {
                tokio::time::sleep(wait).await;
                self.lines.say(usual).await;
                return Some(true);
            }
            Some((_, Answer::HangUp)) => return None,
            Some((_, Answer::Silence)) => {
                while self.lines.next().await.is_some() {}
                return None;
            }
        }
        Some(planned.is_none())
    }

    async fn line(&mut self) -> Option<String> {
        let (line, violation) = self.lines.next().await?;
        self.journal().violations.extend(violation);
        Some(String::from_utf8_lossy(&line).into_owned())
    }

    fn violation(&self, what: String) {
        self.journal().violations.push(what);
    }

    fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap()
    }
}

/// The address of `MAIL FROM:<…>`.
fn path(command: &str, beginning: &str) -> String {
    let address = command.strip_prefix(beginning).and_then(|rest| rest.strip_prefix('<')?.strip_suffix('>'));
    address.unwrap_or("not in angle brackets").to_owned()
}
