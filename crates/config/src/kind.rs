//! The kinds of values that settings have: what is expected, and how a text becomes one.

use std::{net::IpAddr, str::FromStr, time::Duration};

use bytesize::ByteSize;
use ipnet::IpNet;
use secrecy::SecretString;
use url::Url;
use vault::seal::Keyring;

use crate::{
    oidc::{self, Oidc},
    origins::Origins,
    smtp::{self, Smtp},
    table::Shape,
};

/// A value as it was found, before it is understood.
#[derive(Debug, Clone)]
pub(crate) enum Raw {
    /// One text; from a file also a number or a flag.
    Text(String),
    /// An array of texts, only in a file.
    List(Vec<String>),
    /// Something no setting is, only in a file; holds what it is called.
    Other(&'static str),
}

/// Why a text is not a value of its kind, when there is more to say than what was expected. Never contains the text.
pub(crate) type Reason = Option<String>;

/// One kind of value.
pub(crate) struct Kind<T> {
    pub(crate) expects: &'static str,
    pub(crate) shape: Shape,
    pub(crate) secret: bool,
    parse: Parse<T>,
}

enum Parse<T> {
    One(fn(&str) -> Result<T, Reason>),
    Many(fn(&[String]) -> Result<T, Reason>),
    /// Like [`Parse::Many`], of texts in which a slash means nothing.
    Secrets(fn(&[String]) -> Result<T, Reason>),
}

impl<T> Kind<T> {
    const fn one(expects: &'static str, shape: Shape, parse: fn(&str) -> Result<T, Reason>) -> Self {
        Self { expects, shape, secret: false, parse: Parse::One(parse) }
    }

    const fn many(expects: &'static str, parse: fn(&[String]) -> Result<T, Reason>) -> Self {
        Self { expects, shape: Shape::List, secret: false, parse: Parse::Many(parse) }
    }

    const fn secret(expects: &'static str, parse: fn(&str) -> Result<T, Reason>) -> Self {
        Self { expects, shape: Shape::Text, secret: true, parse: Parse::One(parse) }
    }

    const fn secrets(expects: &'static str, parse: fn(&[String]) -> Result<T, Reason>) -> Self {
        Self { expects, shape: Shape::List, secret: true, parse: Parse::Secrets(parse) }
    }

    /// Understands a value.
    pub(crate) fn parse(&self, raw: &Raw) -> Result<T, Reason> {
        match (&self.parse, raw) {
            (Parse::One(parse), Raw::Text(text)) => parse(text.trim()),
            (Parse::One(_), Raw::List(_)) => Err(Some("it is a list".to_owned())),
            (Parse::Many(parse), Raw::Text(text)) => parse(&split(text)),
            (Parse::Secrets(parse), Raw::Text(text)) => {
                let entries = text.split(',').map(|entry| entry.trim().to_owned());
                parse(&entries.filter(|entry| !entry.is_empty()).collect::<Vec<_>>())
            }
            (Parse::Many(parse) | Parse::Secrets(parse), Raw::List(entries)) => parse(entries),
            (_, Raw::Other(what)) => Err(Some(format!("it is a {what}"))),
        }
    }
}

/// What an installation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// A developer's machine, or a test.
    Development,
    /// A shop that someone depends on.
    Production,
}

impl Environment {
    /// Whether someone depends on this installation.
    pub fn is_production(self) -> bool {
        self == Self::Production
    }
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object a line.
    Json,
}

/// Who makes vectors of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmbedderKind {
    /// The local model where it is in place, and otherwise nobody.
    Auto,
    /// Nobody: the search works on words.
    None,
    /// MiniLM in this process.
    Local,
    /// Hashes of words and letters, which mean nothing: for tests.
    Hashing,
    /// An endpoint that speaks as OpenAI's does.
    OpenAi,
}

