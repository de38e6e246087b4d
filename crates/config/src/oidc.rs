//! An OpenID provider, as one address names it.

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

/// An OpenID provider at which people may sign in.
#[derive(Debug, Clone)]
pub struct Oidc {
    /// What clients call it, and the last part of its redirect URI.
    pub name: String,
    /// Who it says that it is; its discovery document lies below.
    pub issuer: String,
    /// As whom it knows this installation.
    pub client_id: String,
    /// The secret that goes with it.
    pub client_secret: SecretString,
    /// What it is asked for.
    pub scopes: Vec<String>,
    /// Its addresses are proven even where it does not say so: for providers that leave `email_verified` out.
    pub trusts_email: bool,
}

/// Names that something else has.
const TAKEN: [&str; 3] = ["credential", "google", "github"];

impl Oidc {
    /// Understands `https://client-id:secret@issuer.example.com/path?name=shop`. The reason for which it does not never
    /// contains what it was given.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| error.to_string())?;
        if !is_private(&url) {
            return Err("its issuer is neither https://, nor http:// on this machine".to_owned());
        }
        if url.fragment().is_some() {
            return Err("it has a #; write / # ? @ and % in id and secret as %2F %23 %3F %40 and %25".to_owned());
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned);
        let not_text = |_| "its client id or secret is not UTF-8".to_owned();
        let client_id = decoded(url.username()).map_err(not_text)?;
        let client_secret = decoded(url.password().unwrap_or_default()).map_err(not_text)?;
        if client_id.is_empty() || client_secret.is_empty() {
            return Err("it has no client id and secret before the host".to_owned());
        }
        let mut provider = Self {
            name: String::new(),
            issuer: issuer(text),
            client_id,
            client_secret: client_secret.into(),
            scopes: ["openid", "email", "profile"].map(str::to_owned).into(),
            trusts_email: false,
        };
        for (name, value) in url.query_pairs() {
            match (&*name, &*value) {
                ("name", name) if is_name(name) => name.clone_into(&mut provider.name),
                ("name", _) => {
                    return Err(format!(
                        "its name is not 1 to 40 of a-z, 0-9, - and _, or one of {}",
                        TAKEN.join(", ")
                    ));
                }
                ("scopes", scopes) => {
                    provider.scopes = scopes.split_whitespace().map(str::to_owned).collect();
                    if !provider.scopes.iter().any(|scope| scope == "openid") {
                        return Err("its scopes are without openid".to_owned());
                    }
                }
                ("trust_email", "true") => provider.trusts_email = true,
                ("trust_email", "false") => provider.trusts_email = false,
                _ => return Err("after the ? it has something else than name, scopes and trust_email=true".to_owned()),
            }
        }
        if provider.name.is_empty() {
            return Err("it has no name; add ?name=…".to_owned());
        }
        Ok(provider)
    }

    /// All providers of a list, each under a name of its own.
    pub(crate) fn parse_all(entries: &[String]) -> Result<Vec<Self>, String> {
        let providers: Vec<Self> = entries.iter().map(|entry| Self::parse(entry.trim())).collect::<Result<_, _>>()?;
        let mut names: Vec<&str> = providers.iter().map(|provider| provider.name.as_str()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(format!("two of them are called {}", pair[0])),
            None => Ok(providers),
        }
    }
}

/// The issuer as it was written: with or without a slash at its end is not the same, and `Url` adds one.
fn issuer(text: &str) -> String {
    let text = text.split('?').next().unwrap_or_default();
    let (scheme, rest) = text.split_once("://").unwrap_or_default();
    let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{}://{}{path}", scheme.to_ascii_lowercase(), host.to_ascii_lowercase())
}

fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    (1..=40).contains(&name.len()) && name.bytes().all(fits) && !TAKEN.contains(&name)
}

/// Whether what is sent there can be read by nobody on the way.
pub(crate) fn is_private(url: &Url) -> bool {
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Domain(name))) => name == "localhost",
        ("http", Some(Host::Ipv4(address))) => address.is_loopback(),
        ("http", Some(Host::Ipv6(address))) => address.is_loopback(),
        _ => false,
    }
}
