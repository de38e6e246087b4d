//! What every handler may reach.

use std::sync::Arc;

use config::Config;
use db::Db;

/// The state of all routers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The settings.
    pub config: Arc<Config>,
}
