//! Tests that need no global state: each has a subscriber, a recorder or a collector of its own.

mod collector;
mod logs;
mod metrics;
mod traces;

use config::Config;

/// Settings from variables.
fn settings(env: &[(&str, &str)]) -> Config {
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_sources(env, None).unwrap_or_else(|errors| panic!("{errors}"))
}
