//! Takes over the database of a Better Auth 1.x.
//!
//! Its rows are read as JSON in one read-only snapshot, so that a table or column that an older version or another choice of
//! plugins lacks is simply not there. They are written a batch in a transaction, by a few statements each however many rows
//! there are. `auth.imported` remembers how both sides looked: importing again brings what changed there, keeps what changed
//! here, and brings back nothing that was deleted here.
//!
//! - [`source`](Source) reads; `ids` and `values` translate what every table has;
//! - `kinds` has a file for each table: what its rows become, and what they must not contradict;
//! - `write` writes a batch, `run` walks over all.

mod ids;
mod kinds;
mod report;
mod run;
mod source;
mod values;
mod write;

pub use self::{
    report::{Counts, Progress, Refused, Report},
    run::{ImportError, Options, run},
    source::{Source, SourceError},
};
