//! Style sheets, scripts, fonts: under a name that changes with what they hold, so a browser asks once.

use std::{
    collections::{BTreeMap, HashMap},
    io::Write as _,
    path::Path,
};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::HeaderValue;
use include_dir::{Dir, include_dir};
use xxhash_rust::xxh3::Xxh3;

use super::{
    files::Files,
    policy::{self, CardForm},
};

/// What stands in every page instead of being fetched.
const CRITICAL: &str = "assets/critical.css";

/// All assets of a theme.
pub(crate) struct Assets {
    pub(crate) hash: String,
    pub(crate) critical: String,
    pub(crate) policy: HeaderValue,
    /// How policies name the sheet that stands in every page.
    sheet: String,
    found: HashMap<String, Asset>,
}

/// One of them.
#[derive(Clone)]
pub(crate) struct Asset {
    pub(crate) kind: &'static str,
    pub(crate) plain: Bytes,
    /// The same by gzip, where that is less.
    pub(crate) packed: Option<Bytes>,
}

impl Assets {
    pub(super) fn read(files: &Files) -> Self {
        let names = files
            .names("assets")
            .into_iter()
            .map(|name| (name.strip_prefix("assets/").unwrap_or(&name).to_owned(), files.bytes(&name)));
        let names = names.filter_map(|(name, bytes)| Some((name, bytes?)));
        // The editor's files are no theme's: they stand above those of the same name.
        let read: BTreeMap<String, Vec<u8>> = names.chain(editor()).collect();
        let mut hasher = Xxh3::new();
        for (name, bytes) in &read {
            hasher.update(name.as_bytes());
            hasher.update(bytes);
        }
        let hash = format!("{:016x}", hasher.digest());
        let critical = files.text(CRITICAL).unwrap_or_default().replace("url(./", &format!("url(/theme/{hash}/"));
        let found = read.into_iter().filter_map(|(name, bytes)| {
            let asset = Asset::new(&name, bytes)?;
            Some((name, asset))
        });
        let sheet = policy::hash(&critical);
        Self { found: found.collect(), policy: policy::policy(&[&sheet], None), sheet, critical, hash }
    }

    /// The policy of a page with another sheet in it, or on which somebody pays by card.
    pub(crate) fn policy_with(&self, sheet: Option<&str>, form: Option<&CardForm>) -> HeaderValue {
        if sheet.is_none() && form.is_none() {
            return self.policy.clone();
        }
        let sheets: Vec<&str> = [Some(&*self.sheet), sheet].into_iter().flatten().collect();
        policy::policy(&sheets, form)
    }

    /// The asset of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Asset> {
        self.found.get(name)
    }
}

impl Asset {
    fn new(name: &str, bytes: Vec<u8>) -> Option<Self> {
        let kind = match Path::new(name).extension()?.to_str()? {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            "woff2" => "font/woff2",
            "png" => "image/png",
            "webp" => "image/webp",
            "txt" => "text/plain; charset=utf-8",
            _ => return None,
        };
        let packed = pack(&bytes).filter(|packed| packed.len() < bytes.len());
        Some(Self { kind, plain: bytes.into(), packed })
    }
}

fn pack(bytes: &[u8]) -> Option<Bytes> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).ok()?;
    packer.finish().ok().map(Into::into)
}

static EDITOR: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/editor/dist");

/// What `npm run build` made of `editor/`: scripts and styles of who edits, which shoppers never fetch.
fn editor() -> impl Iterator<Item = (String, Vec<u8>)> {
    EDITOR.files().filter_map(|file| Some((file.path().to_str()?.to_owned(), file.contents().to_vec())))
}
