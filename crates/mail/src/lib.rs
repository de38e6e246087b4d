//! Mail to people: one way for every service to send it.
//!
//! Owns what a mail is ([`Message`]), how it reaches a mail server or, without one, a file ([`Mailer`]), the job that
//! sends it ([`SendMail`], enqueued with [`enqueue()`] in the transaction that wants the mail), and the look of mails
//! ([`template`]).
//!
//! Must never speak SMTP while a transaction is open, know what a mail is about, put a line break that somebody else has
//! written into a header, or write the content of a mail or a password into a log or an error.
//!
//! To send a mail: `let (text, html) = template::layout(…)`, `Message::new(to, subject, text)?.with_html(html)`, and
//! `mail::enqueue(&tx, message).await?`; the process registers the job with `.with::<mail::SendMail>(mailer)`.
//!
//! A mail is sent at least once: a process that ends between the server's yes and the commit sends it again, with the same
//! `Message-ID`.

mod address;
mod compose;
mod error;
mod file;
mod invalid;
mod job;
mod mailer;
mod message;
mod settings;
mod smtp;
pub mod template;

pub use address::{Address, Mailbox};
pub use error::Error;
pub use invalid::Invalid;
pub use job::{SendMail, enqueue, enqueue_secret};
pub use mailer::{Mailer, OpenError};
pub use message::Message;
pub use settings::Settings;