pub(crate) const EMBEDDER: Kind<EmbedderKind> =
    Kind::one("auto, local, openai, none or hashing", Shape::Text, |text| match text {
        "auto" => Ok(EmbedderKind::Auto),
        "none" => Ok(EmbedderKind::None),
        "local" => Ok(EmbedderKind::Local),
        "hashing" => Ok(EmbedderKind::Hashing),
        "openai" => Ok(EmbedderKind::OpenAi),
        _ => Err(None),
    });

pub(crate) const ENVIRONMENT: Kind<Environment> =
    Kind::one("development or production", Shape::Text, |text| match text {
        "development" => Ok(Environment::Development),
        "production" => Ok(Environment::Production),
        _ => Err(None),
    });

pub(crate) const LOG_FORMAT: Kind<LogFormat> = Kind::one("pretty or json", Shape::Text, |text| match text {
    "pretty" => Ok(LogFormat::Pretty),
    "json" => Ok(LogFormat::Json),
    _ => Err(None),
});

pub(crate) const FLAG: Kind<bool> = Kind::one("true or false", Shape::Flag, |text| match text {
    "true" | "1" => Ok(true),
    "false" | "0" => Ok(false),
    _ => Err(None),
});

pub(crate) const TEXT: Kind<String> = Kind::one("a text", Shape::Text, |text| Ok(text.to_owned()));

pub(crate) const IP: Kind<IpAddr> =
    Kind::one("an IP address like 127.0.0.1 or ::1", Shape::Text, |text| text.parse().map_err(|_| None));

pub(crate) const PORT: Kind<u16> =
    Kind::one("a port from 0 to 65535", Shape::Number, |text| text.parse().map_err(|_| kubernetes_link(text)));

pub(crate) const COUNT: Kind<usize> = Kind::one(AT_LEAST_ONE, Shape::Number, at_least_one);
pub(crate) const POOL_SIZE: Kind<u32> = Kind::one(AT_LEAST_ONE, Shape::Number, at_least_one);
pub(crate) const POOL_SIZE_OR_ZERO: Kind<u32> =
    Kind::one("a whole number, 0 for none", Shape::Number, |text| text.parse().map_err(|_| None));

pub(crate) const RATE: Kind<u32> = Kind::one("a whole number up to 1000000, 0 for none", Shape::Number, |text| {
    text.parse().ok().filter(|rate| *rate <= 1_000_000).ok_or(None)
});
/// A century is enough, and stays within what Postgres takes for a date.
pub(crate) const DAYS: Kind<u32> = Kind::one("a whole number of days from 1 to 36500", Shape::Number, |text| {
    text.parse().ok().filter(|days| (1..=36_500).contains(days)).ok_or(None)
});

pub(crate) const RATIO: Kind<f64> = Kind::one("a number from 0 to 1", Shape::Number, |text| {
    text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio)).ok_or(None)
});

pub(crate) const SIZE: Kind<u64> = Kind::one(ABOVE_ZERO, Shape::Text, size);
pub(crate) const LENGTH: Kind<usize> =
    Kind::one(ABOVE_ZERO, Shape::Text, |text| usize::try_from(size(text)?).map_err(|_| None));

pub(crate) const DURATION: Kind<Duration> =
    Kind::one("a duration above zero like 500ms, 10s, 5min or 2h", Shape::Text, |text| {
        duration(text).and_then(|duration| if duration.is_zero() { Err(None) } else { Ok(duration) })
    });
pub(crate) const DURATION_OR_ZERO: Kind<Duration> =
    Kind::one("a duration like 0s, 500ms, 10s, 5min or 2h", Shape::Text, duration);
/// Longer than what must be done rests before it is tried again.
pub(crate) const TWO_DAYS_OR_MORE: Kind<Duration> =
    Kind::one("a duration of at least 2days, like 48h or 30days", Shape::Text, |text| {
        duration(text).and_then(|kept| if kept < Duration::from_hours(48) { Err(None) } else { Ok(kept) })
    });

