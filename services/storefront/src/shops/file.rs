//! The file that says which shops there are:
//!
//! ```toml
//! [[shop]]
//! url = "https://quay.example"      # where its pages are
//! hosts = ["www.quay.example"]      # these lead there
//! key = "pk_…"                      # its publishable key
//! name = "Quay & Tally"             # as long as it has said none itself; so is its tagline
//! locale = "en"                     # of who asks for no language that there is
//! country = "de"                    # where goods go until somebody says otherwise
//! theme = "harbour"
//! ```

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use toml::de::{DeTable, DeValue};
use url::Url;

use super::{Hosts, Place, Shop, host};

/// Why a file of shops cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is not there, or not ours to read.
    #[error("the file of shops {} cannot be read: {error}", path.display())]
    File {
        /// Where it should be.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// It says what nobody understands.
    #[error("the file of shops {}: {why}", path.display())]
    Wrong {
        /// Where it is.
        path: PathBuf,
        /// What is wrong, and what to write.
        why: String,
    },
}

/// The hosts of a file.
pub(super) fn read(path: &Path, usual: &Shop) -> Result<Hosts, Unreadable> {
    let text = std::fs::read_to_string(path).map_err(|error| Unreadable::File { path: path.to_owned(), error })?;
    parse(&text, usual).map_err(|why| Unreadable::Wrong { path: path.to_owned(), why })
}

fn parse(text: &str, usual: &Shop) -> Result<Hosts, String> {
    let table = DeTable::parse(text).map_err(|error| error.to_string())?;
    let mut hosts = HashMap::new();
    for (name, value) in table.get_ref() {
        let DeValue::Array(shops) = value.get_ref() else { return Err(unknown(name.get_ref())) };
        if name.get_ref() != "shop" {
            return Err(unknown(name.get_ref()));
        }
        for (at, shop) in shops.iter().enumerate() {
            let DeValue::Table(said) = shop.get_ref() else { return Err("write [[shop]] above each shop".to_owned()) };
            add(&mut hosts, said, usual).map_err(|why| format!("shop {}: {why}", at + 1))?;
        }
    }
    if hosts.is_empty() {
        Err("it names no shop: write [[shop]], and below it key and url".to_owned())
    } else {
        Ok(hosts)
    }
}

fn unknown(name: &str) -> String {
    format!("'{name}' is not known here: write [[shop]] above each shop")
}

fn add(hosts: &mut Hosts, said: &DeTable<'_>, usual: &Shop) -> Result<(), String> {
    const TEXTS: [&str; 7] = ["key", "url", "name", "tagline", "locale", "country", "theme"];
    let mut texts: HashMap<&str, String> = HashMap::new();
    let mut others = Vec::new();
    for (name, value) in said {
        let name: &str = name.get_ref();
        match (name, value.get_ref()) {
            ("hosts", DeValue::Array(given)) => {
                for host in given {
                    let DeValue::String(host) = host.get_ref() else { return Err("'hosts' are texts".to_owned()) };
                    others.push(host.to_string());
                }
            }
            (name, DeValue::String(text)) if TEXTS.contains(&name) => {
                texts.insert(name, text.to_string());
            }
            ("hosts", _) => return Err("'hosts' is a list, such as [\"www.quay.example\"]".to_owned()),
            (name, _) if TEXTS.contains(&name) => return Err(format!("'{name}' is a text")),
            (name, _) => return Err(format!("'{name}' is not known: there are hosts, {}", TEXTS.join(", "))),
        }
    }
    let mut take = |name: &str| texts.remove(name).filter(|text| !text.trim().is_empty());
    let key = take("key").filter(|key| key.starts_with("pk_"));
    let key = key.ok_or("'key' is missing: its publishable key, which begins with pk_")?;
    let url = take("url").ok_or("'url' is missing: where its pages are, such as https://quay.example")?;
    let (url, own) = address(&url)?;
    let shop = Arc::new(Shop {
        key,
        url,
        name: take("name"),
        tagline: take("tagline"),
        locale: take("locale").unwrap_or_else(|| usual.locale.clone()),
        country: take("country").map(|country| country.to_lowercase()).or_else(|| usual.country.clone()),
        theme: take("theme").or_else(|| usual.theme.clone()),
        files: usual.files.clone(),
    });
    put(hosts, own, Place::Own(Arc::clone(&shop)))?;
    for other in others {
        let host =
            host::plain(&other).ok_or_else(|| format!("'{other}' is no host: write it without http:// and path"))?;
        put(hosts, host, Place::LeadsTo(Arc::clone(&shop)))?;
    }
    Ok(())
}

