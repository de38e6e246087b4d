/// What can go wrong when the cache is set up; serving requests never fails because of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address of Redis cannot be used.
    #[error("the redis url is not usable: write redis://[user:password@]host:port/[database]")]
    RedisUrl(#[source] redis::RedisError),
    /// A notice named a topic that this build does not know.
    #[error("unknown cache topic {0:?}: the triggers and this build disagree, so run the migrations of this build")]
    UnknownTopic(String),
}
