//! The response cache of public reads.
//!
//! **Owns** the bytes of answers that handlers allow to be kept, the versions that tell whether they still hold, the single
//! flight that computes a missing answer once, and the optional second level in Redis that processes share.
//!
//! **The promise**: a cached answer is never older than the last change that this process has been told of. Whoever listens
//! to Postgres calls [`Cache::invalidate`] for each notice, and [`Cache::listening`] when the connection comes and goes; while
//! nobody listens nothing has been told, so nothing is served from here. What a handler reads from a lagging replica is
//! outside this promise: it must read where the change it was told of is already visible.
//!
//! **Must never** know a service or an entity, open a database connection, let a client force a recomputation, or fail or
//! delay a request because Redis is down. It keeps no answer that was not marked with [`Cacheable`], and of a kept answer only
//! the body and the headers in [`KEPT_HEADERS`]: layers that add headers per request (request id, CORS, compression) go
//! outside of [`layer()`].
//!
//! **To cache one more route**: let its handler return `(Cacheable::on(Topic::Catalog), Json(..))`, and make sure that
//! everything its answer depends on is in the path, the query or the [`Partition`]. **To add one more topic**: a variant of
//! [`Topic`] and its name; then have the writer's trigger notify it.

mod answer;
mod body;
mod cache;
mod conditional;
mod error;
mod flight;
mod key;
mod layer;
mod mark;
mod meters;
mod settings;
mod shared;
mod topic;
mod versions;

pub use self::{
    answer::{CACHE_HEADER, KEPT_HEADERS},
    cache::Cache,
    error::Error,
    key::MAX_TARGET,
    layer::{MAX_BODY, layer},
    mark::{Cacheable, Partition},
    meters::Stats,
    settings::{Clock, Health, RedisSettings, Settings},
    shared::Redis,
    topic::{Topic, Topics},
};
