//! How Kontor speaks HTTP.
//!
//! Owns the error bodies, Medusa's query strings and `fields` rules, the middleware every request passes, the
//! connection limits, health, metrics and the OpenAPI document. Must never know an entity, a table or a service.
//!
//! To add an endpoint: a handler with `#[utoipa::path]` that extracts, makes one domain call and maps; errors are
//! [`ApiError`]; parameters are a type that implements [`query::FromParams`].

mod app;
pub mod body;
mod client;
mod connection;
mod cors;
mod error;
pub mod fields;
mod form;
mod health;
mod layers;
mod list;
mod openapi;
pub mod query;
mod request_id;
mod server;

/// For the macros.
#[doc(hidden)]
pub mod reexport {
    pub use serde_json;
    pub use utoipa;
}

pub use app::App;
pub use client::{IpNet, Peer, Vouched, client_address, network_of};
pub use cors::{cors, cors_where};
pub use error::{AdminErrors, ApiError, ErrorBody, Kind, StoreErrors};
pub use form::{FileForm, FilePart, is_form};
pub use health::{Readiness, RenderMetrics, operations};
pub use layers::{Deadline, finish, not_found};
pub use list::{ListParams, ListQuery, Order, Page, SelectParams, SelectQuery};
pub use openapi::{base_document, docs};
pub use request_id::RequestId;
pub use server::{Limits, serve};
