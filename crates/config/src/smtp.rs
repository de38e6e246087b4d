//! A mail server, as one address names it.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

/// The mail server that `SMTP_URL` names.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// Its name or address; an IPv6 address without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: SmtpTls,
    /// As whom to log in.
    pub login: Option<SmtpLogin>,
}

/// How a connection to a mail server is protected. "If the server offers it" is none of the ways: whoever stands in
/// between would say that it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// Not at all.
    Off,
    /// By STARTTLS, before anything else is said; without it nothing is sent.
    StartTls,
    /// From the first byte.
    Implicit,
}

/// As whom to log in at a mail server.
#[derive(Debug, Clone)]
pub struct SmtpLogin {
    /// The user.
    pub user: String,
    /// The password.
    pub password: SecretString,
}

impl Smtp {
    /// Understands `smtp://user:password@host:587?tls=required`, `smtps://…` and `smtp://host`. The reason for which it
    /// does not never contains what it was given.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| error.to_string())?;
        if !matches!(url.scheme(), "smtp" | "smtps") {
            return Err("it does not start with smtp:// or smtps://".to_owned());
        }
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or("it names no host")?;
        let host = Host::parse(host).map_err(|error| error.to_string())?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(
                "it has a path or a #; write / # ? and % in user and password as %2F %23 %3F and %25".to_owned()
            );
        }
        let login = login(&url)?;
        let tls = match (url.scheme(), parameter(&url)?.as_deref()) {
            ("smtps", None | Some("required")) => SmtpTls::Implicit,
            ("smtp", Some("required")) => SmtpTls::StartTls,
            ("smtp", Some("none")) => SmtpTls::Off,
            ("smtp", None) if login.is_none() || is_here(&host) => SmtpTls::Off,
            ("smtp", None) => {
                return Err(
                    "the password would travel unencrypted; add ?tls=required, or ?tls=none to allow it".to_owned()
                );
            }
            _ => return Err("its tls is neither required nor, with smtp://, none".to_owned()),
        };
        let port = url.port().unwrap_or(match tls {
            SmtpTls::Off => 25,
            SmtpTls::StartTls => 587,
            SmtpTls::Implicit => 465,
        });
        if port == 0 {
            return Err("its port is 0".to_owned());
        }
        let host = match host {
            Host::Domain(name) => name,
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        Ok(Self { host, port, tls, login })
    }
}

fn login(url: &Url) -> Result<Option<SmtpLogin>, String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned);
    let not_text = |_| "its user or password is not UTF-8".to_owned();
    match (url.username(), url.password().filter(|password| !password.is_empty())) {
        ("", None) => Ok(None),
        ("", Some(_)) => Err("it has a password but no user".to_owned()),
        (_, None) => Err("it has a user but no password".to_owned()),
        (user, Some(password)) => {
            let (user, password) = (decoded(user).map_err(not_text)?, decoded(password).map_err(not_text)?);
            if [&user, &password].iter().any(|text| text.contains('\0')) {
                return Err("its user or password holds a NUL character".to_owned());
            }
            Ok(Some(SmtpLogin { user, password: password.into() }))
        }
    }
}

/// The value of `tls`, the only parameter there is.
fn parameter(url: &Url) -> Result<Option<String>, String> {
    let mut tls = None;
    for (name, value) in url.query_pairs() {
        if name != "tls" || tls.is_some() {
            return Err("after the ? it has something else than one tls=required or tls=none".to_owned());
        }
        tls = Some(value.into_owned());
    }
    Ok(tls)
}

/// Whether it is this machine, where nobody listens in between.
fn is_here(host: &Host<String>) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => IpAddr::from(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::from(*address).is_loopback(),
    }
}

/// A sender as in `Kontor <no-reply@example.com>`, or an address alone. What the `mail` crate takes is a little more.
pub(crate) fn is_sender(text: &str) -> bool {
    let address = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, _)) if name.trim().is_empty() => return false,
        Some((_, address)) => address,
        None => text,
    };
    let is_word = |word: &str| {
        !word.is_empty() && word.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_address_character))
    };
    let parts = address.rsplit_once('@');
    text.len() <= 200
        && !text.contains(char::is_control)
        && parts.is_some_and(|(name, host)| is_word(name) && name.len() <= 64 && is_host(host))
}

fn is_address_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(character)
}

fn is_host(host: &str) -> bool {
    !host.contains(['%', '_']) && matches!(Host::parse(host), Ok(Host::Domain(_)))
}