pub(crate) const WEB_URL: Kind<Url> =
    Kind::one("an address that starts with http:// or https://", Shape::Text, |text| url(text, &["http", "https"]));

pub(crate) const POSTGRES_URL: Kind<SecretString> = Kind::secret(
    "postgres://user:password@host:5432/database, with special characters in the password percent-encoded",
    |text| url(text, &["postgres", "postgresql"]).map(|_| SecretString::from(text)),
);

pub(crate) const REDIS_URL: Kind<SecretString> =
    Kind::secret("redis://user:password@host:6379/0 or unix:///path/of/the/socket", |text| {
        let schemes = ["redis", "rediss", "valkey", "valkeys", "unix", "redis+unix", "valkey+unix"];
        url(text, &schemes).map(|_| SecretString::from(text))
    });

pub(crate) const SECRET: Kind<SecretString> =
    Kind::secret("at least 32 characters", |text| if is_long(text) { Ok(text.into()) } else { Err(None) });

/// A secret with a comma in it can be given in a file, as a list.
pub(crate) const SECRETS: Kind<Vec<SecretString>> =
    Kind::secrets("secrets of at least 32 characters, with commas between them", |entries| {
        match entries.iter().position(|entry| !is_long(entry)) {
            Some(at) => Err(Some(format!("entry {} is too short", at + 1))),
            None => Ok(entries.iter().map(|entry| SecretString::from(entry.as_str())).collect()),
        }
    });

/// The errors of a keyring never contain a key.
pub(crate) const KEYS: Kind<SecretString> = Kind::secret(
    "id:key,id:key, newest first, each key 32 bytes in base64 as openssl rand -base64 32 prints it",
    |text| {
        let keys = SecretString::from(text);
        Keyring::parse(&keys).map(|_| keys).map_err(|error| Some(error.to_string()))
    },
);

pub(crate) const TOKEN: Kind<SecretString> = Kind::secret("a text without blanks", |text| {
    if text.chars().any(|character| character.is_whitespace() || character.is_control()) {
        return Err(None);
    }
    Ok(text.into())
});

/// Which key is which is read off its beginning, so that the secret one never ends in a browser.
pub(crate) const STRIPE_SECRET: Kind<SecretString> =
    Kind::secret("a secret or restricted key of Stripe's, which begins with sk_ or rk_", |text| {
        if is_stripes(text, &["sk_", "rk_"]) { Ok(text.into()) } else { Err(None) }
    });

pub(crate) const STRIPE_PUBLISHABLE: Kind<String> =
    // What was mixed up with the secret key is not shown either.
    Kind {
        secret: true,
        ..Kind::one("a publishable key of Stripe's, which begins with pk_", Shape::Text, |text| {
            if is_stripes(text, &["pk_"]) { Ok(text.to_owned()) } else { Err(None) }
        })
    };

pub(crate) const STRIPE_WEBHOOK_SECRETS: Kind<Vec<SecretString>> = Kind::secrets(
    "secrets of Stripe's webhook endpoints, which begin with whsec_, with commas between them",
    |entries| match entries.iter().position(|entry| !is_stripes(entry, &["whsec_"])) {
        Some(at) => Err(Some(format!("entry {} is none", at + 1))),
        None => Ok(entries.iter().map(|entry| SecretString::from(entry.as_str())).collect()),
    },
);

pub(crate) const PRIVATE_URL: Kind<Url> =
    Kind::one("an address that starts with https://, or with http:// on this machine", Shape::Text, |text| {
        url(text, &["http", "https"]).and_then(|url| if oidc::is_private(&url) { Ok(url) } else { Err(None) })
    });

pub(crate) const OIDC: Kind<Vec<Oidc>> = Kind::secrets(
    "https://client-id:secret@issuer.example.com?name=shop, with special characters in id and secret percent-encoded",
    |entries| Oidc::parse_all(entries).map_err(Some),
);

