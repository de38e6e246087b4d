//! What keeps the index up to date, in the background.

mod embed;
mod index;
mod regular;

use ::jobs::{Registry, Schedule, ScheduleError};

pub use embed::Embed;
pub use index::{Index, index_now};

use super::Semantics;

/// The jobs of the search and of the catalogue's counts.
pub fn registry(semantics: &Semantics) -> Registry {
    Registry::new()
        .with::<Index>(semantics.clone())
        .with::<Embed>(semantics.clone())
        .with::<index::ReindexOf>(())
        .with::<index::PriceListEdges>(())
        .with::<regular::CatchUp>(semantics.clone())
        .with::<regular::RefreshPairs>(())
        .with::<regular::FoldTallies>(())
        .with::<regular::ForgetQueries>(())
}

/// When some of them are due.
pub fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    Ok(vec![
        Schedule::new("catalog.catch_up", "*/15 * * * *", &regular::CatchUp {})?,
        Schedule::new("catalog.refresh_pairs", "23 * * * *", &regular::RefreshPairs {})?,
        Schedule::new("catalog.fold_tallies", "*/10 * * * *", &regular::FoldTallies {})?,
        Schedule::new("catalog.forget_queries", "41 3 * * *", &regular::ForgetQueries {})?,
    ])
}
