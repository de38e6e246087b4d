//! Environment over `.env` over file over defaults.

use std::time::Duration;

use config::{Config, Environment, LogFormat};
use secrecy::ExposeSecret;

use crate::{Folder, settings};

fn direct_url(config: &Config) -> &str {
    config.database.direct_url.as_ref().expect("it follows from the others").expose_secret()
}

#[test]
fn defaults_hold_when_nothing_is_given() {
    let config = settings(&[], None);
    assert_eq!(config.environment, Environment::Development);
    assert_eq!(config.server.address().to_string(), "127.0.0.1:8080");
    assert_eq!(config.server.body_limit, 1_000_000);
    assert_eq!(config.server.request_timeout, Duration::from_secs(30));
    assert!(config.server.trusted_proxies.is_empty());
    assert!(config.server.public_url.is_none());
    assert!(config.database.url.is_none());
    assert_eq!(config.database.slow_statement, Duration::from_millis(500));
    assert_eq!(config.cache.max_bytes, 64_000_000);
    assert_eq!(config.cache.ttl, Duration::from_mins(5));
    assert_eq!(config.log.format, LogFormat::Pretty);
    assert_eq!(config.log.filter, "info,sqlx=warn,sea_orm=warn,tokio_cron_scheduler=warn,webauthn_rs_core=off");
    assert!(config.telemetry.otlp_endpoint.is_none());
    assert!((config.telemetry.sample_ratio - 0.1).abs() < f64::EPSILON);
    assert_eq!(config.jobs.lease, Duration::from_mins(1));
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_defaults() {
    let file = "[server]\nport = 1\nbind = \"::1\"\n[cache]\nenabled = false\n";
    let config = settings(&[("KONTOR_PORT", "2")], Some(file));
    assert_eq!(config.server.port, 2);
    assert_eq!(config.server.bind.to_string(), "::1");
    assert!(!config.cache.enabled);
    assert_eq!(config.server.max_connections, 10_000);
}

#[test]
fn each_source_wins_over_those_below_it() {
    let folder = Folder::new();
    folder.write(".env", "\u{feff}KONTOR_PORT=3\nKONTOR_JOBS_CONCURRENCY=3\nHOME=/elsewhere\nKONTOR_LOG='a b'\n");
    folder.write("kontor.toml", "[server]\nport = 2\nbody_limit = \"2MiB\"\n[jobs]\nconcurrency = 2\nlease = \"2s\"\n");
    let load = |env: &[(&str, &str)]| folder.load(env).unwrap_or_else(|errors| panic!("{errors}"));

    let config = load(&[("KONTOR_PORT", "4"), ("RUST_LOG", "debug")]);
    assert_eq!(config.server.port, 4, "environment over .env");
    assert_eq!(config.jobs.concurrency, 3, ".env over file");
    assert_eq!(config.jobs.lease, Duration::from_secs(2), "file over default");
    assert_eq!(config.server.body_limit, 2 * 1024 * 1024);
    assert_eq!(config.log.filter, "debug", "RUST_LOG of the environment over KONTOR_LOG of .env");
    assert_eq!(load(&[]).log.filter, "a b");
    assert_eq!(load(&[("RUST_LOG", "debug"), ("KONTOR_LOG", "warn")]).log.filter, "warn");
    assert!(std::env::var("KONTOR_JOBS_CONCURRENCY").is_err(), "the environment of the process stays as it was");

    folder.write("other.toml", "[jobs]\nlease = \"9s\"\n");
    let config = load(&[("KONTOR_CONFIG", "other.toml")]);
    assert_eq!(config.jobs.lease, Duration::from_secs(9));
    assert_eq!(config.server.body_limit, 1_000_000, "the other file stands in place of kontor.toml");
}

#[test]
fn an_empty_value_counts_as_not_given() {
    let file = "[server]\nport = 7\n[redis]\nurl = \"\"\n";
    let config = settings(&[("KONTOR_PORT", " "), ("DATABASE_URL", "")], Some(file));
    assert_eq!(config.server.port, 7);
    assert!(config.database.url.is_none());
    assert!(config.redis.url.is_none());
}

#[test]
fn defaults_follow_other_settings() {
    let config = settings(
        &[
            ("KONTOR_ENV", "production"),
            ("AUTH_SECRET", "0123456789abcdef0123456789abcdef"),
            ("DATABASE_URL", "postgres://app@db/kontor"),
            ("KONTOR_PUBLIC_URL", "https://shop.example.com"),
            ("SMTP_URL", "smtp://127.0.0.1:2525"),
            ("MAIL_FROM", "shop@example.com"),
            ("STORE_CORS", "https://shop.example.com"),
        ],
        None,
    );
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(direct_url(&config), "postgres://app@db/kontor");
    assert!(config.server.auth_cors.allows("https://shop.example.com"));
    assert!(config.server.auth_cors.allows("http://localhost:9000"));
    assert!(!config.server.auth_cors.allows("http://localhost:8000"));

    let env = [
        ("KONTOR_LOG_FORMAT", "json"),
        ("AUTH_CORS", "https://one.example.com"),
        ("DIRECT_DATABASE_URL", "postgres://owner@db/kontor"),
    ];
    let config = settings(&env, None);
    assert_eq!(config.log.format, LogFormat::Json);
    assert!(!config.server.auth_cors.allows("http://localhost:9000"));
    assert_eq!(direct_url(&config), "postgres://owner@db/kontor");
}
