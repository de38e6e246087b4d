//! Whom a mail goes to.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use url::Host;

use crate::{Invalid, invalid};

const LONGEST_ADDRESS: usize = 254;
const LONGEST_LOCAL_PART: usize = 64;
/// What may stand before the `@` beside letters, digits and dots.
const SYMBOLS: &str = "!#$%&'*+-/=?^_`{|}~";

/// The address of one person: `name@host`. The host is in lower case and in ASCII (`xn--…`), the name as it was given.
///
/// Stricter than RFC 5321: no quoted names and no IP addresses, which people do not have and attacks are made of, and
/// nothing but ASCII before the `@`, which most servers would refuse.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(lettre::Address);

impl Address {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// What stands behind the `@`.
    pub fn host(&self) -> &str {
        self.0.domain()
    }

    pub(crate) fn to_lettre(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl FromStr for Address {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let (name, host) = text.rsplit_once('@').ok_or(Invalid::Address)?;
        let host = ascii_host(host).ok_or(Invalid::Address)?;
        let fits = name.len() <= LONGEST_LOCAL_PART && name.len() + 1 + host.len() <= LONGEST_ADDRESS;
        let is_atom = |atom: &str| !atom.is_empty() && atom.chars().all(is_atom_character);
        if !fits || !name.split('.').all(is_atom) {
            return Err(Invalid::Address);
        }
        lettre::Address::new(name, host).map(Self).map_err(|_| Invalid::Address)
    }
}

fn is_atom_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || SYMBOLS.contains(character)
}

/// A host name in ASCII and lower case, or nothing.
fn ascii_host(host: &str) -> Option<String> {
    // URLs may hold escapes, mail addresses may not.
    if host.contains('%') {
        return None;
    }
    let Ok(Host::Domain(host)) = Host::parse(host) else { return None };
    let is_label = |label: &str| {
        let inner = label.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
        inner && !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    host.split('.').all(is_label).then_some(host)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Address {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

/// An address with the name of its owner: `Ada Lovelace <ada@example.com>`, or the address alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Mailbox {
    name: Option<String>,
    address: Address,
}

#[derive(Deserialize)]
struct Parts {
    name: Option<String>,
    address: Address,
}

impl Mailbox {
    /// An address and a name, which is one visible line.
    pub fn named(name: impl Into<String>, address: Address) -> Result<Self, Invalid> {
        Ok(Self { name: Some(invalid::line(name)?), address })
    }

    /// The address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    pub(crate) fn to_lettre(&self) -> lettre::message::Mailbox {
        lettre::message::Mailbox::new(self.name.clone(), self.address.to_lettre())
    }
}

impl TryFrom<Parts> for Mailbox {
    type Error = Invalid;

    fn try_from(parts: Parts) -> Result<Self, Invalid> {
        match parts.name {
            Some(name) => Self::named(name, parts.address),
            None => Ok(parts.address.into()),
        }
    }
}

impl From<Address> for Mailbox {
    fn from(address: Address) -> Self {
        Self { name: None, address }
    }
}

impl FromStr for Mailbox {
    type Err = Invalid;

    /// `name <address>`, the name in quotes or not, or the address alone.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let Some((name, address)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) else {
            return text.parse().map(|address: Address| address.into());
        };
        let (name, address) = (name.trim_matches(' '), address.parse()?);
        let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
        Self::named(quoted.unwrap_or(name), address)
    }
}

impl TryFrom<&str> for Mailbox {
    type Error = Invalid;

    fn try_from(text: &str) -> Result<Self, Invalid> {
        text.parse()
    }
}
