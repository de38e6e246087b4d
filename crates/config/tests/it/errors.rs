//! Everything that is wrong is said at once, and no secret is.

use crate::{errors, read, settings};

#[test]
fn all_errors_come_at_once() {
    let file = r#"
environment = "staging"
[server]
request_timeout = 30
trusted_proxies = ["10.0.0.0/8", "proxy"]
[jobs]
concurrency = 0
lease = { seconds = 60 }
"#;
    let env = [
        ("KONTOR_PORT", "80a"),
        ("KONTOR_BODY_LIMIT", "big"),
        ("KONTOR_PUBLIC_URL", "shop.example.com"),
        ("ADMIN_CORS", "http://localhost:9000,*"),
        ("KONTOR_TRACE_RATIO", "10"),
        ("KONTOR_CACHE", "yes"),
    ];
    insta::assert_snapshot!(errors(&env, Some(file)), @r#"
    the settings have 11 errors
    - environment (KONTOR_ENV) in line 2 of kontor.toml is "staging": expected development or production; write for example environment = "development"
    - KONTOR_PORT (server.port) in the environment is "80a": expected a port from 0 to 65535; set for example KONTOR_PORT=8080
    - KONTOR_PUBLIC_URL (server.public_url) in the environment is "shop.example.com", relative URL without a base: expected an address that starts with http:// or https://; set for example KONTOR_PUBLIC_URL=https://shop.example.com
    - ADMIN_CORS (server.admin_cors) in the environment is "http://localhost:9000,*", "*" would let every page in; name the origins: expected origins like https://shop.example.com, or regular expressions between slashes like /\.example\.com$/; set for example ADMIN_CORS=http://localhost:5173,http://localhost:9000
    - server.request_timeout (KONTOR_REQUEST_TIMEOUT) in line 4 of kontor.toml is "30": expected a duration above zero like 500ms, 10s, 5min or 2h; write for example request_timeout = "30s"
    - KONTOR_BODY_LIMIT (server.body_limit) in the environment is "big": expected a size above zero like 64MB or 1MiB; set for example KONTOR_BODY_LIMIT=1MB
    - server.trusted_proxies (KONTOR_TRUSTED_PROXIES) in line 5 of kontor.toml is ["10.0.0.0/8", "proxy"]: expected addresses or networks like 10.0.0.0/8; write for example trusted_proxies = ["10.0.0.0/8", "127.0.0.1"]
    - KONTOR_CACHE (cache.enabled) in the environment is "yes": expected true or false; set for example KONTOR_CACHE=true
    - KONTOR_TRACE_RATIO (telemetry.sample_ratio) in the environment is "10": expected a number from 0 to 1; set for example KONTOR_TRACE_RATIO=0.1
    - jobs.concurrency (KONTOR_JOBS_CONCURRENCY) in line 7 of kontor.toml is "0": expected a whole number of at least 1; write for example concurrency = 8
    - jobs.lease (KONTOR_JOBS_LEASE) in line 8 of kontor.toml is not usable, it is a table: expected a duration above zero like 500ms, 10s, 5min or 2h; write for example lease = "60s"
    "#);
}

#[test]
fn secrets_are_never_shown() {
    let secret = "hunter2";
    let env = [
        ("DATABASE_URL", "mysql://kontor:hunter2@localhost/kontor"),
        ("DIRECT_DATABASE_URL", "postgres://kontor:hunter2@local host/kontor"),
        ("REDIS_URL", "hunter2"),
    ];
    let file = "[database]\nreplica_url = [\"hunter2\"]\n";
    let errors = read(&env, Some(file)).expect_err("none of them is an address");
    assert!(!format!("{errors} {errors:?} {errors:#?}").contains(secret), "{errors}");
    insta::assert_snapshot!(errors, @r#"
    the settings have 4 errors
    - DATABASE_URL (database.url) in the environment is not usable (it is a secret, so it is not shown): expected postgres://user:password@host:5432/database, with special characters in the password percent-encoded; set for example DATABASE_URL=postgres://kontor_app:password@localhost:5432/kontor
    - DIRECT_DATABASE_URL (database.direct_url) in the environment is not usable (it is a secret, so it is not shown), invalid domain character: expected postgres://user:password@host:5432/database, with special characters in the password percent-encoded; set for example DIRECT_DATABASE_URL=postgres://kontor_owner:password@localhost:5432/kontor
    - database.replica_url (DATABASE_REPLICA_URL) in line 2 of kontor.toml is not usable (it is a secret, so it is not shown), it is a list: expected postgres://user:password@host:5432/database, with special characters in the password percent-encoded; write for example replica_url = "postgres://kontor_app:password@replica:5432/kontor"
    - REDIS_URL (redis.url) in the environment is not usable (it is a secret, so it is not shown), relative URL without a base: expected redis://user:password@host:6379/0 or unix:///path/of/the/socket; set for example REDIS_URL=redis://localhost:6379
    "#);

    let env = [
        ("DATABASE_URL", "postgres://kontor:hunter2@localhost/kontor"),
        ("DATABASE_REPLICA_URL", "postgres://kontor:hunter2@replica/kontor"),
        ("REDIS_URL", "redis://:hunter2@localhost"),
    ];
    let config = settings(&env, None);
    assert!(config.database.direct_url.is_some() && config.redis.url.is_some());
    assert!(!format!("{config:?} {config:#?}").contains(secret));
}

#[test]
fn every_secret_of_the_table_is_kept_from_errors() {
    for setting in config::SETTINGS.iter().filter(|setting| setting.secret) {
        let shown = errors(&[(setting.name(), "no url: hunter2")], None);
        assert!(shown.contains(setting.name()) && !shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn an_error_names_the_remedy_for_variables_of_kubernetes() {
    let env = [("KONTOR_PORT", "tcp://10.0.0.1:80"), ("KONTOR_SERVICE_HOST", "10.0.0.1")];
    let shown = errors(&env, None);
    assert_eq!(shown.matches("enableServiceLinks: false").count(), 2, "{shown}");
}
