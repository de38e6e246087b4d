//! Whoever changes the same cart at the same time waits here, and not with a connection in his hand: twenty clicks on one cart would
//! keep all others of the process from the database. Between processes the row of the cart is what is waited for.

use std::{
    hash::{BuildHasher, RandomState},
    sync::LazyLock,
    time::Duration,
};

use tokio::sync::{Mutex, MutexGuard};
use web::{ApiError, Kind};

/// Two carts may have to wait for each other, one in so many times.
const TURNS: usize = 1_024;

static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
static ALL: LazyLock<Vec<Mutex<()>>> = LazyLock::new(|| (0..TURNS).map(|_| Mutex::new(())).collect());

/// A change is told so after so long, as where it waits for the row.
pub(crate) const OF_CHANGES: Duration = Duration::from_secs(2);
/// Completing waits longer: it ends with the answer that the others get too.
pub(crate) const OF_COMPLETING: Duration = Duration::from_secs(20);

/// One's turn with a cart, for as long as it is held.
pub(crate) type Turn = MutexGuard<'static, ()>;

/// Waits for one's turn with a cart.
pub(crate) async fn turn(id: &str, patience: Duration) -> Result<Turn, ApiError> {
    let busy = || {
        let words = "The request conflicted with another one that came at the same time. Please try again.";
        ApiError::new(Kind::Conflict, words)
    };
    let place = usize::try_from(HASHER.hash_one(id) % TURNS as u64).unwrap_or_default();
    let lock = ALL.get(place).ok_or_else(busy)?;
    tokio::time::timeout(patience, lock.lock()).await.map_err(|_| busy())
}