fn put(hosts: &mut Hosts, host: String, place: Place) -> Result<(), String> {
    if hosts.contains_key(&host) {
        return Err(format!("the host {host} is named twice: it has one shop"));
    }
    hosts.insert(host, place);
    Ok(())
}

/// An address in its one form, and its host.
fn address(text: &str) -> Result<(String, String), String> {
    let wrong = || format!("'{text}' is no address of a shop: write it as https://quay.example, without a path");
    let url = Url::parse(text).map_err(|_| wrong())?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_ours = ["http", "https"].contains(&url.scheme()) && url.username().is_empty() && url.password().is_none();
    let name = url.host_str().filter(|_| is_bare && is_ours).ok_or_else(wrong)?;
    let host = url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
    Ok((format!("{}://{host}", url.scheme()), host::plain(&host).ok_or_else(wrong)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual() -> Shop {
        let (key, url, locale) = (String::new(), String::new(), "en".to_owned());
        Shop { key, url, locale, name: None, tagline: None, country: None, theme: None, files: None }
    }

    #[test]
    fn shops_and_their_hosts() {
        let text = "[[shop]]\nkey='pk_a'\nurl='https://Quay.example/'\nhosts=['WWW.quay.example.']\ncountry='DE'\n\
                    [[shop]]\nkey='pk_b'\nurl='http://127.0.0.1:8080'\nlocale='de'\n";
        let hosts = parse(text, &usual()).unwrap();
        assert_eq!(hosts.len(), 3);
        assert!(matches!(&hosts["quay.example"], Place::Own(shop) if shop.url == "https://quay.example"));
        assert!(matches!(&hosts["www.quay.example"], Place::LeadsTo(shop) if shop.country.as_deref() == Some("de")));
        assert!(matches!(&hosts["127.0.0.1:8080"], Place::Own(shop) if shop.locale == "de"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let shop = |more: &str| format!("[[shop]]\nkey='pk_a'\nurl='https://quay.example'\n{more}");
        for (text, why) in [
            (String::new(), "names no shop"),
            ("[shop]\nkey='pk_a'".to_owned(), "'shop' is not known"),
            ("[[shops]]\nkey='pk_a'".to_owned(), "'shops' is not known"),
            ("[[shop]]\nurl='https://a.example'".to_owned(), "shop 1: 'key' is missing"),
            ("[[shop]]\nkey='sk_a'\nurl='https://a.example'".to_owned(), "'key' is missing"),
            ("[[shop]]\nkey='pk_a'".to_owned(), "'url' is missing"),
            ("[[shop]]\nkey='pk_a'\nurl='quay.example'".to_owned(), "is no address of a shop"),
            ("[[shop]]\nkey='pk_a'\nurl='https://a:b@quay.example'".to_owned(), "is no address of a shop"),
            ("[[shop]]\nkey='pk_a'\nurl='https://quay.example/shop'".to_owned(), "is no address of a shop"),
            (shop("domain='x'"), "'domain' is not known"),
            (shop("name=1"), "'name' is a text"),
            (shop("hosts='x'"), "'hosts' is a list"),
            (shop("hosts=[1]"), "'hosts' are texts"),
            (shop("hosts=['https://x']"), "is no host"),
            (shop("hosts=['quay.example']"), "is named twice"),
            (shop("name="), "TOML parse error"),
        ] {
            let error = parse(&text, &usual()).err().unwrap_or_default();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
