//! The schema: plain SQL files below `sql/<phase>/`, wrapped by sea-orm-migration.
//!
//! Owns every table, policy, trigger and function. Must never hold data of a shop, nor Rust that touches one.
//! To add a migration: put `sql/<phase>/<nn>_<name>.{up,down}.sql` there and name it in `migrator.rs`.
//! `kontor doctor schema` and the tenant matrix find the new table by themselves.

mod doctor;
mod migrator;

pub use doctor::{Finding, GLOBAL_TABLES, Report, doctor};
pub use migrator::{Error, MigrationState, Migrator, analyze, down, fingerprint, pending, prepare, status, up};
