//! What handlers and jobs reach the library with.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use images::Refused;
use storage::Storage;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use web::{ApiError, App, Kind};

use super::flights::Flights;

/// Points that are decoded at one time, in ten thousands: so much memory pictures take at the most, whoever sends how many.
const AT_ONCE: u32 = 4_000;
/// A small picture takes a core as well as a large one: four of them at a time.
const LEAST: u32 = AT_ONCE / 4;
/// Uploads that are read whole at one time.
const READ_AT_ONCE: usize = 4;

/// What handlers and jobs reach the library with. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Library {
    pub(crate) app: App,
    pub(crate) storage: Storage,
    pub(super) flights: Flights,
    pub(super) reading: Arc<Semaphore>,
    decoding: Arc<Semaphore>,
    made: Arc<AtomicU64>,
}

impl Library {
    /// With the folder that keeps its files.
    pub fn new(app: App, storage: Storage) -> Self {
        Self {
            app,
            storage,
            flights: Flights::default(),
            reading: Arc::new(Semaphore::new(READ_AT_ONCE)),
            decoding: Arc::new(Semaphore::new(AT_ONCE as usize)),
            made: Arc::default(),
        }
    }

    /// How many pictures were made for those who asked for them.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    pub(super) fn count_made(&self) {
        self.made.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("media_variants_made_total").increment(1);
    }

    /// Where addresses begin.
    pub(crate) fn base(&self) -> String {
        self.app.config.server.public_url()
    }

    /// Waits until there is room for a picture of so many points.
    pub(super) async fn room(&self, points: u64) -> Result<OwnedSemaphorePermit, ApiError> {
        let wanted = u32::try_from(points / 10_000).unwrap_or(AT_ONCE).clamp(LEAST, AT_ONCE);
        Arc::clone(&self.decoding).acquire_many_owned(wanted).await.map_err(ApiError::internal)
    }
}

/// Works on a thread that may wait. A decoder that ends badly is the fault of what it was given.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a picture could not be worked on");
        Refused("is a picture that cannot be read".to_owned())
    })
}

/// 503
pub(super) fn unavailable(error: storage::Error) -> ApiError {
    ApiError::new(Kind::Unavailable, "Files cannot be stored or read at the moment. Please try again.")
        .with_source(error)
}

/// All of a file that is small.
pub(super) async fn read_whole(storage: &Storage, place: &str) -> Result<Option<Vec<u8>>, storage::Error> {
    match storage.read(place).await {
        Ok((_, stream)) => storage::collect(stream).await.map(Some),
        Err(storage::Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes one that is small.
pub(super) async fn write_whole(storage: &Storage, place: &str, bytes: &[u8]) -> Result<(), storage::Error> {
    let mut writing = storage.write(place).await?;
    writing.add(bytes).await?;
    writing.finish().await.map(drop)
}

/// Goes on although nobody waits for it any more.
pub(super) async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, ApiError>> + Send + 'static,
) -> Result<T, ApiError> {
    tokio::spawn(work).await.map_err(ApiError::internal)?
}
