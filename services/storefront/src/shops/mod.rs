//! Which shop a host is: one on every host, or those of a file, each on hosts of its own.

mod file;
mod host;

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

pub use file::Unreadable;
pub(crate) use host::{came_plain, named};

/// A shop as its pages know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    /// What the Store API knows it by.
    pub key: String,
    /// What its operator calls it, where it has said no name itself.
    pub name: Option<String>,
    /// What it says of itself, in a line, where it has not said that, either.
    pub tagline: Option<String>,
    /// The language of who asks for none that there is.
    pub locale: String,
    /// Where goods go until the shopper says otherwise, ISO 3166-1.
    pub country: Option<String>,
    /// Where its pages are, without a slash at the end.
    pub url: String,
    /// Its theme, where it is another than the usual one and the shop has named none itself.
    pub theme: Option<String>,
    /// Where its files are said to be, if that is another address of this very process.
    pub files: Option<String>,
}

/// The shops of this process. Cheap to clone.
#[derive(Clone)]
pub struct Shops(Arc<Source>);

enum Source {
    One(Arc<Shop>),
    Listed(Listed),
}

/// What a host is to a shop.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// Its pages are there.
    Own(Arc<Shop>),
    /// It leads to where they are.
    LeadsTo(Arc<Shop>),
}

type Hosts = HashMap<String, Place>;

struct Listed {
    path: PathBuf,
    /// What all of them have in common.
    usual: Shop,
    looked: RwLock<Looked>,
    /// Somebody looks at the file.
    is_looking: AtomicBool,
}

struct Looked {
    at: Instant,
    stamp: Option<(SystemTime, u64)>,
    hosts: Arc<Hosts>,
}

/// So often the file is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

impl Shops {
    /// One shop on every host.
    pub fn one(shop: Shop) -> Self {
        Self(Arc::new(Source::One(Arc::new(shop))))
    }

    /// Those of a file, which is read again when it changes; `usual` is what a shop is where the file says nothing.
    ///
    /// # Errors
    /// A file that is not there, or that says what nobody understands: it is told which line of it, and what to write.
    pub fn listed(path: PathBuf, usual: Shop) -> Result<Self, Unreadable> {
        let stamp = stamp(&path);
        let hosts = Arc::new(file::read(&path, &usual)?);
        let looked = RwLock::new(Looked { at: Instant::now(), stamp, hosts });
        Ok(Self(Arc::new(Source::Listed(Listed { path, usual, looked, is_looking: AtomicBool::new(false) }))))
    }

    /// What a host is, as it was asked for; nothing where no shop has it.
    pub(crate) fn at(&self, host: Option<&str>) -> Option<Place> {
        match &*self.0 {
            Source::One(shop) => Some(Place::Own(Arc::clone(shop))),
            Source::Listed(listed) => {
                let hosts = self.hosts(listed);
                hosts.get(&host::plain(host?)?).cloned()
            }
        }
    }

    /// The file as it is now; a change of it is seen half a second later, and nobody waits for the disk.
    fn hosts(&self, listed: &Listed) -> Arc<Hosts> {
        let looked = listed.looked.read().unwrap_or_else(PoisonError::into_inner);
        if looked.at.elapsed() >= LOOK_EVERY && !listed.is_looking.swap(true, Ordering::AcqRel) {
            let shops = self.clone();
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn_blocking(move || shops.look())),
                Err(_) => listed.is_looking.store(false, Ordering::Release),
            }
        }
        Arc::clone(&looked.hosts)
    }

    fn look(&self) {
        let Source::Listed(listed) = &*self.0 else { return };
        let stamp = stamp(&listed.path);
        let known = listed.looked.read().unwrap_or_else(PoisonError::into_inner).stamp;
        let read = (stamp != known).then(|| file::read(&listed.path, &listed.usual));
        let mut looked = listed.looked.write().unwrap_or_else(PoisonError::into_inner);
        match read {
            Some(Ok(hosts)) => looked.hosts = Arc::new(hosts),
            // Who edits it has a moment to mend it: the shops stay as they were.
            Some(Err(error)) => tracing::error!(%error, "the shops of this server stay as they were"),
            None => {}
        }
        (looked.at, looked.stamp) = (Instant::now(), stamp);
        listed.is_looking.store(false, Ordering::Release);
    }
}

fn stamp(path: &std::path::Path) -> Option<(SystemTime, u64)> {
    let data = std::fs::metadata(path).ok()?;
    Some((data.modified().ok()?, data.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_broken_meanwhile_changes_nothing() {
        let path = std::env::temp_dir().join(format!("kontor-shops-{}.toml", std::process::id()));
        let write = |name: &str, host: &str| {
            let text = format!("[[shop]]\nkey='pk_a'\nurl='https://{host}'\nname='{name}'\n");
            std::fs::write(&path, text).unwrap();
        };
        let (key, url, locale) = (String::new(), String::new(), "en".to_owned());
        let usual = Shop { key, url, locale, name: None, tagline: None, country: None, theme: None, files: None };
        assert!(Shops::listed(path.clone(), usual.clone()).is_err(), "it is not there");
        write("Quay", "quay.example");
        let shops = Shops::listed(path.clone(), usual).unwrap();
        let name = |host: &str| match shops.at(Some(host)) {
            Some(Place::Own(shop)) => shop.name.clone(),
            _ => None,
        };
        for broken in ["", "[[shop]]", "[[shop"] {
            std::fs::write(&path, broken).unwrap();
            shops.look();
            assert_eq!(name("quay.example").as_deref(), Some("Quay"), "{broken}");
        }
        write("Another name", "tally.example");
        shops.look();
        assert_eq!((name("tally.example").as_deref(), name("quay.example")), (Some("Another name"), None));
        std::fs::remove_file(path).unwrap();
    }
}
