//! Files: what was uploaded, and what exports wrote.
//!
//! Owns where the bytes are. A file is written under a key of its own, is there whole or not at all, and is never changed; who may
//! read it, and what it is called, is for others to know. Must never make a key out of what somebody typed.

use std::{
    fmt,
    io::{self, Read},
    path::{Path as FilePath, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::{
    GetResultPayload, MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path,
};

/// Why a file could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is none.
    #[error("there is no such file")]
    NotFound,
    /// The folder cannot be used.
    #[error("the folder for files, {}, cannot be used", .0.display())]
    Folder(PathBuf, #[source] io::Error),
    /// The disk is full, or the store is away.
    #[error("files cannot be stored or read at the moment")]
    Unavailable(#[source] object_store::Error),
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            other => Self::Unavailable(other),
        }
    }
}

/// The result of anything that is done with files.
pub type Result<T> = std::result::Result<T, Error>;

/// Where the files are. Cheap to clone.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    folder: Arc<PathBuf>,
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Storage").field(&self.folder).finish()
    }
}

/// A file that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Under which key.
    pub key: String,
    /// How many bytes it has.
    pub size: u64,
    /// When it was written.
    pub written_at: DateTime<Utc>,
}

impl Storage {
    /// The files of a folder, which is made when it is not there.
    pub fn local(folder: impl AsRef<FilePath>) -> Result<Self> {
        let folder = folder.as_ref();
        let failed = |error| Error::Folder(folder.to_owned(), error);
        std::fs::create_dir_all(folder).map_err(failed)?;
        let folder = folder.canonicalize().map_err(failed)?;
        let store = LocalFileSystem::new_with_prefix(&folder)?.with_automatic_cleanup(true);
        Ok(Self { store: Arc::new(store), folder: Arc::new(folder) })
    }

    /// Begins to write a file. It is there once [`Writing::finish`] has been called, and never if that is not.
    pub async fn write(&self, key: &str) -> Result<Writing> {
        let upload = self.store.put_multipart(&Path::from(key)).await?;
        Ok(Writing { upload, buffer: BytesMut::new(), size: 0 })
    }

    /// The bytes of a file, and how many there are.
    pub async fn read(&self, key: &str) -> Result<(u64, impl Stream<Item = Result<Bytes>> + Send + 'static)> {
        let found = self.store.get(&Path::from(key)).await?;
        Ok((found.meta.size, found.into_stream().map_err(Error::from)))
    }

    /// A file for somebody who reads it from its beginning, on a thread that may wait.
    pub async fn open(&self, key: &str) -> Result<Box<dyn Read + Send>> {
        let found = self.store.get(&Path::from(key)).await?;
        match found.payload {
            GetResultPayload::File(file, _) => Ok(Box::new(io::BufReader::with_capacity(BUFFER, file))),
            GetResultPayload::Stream(stream) => {
                let parts: Vec<Bytes> = stream.try_collect().await?;
                Ok(Box::new(io::Cursor::new(parts.concat())))
            }
        }
    }

    /// Removes a file. One that is not there is as good as removed.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match self.store.delete(&Path::from(key)).await.map_err(Error::from) {
            Ok(()) | Err(Error::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// All files below a folder of keys, one after the other.
    pub fn list(&self, below: &str) -> impl Stream<Item = Result<Found>> + Send + 'static {
        let found = self.store.list(Some(&Path::from(below)));
        found.map_err(Error::from).map_ok(|meta| Found {
            key: meta.location.to_string(),
            size: meta.size,
            written_at: meta.last_modified,
        })
    }

    /// Removes what processes that were killed left half written, if it is older than `age`. How many there were.
    pub fn sweep_half_written(&self, age: Duration) -> io::Result<u64> {
        let limit = SystemTime::now().checked_sub(age).unwrap_or(SystemTime::UNIX_EPOCH);
        let (mut removed, mut folders) = (0, vec![self.folder.as_ref().clone()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                let (kind, path) = (entry.file_type()?, entry.path());
                if kind.is_dir() {
                    folders.push(path);
                } else if kind.is_file() && is_half_written(&path) && entry.metadata()?.modified()? < limit {
                    std::fs::remove_file(path)?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }
}

/// So the store names what is being written: `file.png#7`.
fn is_half_written(path: &FilePath) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let number = name.rsplit_once('#').map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// So much is written at once.
const PART: usize = 1 << 20;
const BUFFER: usize = 1 << 18;

/// A file that is being written. Dropping it leaves nothing.
pub struct Writing {
    upload: Box<dyn MultipartUpload>,
    buffer: BytesMut,
    size: u64,
}

impl fmt::Debug for Writing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writing").field("size", &self.size).finish_non_exhaustive()
    }
}

impl Writing {
    /// Adds bytes to its end.
    pub async fn add(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PART { self.flush().await } else { Ok(()) }
    }

