//! Rules between settings: defaults that follow from others, and combinations that cannot work.

use crate::{
    error::{Error, both_names},
    kind::LogFormat,
    reader::{Reader, setting},
    settings::Config,
};

/// Fills in what follows from other settings when nobody has given it.
pub(crate) fn derive(config: &mut Config, reader: &Reader<'_>) {
    if !reader.is_given("log.format") && config.environment.is_production() {
        config.log.format = LogFormat::Json;
    }
    if !reader.is_given("server.auth_cors") {
        config.server.auth_cors = config.server.store_cors.with(&config.server.admin_cors);
    }
    if !reader.is_given("database.direct_url") {
        config.database.direct_url.clone_from(&config.database.url);
    }
}

/// What is wrong although each value is right.
pub(crate) fn check(config: &Config, reader: &Reader<'_>) -> Vec<Error> {
    let mut errors = Vec::new();
    if config.environment.is_production() && !reader.is_incomplete() {
        let needed = [
            ("database.url", "production does not run on the embedded database"),
            ("auth.secret", "sessions are signed with it"),
            ("mail.smtp_url", "without a mail server people's links and codes would end in files"),
            ("server.public_url", "links in mail and redirects need it in production"),
        ];
        for (key, reason) in needed {
            if !reader.is_given(key) {
                errors.push(Error::missing(setting(key), reason));
            }
        }
    }

    let (min, max) = (config.database.min_connections, config.database.max_connections);
    let is_known = !reader.is_wrong("database.min_connections") && !reader.is_wrong("database.max_connections");
    if is_known && min > max {
        let max_connections = setting("database.max_connections");
        errors.push(Error::Conflict {
            name: both_names(setting("database.min_connections")),
            value: min.to_string(),
            reason: format!("{} is {max}", both_names(max_connections)),
            remedy: format!("lower the first or raise {}", max_connections.name()),
        });
    }
    errors
}
