//! A file on its way in: counted as it comes, looked at as soon as it can be told what it is, and written anew once it is whole.

use entity::ids::MediaId;
use http::StatusCode;
use images::{Format, Kind, Limits, Refused};
use sha2::{Digest, Sha256};
use storage::Writing;
use uuid::Uuid;
use web::ApiError;

use super::{
    Library, Received,
    address::{INCOMING, ROOT, kept, new_key, original},
    keep::Shown,
    library::{aside, read_whole, unavailable, write_whole},
};

/// So much of a file says what it is.
const HEAD: usize = 4_096;
const MOST_NAME: usize = 255;

/// A file that is coming. It lies in the storage meanwhile: a picture on a slow line takes no memory.
pub(crate) struct Incoming<'a> {
    library: &'a Library,
    shop: Uuid,
    filename: String,
    place: String,
    writing: Writing,
    head: Vec<u8>,
    size: u64,
    hash: Sha256,
}

impl std::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("filename", &self.filename).field("size", &self.size).finish_non_exhaustive()
    }
}

/// One that is whole, and not yet looked at.
pub(crate) struct Arrived<'a> {
    library: &'a Library,
    shop: Uuid,
    filename: String,
    place: String,
    /// Of what was sent.
    pub(crate) sha256: Vec<u8>,
}

/// What is no name of a file is left out of it.
fn plain(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|sign| !sign.is_control()).take(MOST_NAME).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name.trim().to_owned() }
}

fn refused(filename: &str, Refused(why): &Refused) -> ApiError {
    let shown: String = filename.chars().take(100).collect();
    ApiError::invalid_data(format!("Invalid request: Field 'files': the file '{shown}' {why}"))
}

impl<'a> Incoming<'a> {
    /// A file of this name.
    pub(crate) async fn begin(library: &'a Library, shop: Uuid, name: &str) -> Result<Self, ApiError> {
        let place = format!("{ROOT}/{shop}/{INCOMING}/{}", Uuid::now_v7());
        let writing = library.storage.write(&place).await.map_err(unavailable)?;
        let (head, hash) = (Vec::with_capacity(HEAD), Sha256::new());
        Ok(Self { library, shop, filename: plain(name), place, writing, head, size: 0, hash })
    }

    /// More of it.
    pub(crate) async fn add(&mut self, bytes: &[u8]) -> Result<(), ApiError> {
        self.size += bytes.len() as u64;
        let most = self.library.app.config.storage.upload_limit as u64;
        if self.size > most {
            let shown: String = self.filename.chars().take(100).collect();
            let message = format!(
                "Invalid request: Value for field 'files' too big, expected at most: '{most}' bytes: the file '{shown}'"
            );
            return Err(ApiError::new(web::Kind::TooLarge(StatusCode::PAYLOAD_TOO_LARGE), message));
        }
        if self.head.len() < HEAD {
            self.head.extend_from_slice(&bytes[..bytes.len().min(HEAD - self.head.len())]);
            if self.head.len() == HEAD {
                Kind::begins(&self.head).map_err(|why| refused(&self.filename, &why))?;
            }
        }
        self.hash.update(bytes);
        self.writing.add(bytes).await.map_err(unavailable)
    }

    /// The end of it.
    pub(crate) async fn finish(self) -> Result<Arrived<'a>, ApiError> {
        let Self { library, shop, filename, place, writing, head, size, hash } = self;
        if size < HEAD as u64 {
            Kind::of(&head).map_err(|why| refused(&filename, &why))?;
        }
        writing.finish().await.map_err(unavailable)?;
        Ok(Arrived { library, shop, filename, place, sha256: hash.finalize().to_vec() })
    }
}

impl Arrived<'_> {
    /// Writes it anew where it stays. What came is gone then, whatever becomes of it.
    pub(crate) async fn take(self) -> Result<Received, ApiError> {
        let taken = self.write_anew().await;
        self.drop_it().await;
        taken
    }

    /// It is there already.
    pub(crate) async fn drop_it(&self) {
        if let Err(error) = self.library.storage.delete(&self.place).await {
            tracing::warn!(%error, "a file that came stays until it is swept");
        }
    }

    async fn write_anew(&self) -> Result<Received, ApiError> {
        let Self { library, shop, filename, place, sha256 } = self;
        let _turn = library.reading.acquire().await.map_err(ApiError::internal)?;
        let came = read_whole(&library.storage, place).await.map_err(unavailable)?;
        let came = came.ok_or_else(|| ApiError::internal("a file that came is not there"))?;
        let wrong = |why: Refused| refused(filename, &why);
        let kind = Kind::of(&came).map_err(wrong)?;
        let (bytes, shown) = if kind.is_picture() {
            let (came, header) = aside(move || {
                let header = images::look(&came, Limits::default());
                (came, header)
            })
            .await
            .map_err(wrong)?;
            let header = header.map_err(wrong)?;
            let room = library.room(u64::from(header.width) * u64::from(header.height)).await?;
            // Whoever sent it may be gone before this ends: the room is taken until it does.
            let made = aside(move || {
                let _room = room;
                written_anew(&came, kind)
            });
            made.await.map_err(wrong)?.map_err(wrong)?
        } else {
            (came, None)
        };
        let id = MediaId::new();
        let key = new_key(sha256, id.0);
        write_whole(&library.storage, &original(*shop, &key, kind), &bytes).await.map_err(unavailable)?;
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        Ok(Received { id, key, filename: filename.clone(), kind, size, sha256: sha256.clone(), shown })
    }
}

/// A picture with nothing but its points.
fn written_anew(came: &[u8], kind: Kind) -> Result<(Vec<u8>, Option<Shown>), Refused> {
    let picture = images::decode(came, Limits::default())?;
    let format = match kept(kind) {
        Kind::Jpeg => Format::Jpeg,
        Kind::Webp => Format::Webp,
        _ => Format::Png,
    };
    let bytes = picture.keep(format).map_err(|error| Refused(format!("cannot be kept: {error}")))?;
    let shown = Shown {
        width: picture.width(),
        height: picture.height(),
        has_alpha: picture.has_alpha(),
        colour: picture.colour(),
    };
    Ok((bytes, Some(shown)))
}
