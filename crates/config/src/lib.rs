//! The settings of Kontor: one typed [`Config`], read once at start, environment over file over defaults.
//!
//! Owns every name a setting has: its variable, its key in `kontor.toml`, its default, its one line of documentation. All
//! of them stand in one table (`settings.rs`), from which come the fields, the parser, [`SETTINGS`], `.env.example` and
//! `kontor.example.toml`.
//!
//! It must never read a setting anywhere else than at start, change the environment of the process, show the value of a
//! secret, or stop at the first error: whoever starts Kontor sees all that is wrong at once.
//!
//! To add a setting: add its line to `settings.rs` (a new kind of value goes to `kind.rs`), then run
//! `UPDATE_EXAMPLES=1 cargo test -p config` to write the example files anew. A rule between settings goes to `check.rs`.
//!
//! Precedence, highest first: environment, `.env`, `kontor.toml` (or the file that `KONTOR_CONFIG` names), default. An
//! empty value counts as not given, because that is how Compose and Helm pass a variable that nobody set.

mod check;
mod error;
mod example;
mod file;
mod kind;
mod load;
mod oidc;
mod origins;
mod reader;
mod settings;
mod smtp;
mod sources;
mod table;
mod unknown;

pub use crate::{
    error::{Error, Errors, Place},
    example::{env_example, toml_example},
    kind::{EmbedderKind, Environment, LogFormat},
    oidc::Oidc,
    origins::{Origin, Origins},
    settings::{
        Auth, Cache, Config, Database, Encryption, Jobs, Log, Mail, Redis, SECTIONS, SETTINGS, Search, Server, Stripe,
        Telemetry,
    },
    smtp::{Smtp, SmtpLogin, SmtpTls},
    table::{Setting, Shape},
};
