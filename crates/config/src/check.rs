//! Rules between settings: defaults that follow from others, and combinations that cannot work.

use secrecy::{ExposeSecret, SecretString};
use vault::seal::{Keyring, KeyringError};

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
        let from = &config.mail.from;
        if !reader.is_wrong("mail.from") && from.trim_end_matches('>').ends_with("@localhost") {
            let sender = setting("mail.from");
            errors.push(Error::Conflict {
                name: both_names(sender),
                value: from.clone(),
                reason: "in production no mail server takes mails of localhost".to_owned(),
                remedy: format!("name an address of yours, as in {}=Shop <shop@example.com>", sender.name()),
            });
        }
    }

    if config.environment.is_production() {
        errors.extend(known_secrets(config));
    }

    for (id, secret) in
        [("auth.google_client_id", "auth.google_client_secret"), ("auth.github_client_id", "auth.github_client_secret")]
    {
        for (given, missing) in [(id, secret), (secret, id)] {
            if reader.is_given(given) && !reader.is_given(missing) && !reader.is_incomplete() {
                errors.push(Error::missing(setting(missing), "client id and secret go together"));
            }
        }
    }

    errors.extend(stripe(config, reader));

    if let Some(secret) = &config.auth.secret {
        let secret = secret.expose_secret();
        if config.auth.previous_secrets.iter().any(|previous| previous.expose_secret() == secret) {
            let present = setting("auth.secret");
            errors.push(Error::Conflict {
                name: both_names(setting("auth.previous_secrets")),
                value: "a list with the present secret in it".to_owned(),
                reason: format!("{} is no previous one", both_names(present)),
                remedy: format!("take it out, or give {} a new one", present.name()),
            });
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

/// What of Stripe's goes together: the two keys, of the same mode, and secrets that tell its events from a stranger's.
fn stripe(config: &Config, reader: &Reader<'_>) -> Vec<Error> {
    let mut errors = Vec::new();
    let (secret, publishable) = (setting("stripe.secret_key"), setting("stripe.publishable_key"));
    let hooks = setting("stripe.webhook_secrets");
    if config.environment.is_production() && reader.is_given(secret.key) {
        if !reader.is_given(hooks.key) && !reader.is_incomplete() {
            errors.push(Error::missing(hooks, "without them nobody tells of payments"));
        }
        if config.stripe.webhook_secrets.iter().any(|given| given.expose_secret() == hooks.example) {
            errors.push(Error::Conflict {
                name: both_names(hooks),
                value: "a list with that of the examples in it".to_owned(),
                reason: "everybody knows it, and could say that anything is paid".to_owned(),
                remedy: "take the one that Stripe's dashboard shows for the webhook".to_owned(),
            });
        }
    }
    let is_test = |key: &str| key.split('_').nth(1) == Some("test");
    if let (Some(key), Some(shown)) = (&config.stripe.secret_key, &config.stripe.publishable_key)
        && is_test(key.expose_secret()) != is_test(shown)
    {
        errors.push(Error::Conflict {
            name: both_names(publishable),
            value: "a key of another mode".to_owned(),
            reason: format!("one of it and {} is for tests, the other for money", both_names(secret)),
            remedy: "take both from the same page of Stripe's dashboard".to_owned(),
        });
    }
    errors
}

/// Secrets that stand in the examples, whole or as an entry of a list: everybody knows them.
fn known_secrets(config: &Config) -> Vec<Error> {
    let (secret, previous, keys) =
        (setting("auth.secret"), setting("auth.previous_secrets"), setting("encryption.keys"));
    let is_known = |given: &SecretString| {
        let given = given.expose_secret().trim();
        given == secret.example || given == previous.example
    };
    let found = [
        (secret, config.auth.secret.as_ref().is_some_and(is_known), "that of the examples"),
        (previous, config.auth.previous_secrets.iter().any(is_known), "a list with one of the examples in it"),
        (
            keys,
            config.encryption.keys.as_ref().is_some_and(|given| share_a_key(given.expose_secret(), keys.example)),
            "a list with a key of the examples in it",
        ),
    ];
    let known = found.into_iter().filter(|(_, is_known, _)| *is_known);
    known
        .map(|(setting, _, value)| Error::Conflict {
            name: both_names(setting),
            value: value.to_owned(),
            reason: "everybody knows it".to_owned(),
            remedy: "make one with: openssl rand -base64 32".to_owned(),
        })
        .collect()
}

/// Whether two keyrings have a key in common, whatever it is called and however it is written.
fn share_a_key(one: &str, other: &str) -> bool {
    let keys = |ring: &str| -> Vec<String> {
        ring.split(',').filter_map(|entry| entry.split_once(':')).map(|(_, key)| key.trim().to_owned()).collect()
    };
    let (one, other) = (keys(one), keys(other));
    one.iter().any(|key| {
        other.iter().any(|known| {
            let both = SecretString::from(format!("given:{key},known:{known}"));
            matches!(Keyring::parse(&both), Err(KeyringError::Twice { .. }))
        })
    })
}
