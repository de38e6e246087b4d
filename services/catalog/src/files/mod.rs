//! Files of a shop: pictures that everybody may see, and imports and exports that only the staff may.
//!
//! A file is told by its first bytes, never by its name. Pictures are served at `/media/{shop}/{key}` without a look at the
//! database: what is public lies apart from what is not, and what is deleted is gone. A row is written once its file is whole; a
//! file without a row is swept away a day later.

mod kind;
mod receive;
mod serve;
mod sweep;

use limits::Limits;
use storage::Storage;
use uuid::Uuid;
use web::App;

pub(crate) use kind::Kind;
pub(crate) use receive::{Incoming, Received};
pub(crate) use serve::*;
pub(crate) use sweep::Sweep;

/// What handlers and jobs reach files with. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    pub(crate) app: App,
    pub(crate) storage: Storage,
    pub(crate) limits: Limits,
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everybody who knows its address.
    Public,
    /// The staff.
    Private,
}

impl Access {
    /// As the column has it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }
}

impl Files {
    /// With the folder that keeps them.
    pub fn new(app: App, storage: Storage, limits: Limits) -> Self {
        Self { app, storage, limits }
    }

    /// Where pictures of a shop begin.
    pub(crate) fn base(&self) -> String {
        self.app.config.server.public_url()
    }
}

/// Where the storage has a file.
pub(crate) fn place(access: &str, organization: Uuid, key: &str) -> String {
    format!("{access}/{organization}/{key}")
}

/// A name for a new file, which nobody can have guessed from what it is called.
pub(crate) fn new_key(extension: &str) -> String {
    let id = Uuid::now_v7();
    let folder = id.as_bytes()[15];
    format!("{folder:02x}/{id}.{extension}")
}