    /// How many bytes it has so far.
    pub const fn size(&self) -> u64 {
        self.size
    }

    async fn flush(&mut self) -> Result<()> {
        let part = PutPayload::from(self.buffer.split().freeze());
        Ok(self.upload.put_part(part).await?)
    }

    /// From here on it is there.
    pub async fn finish(mut self) -> Result<u64> {
        if !self.buffer.is_empty() || self.size == 0 {
            self.flush().await?;
        }
        self.upload.complete().await?;
        Ok(self.size)
    }

    /// Gives it up.
    pub async fn abort(mut self) -> Result<()> {
        Ok(self.upload.abort().await?)
    }
}

/// All that a file has, for what is small.
pub async fn collect(stream: impl Stream<Item = Result<Bytes>>) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    let mut stream = std::pin::pin!(stream);
    while let Some(part) = stream.next().await {
        all.extend_from_slice(&part?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(storage: &Storage, key: &str) -> Result<Vec<u8>> {
        let (size, stream) = storage.read(key).await?;
        let bytes = collect(stream).await?;
        assert_eq!(bytes.len() as u64, size);
        Ok(bytes)
    }

    async fn keys(storage: &Storage) -> Vec<String> {
        let mut keys: Vec<String> = storage.list("private").map(|found| found.unwrap().key).collect::<Vec<_>>().await;
        keys.sort();
        keys
    }

    #[tokio::test]
    async fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::local(folder.path().join("files")).unwrap();
        let mut writing = storage.write("private/a/one.csv").await.unwrap();
        let many = vec![b'x'; PART + 7];
        writing.add(b"begin").await.unwrap();
        writing.add(&many).await.unwrap();
        assert!(matches!(all(&storage, "private/a/one.csv").await, Err(Error::NotFound)), "it is not finished");
        assert!(keys(&storage).await.is_empty());
        assert_eq!(writing.finish().await.unwrap(), many.len() as u64 + 5);
        assert_eq!(all(&storage, "private/a/one.csv").await.unwrap(), [b"begin", many.as_slice()].concat());
        let mut read = Vec::new();
        storage.open("private/a/one.csv").await.unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read.len(), many.len() + 5);

        let empty = storage.write("private/b/empty").await.unwrap();
        assert_eq!(empty.finish().await.unwrap(), 0);
        assert!(all(&storage, "private/b/empty").await.unwrap().is_empty());
        let mut given_up = storage.write("private/b/two").await.unwrap();
        given_up.add(b"two").await.unwrap();
        given_up.abort().await.unwrap();
        assert_eq!(keys(&storage).await, ["private/a/one.csv", "private/b/empty"]);
        storage.delete("private/a/one.csv").await.unwrap();
        storage.delete("private/a/one.csv").await.unwrap();
        assert_eq!(keys(&storage).await, ["private/b/empty"]);
    }

    #[tokio::test]
    async fn a_key_never_leaves_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::local(folder.path().join("files")).unwrap();
        std::fs::write(folder.path().join("secret"), "secret").unwrap();
        for key in ["../secret", "private/../../secret", "/etc/passwd", "private/%2e%2e/%2e%2e/secret", ".."] {
            assert!(all(&storage, key).await.is_err(), "{key}");
        }
    }

    #[tokio::test]
    async fn what_the_killed_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::local(folder.path()).unwrap();
        std::fs::create_dir_all(folder.path().join("private")).unwrap();
        for name in ["one.csv#1", "two.csv", "three#x"] {
            std::fs::write(folder.path().join("private").join(name), "x").unwrap();
        }
        assert_eq!(storage.sweep_half_written(Duration::from_hours(1)).unwrap(), 0, "it may be being written");
        assert_eq!(storage.sweep_half_written(Duration::ZERO).unwrap(), 1);
        assert!(folder.path().join("private/two.csv").exists() && folder.path().join("private/three#x").exists());
    }
}
