//! What is kept about a person: told to whom it concerns, and erased.
//!
//! Every table that holds something personal has a line in a registry ([`Subject`]); a service brings its own, and a test
//! compares them with the live schema. A request ([`requests`]) is one customer of a shop, or a whole person; a job tells
//! ([`ExportPerson`]) or erases ([`ErasePerson`]). Erasing keeps the keys that invoices refer to, and nothing else.
//!
//! One person's jobs run one after the other (`turn`), each in a transaction that is kept whole or not at all, so they may be
//! killed and run again. What is told stands in sealed pages (`pages`); what a job has to know of whom it erases, when his row
//! says nothing any more, is sealed as well (`whom`).
//!
//! To add a table: a [`Subject`] in the registry of the service that owns it. A column of a table whose rows stay is written
//! over or kept: both lists stand in its line.

mod depart;
mod erase;
mod export;
mod file;
mod input;
mod list;
mod mine;
mod order;
mod pace;
mod pages;
mod person;
pub mod requests;
mod subject;
mod subjects;
mod tidy;
mod turn;
mod whom;

pub use depart::depart;
pub use erase::{EraseAgain, ErasePerson};
pub use export::{ExportPerson, LIFE};
pub use subject::{Goes, Of, Subject};
pub use subjects::SUBJECTS;
pub use tidy::TidyRequests;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use crate::Accounts;

/// A shop without an owner is nobody's.
const ONLY_OWNER: &str = "He is the only owner of a shop: make somebody else its owner, or delete it, and ask again";

/// What the jobs work with.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Seals files.
    pub accounts: Accounts,
    /// The registries of all services, in the order in which is erased: identity, which the others refer to, comes last.
    pub subjects: &'static [&'static [Subject]],
}

impl Desk {
    fn subjects(&self) -> impl Iterator<Item = &'static Subject> {
        self.subjects.iter().flat_map(|registry| registry.iter())
    }

    /// The jobs.
    pub fn jobs(self) -> jobs::Registry {
        jobs::Registry::new()
            .with::<ExportPerson>(self.clone())
            .with::<ErasePerson>(self.clone())
            .with::<EraseAgain>(self)
            .with::<TidyRequests>(())
    }
}

/// The routes below `/admin`.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(order::export_customer))
        .routes(routes!(order::erase_customer))
        .routes(routes!(list::list_privacy_requests))
        .routes(routes!(list::get_privacy_request))
        .routes(routes!(file::get_privacy_file))
}

/// The routes below `/store`, for the person himself.
pub(crate) fn store_router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(mine::export_me))
        .routes(routes!(mine::list_my_privacy_requests))
        .routes(routes!(mine::get_my_privacy_file))
}

/// The routes below `/auth`, for whole persons.
pub(crate) fn auth_router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(person::export_person))
        .routes(routes!(person::get_person_file))
        .routes(routes!(person::erase_person))
}