pub(crate) const WEB_URLS: Kind<Vec<Url>> = Kind::many("URLs like https://shop.example.com", |entries| {
    entries.iter().map(|entry| url(entry.trim(), &["http", "https"])).collect()
});

pub(crate) const SMTP_URL: Kind<Smtp> = Kind::secret(
    "smtp://user:password@host:587?tls=required, smtps://user:password@host or smtp://localhost:2525, with special \
     characters in user and password percent-encoded",
    |text| Smtp::parse(text).map_err(Some),
);

pub(crate) const SENDER: Kind<String> =
    Kind::one("a name and a mail address like Shop <shop@example.com>, or an address", Shape::Text, |text| {
        if smtp::is_sender(text) { Ok(text.to_owned()) } else { Err(None) }
    });

pub(crate) const ORIGINS: Kind<Origins> = Kind::many(
    "origins like https://shop.example.com, or regular expressions between slashes like /\\.example\\.com$/",
    |entries| Origins::parse(entries).map_err(Some),
);

pub(crate) const NETWORKS: Kind<Vec<IpNet>> = Kind::many("addresses or networks like 10.0.0.0/8", |entries| {
    entries.iter().map(|entry| network(entry.trim()).ok_or(None)).collect()
});

/// Whether it begins with one of these, and goes on.
fn is_stripes(text: &str, beginnings: &[&str]) -> bool {
    text.len() >= 16
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '+' | '/' | '='))
        && beginnings.iter().any(|beginning| text.starts_with(beginning))
}

fn is_long(secret: &str) -> bool {
    secret.chars().count() >= 32
}

const AT_LEAST_ONE: &str = "a whole number of at least 1";
const ABOVE_ZERO: &str = "a size above zero like 64MB or 1MiB";

fn at_least_one<T: FromStr + PartialOrd + From<u8>>(text: &str) -> Result<T, Reason> {
    text.parse().ok().filter(|count| *count >= T::from(1)).ok_or(None)
}

fn size(text: &str) -> Result<u64, Reason> {
    text.parse::<ByteSize>().ok().map(|size| size.as_u64()).filter(|bytes| *bytes > 0).ok_or(None)
}

fn duration(text: &str) -> Result<Duration, Reason> {
    humantime::parse_duration(text).map_err(|_| None)
}

/// The errors of `url` are fixed texts, so they may be shown even for a secret.
fn url(text: &str, schemes: &[&str]) -> Result<Url, Reason> {
    let url = Url::parse(text).map_err(|error| Some(error.to_string()))?;
    if schemes.contains(&url.scheme()) { Ok(url) } else { Err(None) }
}

fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// Kubernetes makes `KONTOR_PORT=tcp://…` for a Service named kontor, which nobody expects who sees it first.
fn kubernetes_link(text: &str) -> Reason {
    text.starts_with("tcp://").then(|| {
        "Kubernetes made this variable for a Service named kontor; set enableServiceLinks: false in the pod".to_owned()
    })
}

/// Splits at commas, but not inside a regular expression between slashes, which may contain some.
fn split(text: &str) -> Vec<String> {
    let mut entries = Vec::new();
    let mut entry = String::new();
    for piece in text.split(',') {
        if !entry.is_empty() {
            entry.push(',');
        }
        entry.push_str(piece);
        if !is_open_pattern(entry.trim()) {
            entries.push(std::mem::take(&mut entry).trim().to_owned());
        }
    }
    entries.push(entry.trim().to_owned());
    entries.retain(|entry| !entry.is_empty());
    entries
}

/// Whether a regular expression has begun with a slash and not yet ended with one, or with one and `i`.
fn is_open_pattern(entry: &str) -> bool {
    let Some(rest) = entry.strip_prefix('/') else { return false };
    let body = rest.strip_suffix('i').unwrap_or(rest);
    !body.ends_with('/') || body.ends_with("\\/")
}
