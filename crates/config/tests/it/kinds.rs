//! How values are written.

use std::time::Duration;

use crate::{errors, read, settings};

#[test]
fn durations_and_sizes_have_units() {
    for (text, expected) in [("500ms", 500), ("10s", 10_000), ("5min", 300_000), ("2h", 7_200_000)] {
        let config = settings(&[("KONTOR_REQUEST_TIMEOUT", text)], None);
        assert_eq!(config.server.request_timeout, Duration::from_millis(expected), "{text}");
    }
    for (text, expected) in [("64MB", 64_000_000), ("1MiB", 1_048_576), ("512", 512), ("2 kb", 2_000)] {
        let config = settings(&[("KONTOR_CACHE_SIZE", text)], None);
        assert_eq!(config.cache.max_bytes, expected, "{text}");
    }
    assert!(read(&[("KONTOR_REQUEST_TIMEOUT", "0s")], None).is_err());
    assert!(read(&[("KONTOR_SHUTDOWN_GRACE", "0s")], None).is_ok());
}

#[test]
fn origins_are_exact_or_patterns() {
    let list = r"https://Shop.example.com/, http://localhost:80 ,/^https:\/\/[a-z]{1,3}\.example\.org$/,/APP\.dev$/i";
    let config = settings(&[("STORE_CORS", list)], None);
    let store = config.server.store_cors;
    assert_eq!(store.iter().count(), 4, "the comma inside the pattern does not split it");
    for allowed in ["https://shop.example.com", "http://localhost", "https://abc.example.org", "https://my.app.dev"] {
        assert!(store.allows(allowed), "{allowed}");
    }
    for refused in ["https://abcd.example.org", "http://shop.example.com", "https://app.dev.evil.com", "null", ""] {
        assert!(!store.allows(refused), "{refused}");
    }

    let file = r#"server.store_cors = ["https://a.example.com", '/^https://[a-z]{2,3}\.b\.com$/']"#;
    let store = settings(&[], Some(file)).server.store_cors;
    assert!(store.allows("https://a.example.com") && store.allows("https://xy.b.com"));

    for wrong in ["*", "shop.example.com", "https://a.com/path", "ftp://a.com", "/[/", "/open"] {
        assert!(errors(&[("STORE_CORS", wrong)], None).contains("STORE_CORS"), "{wrong}");
    }
    assert!(settings(&[], Some("server.store_cors = []")).server.store_cors.iter().next().is_none());
}

#[test]
fn proxies_are_addresses_or_networks() {
    let config = settings(&[("KONTOR_TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1,::1")], None);
    let contains = |text: &str| {
        let address: std::net::IpAddr = text.parse().expect("an address");
        config.server.trusted_proxies.iter().any(|network| network.contains(&address))
    };
    assert!(contains("10.1.2.3") && contains("127.0.0.1") && contains("::1"));
    assert!(!contains("11.0.0.1") && !contains("127.0.0.2"));
}

#[test]
fn databases_may_be_reached_by_socket() {
    let env = [("DATABASE_URL", "postgres:///kontor?host=/run/postgresql"), ("REDIS_URL", "unix:///run/redis.sock")];
    assert!(read(&env, None).is_ok());
}

#[test]
fn limits_and_retention_are_whole_numbers_with_ends() {
    let config = settings(&[], None);
    let (limits, retention) = (config.limits, config.retention);
    assert_eq!((limits.rate, limits.burst, limits.mails), (500, 2_000, 600));
    assert_eq!((retention.audit_days, retention.security_days), (90, 730));
    let config = settings(&[("LIMIT_SHOP_RATE", "0"), ("SECURITY_RETENTION_DAYS", "36500")], None);
    assert_eq!((config.limits.rate, config.retention.security_days), (0, 36_500));
    for (name, wrong, expected) in [
        ("LIMIT_SHOP_RATE", "-1", "a whole number up to 1000000, 0 for none"),
        ("LIMIT_SHOP_RATE", "1000001", "a whole number up to 1000000, 0 for none"),
        ("LIMIT_SHOP_BURST", "0", "a whole number of at least 1"),
        ("LIMIT_SHOP_MAILS", "many", "a whole number up to 1000000, 0 for none"),
        ("AUDIT_RETENTION_DAYS", "0", "a whole number of days from 1 to 36500"),
        ("AUDIT_RETENTION_DAYS", "90d", "a whole number of days from 1 to 36500"),
        ("SECURITY_RETENTION_DAYS", "36501", "a whole number of days from 1 to 36500"),
        ("SECURITY_RETENTION_DAYS", "-30", "a whole number of days from 1 to 36500"),
    ] {
        let said = errors(&[(name, wrong)], None);
        assert!(said.contains(name) && said.contains(expected), "{said}");
    }
}

#[test]
fn dead_jobs_are_kept_until_what_must_be_done_is_tried_again() {
    let kept = |value| settings(&[("KONTOR_JOBS_KEEP_DEAD", value)], None).jobs.keep_dead.as_secs();
    assert_eq!(kept("48h"), 2 * 24 * 60 * 60);
    assert!(kept("100years") > 99 * 365 * 24 * 60 * 60);
    for wrong in ["0s", "12h", "47h 59min", "2"] {
        let said = errors(&[("KONTOR_JOBS_KEEP_DEAD", wrong)], None);
        assert!(said.contains("KONTOR_JOBS_KEEP_DEAD") && said.contains("at least 2days"), "{said}");
    }
}

#[test]
fn keys_of_stripes_are_told_apart() {
    let (secret, public, hook) = ("sk_test_0123456789ab", "pk_test_0123456789ab", "whsec_0123456789ab");
    let given = |secret, public, hooks| {
        [("STRIPE_SECRET_KEY", secret), ("STRIPE_PUBLISHABLE_KEY", public), ("STRIPE_WEBHOOK_SECRETS", hooks)]
    };
    let stripe = settings(&given(secret, public, "whsec_0123456789ab, ,whsec_ba9876543210,"), None).stripe;
    assert_eq!(stripe.webhook_secrets.len(), 2, "nothing between two commas is no secret");
    assert_eq!((stripe.publishable_key.as_deref(), stripe.rate), (Some(public), 20));
    assert_eq!(stripe.api_url.as_str(), "https://api.stripe.com/v1");
    let printed = format!("{stripe:?}");
    assert!(!printed.contains(secret) && !printed.contains(hook), "{printed}");
    let none = settings(&[], None).stripe;
    assert!(none.secret_key.is_none() && none.webhook_secrets.is_empty());

    for (name, wrong) in [
        // The secret key where the publishable one belongs would be shown to everybody.
        ("STRIPE_PUBLISHABLE_KEY", "sk_live_0123456789hunter2"),
        ("STRIPE_SECRET_KEY", "pk_live_0123456789hunter2"),
        ("STRIPE_SECRET_KEY", "sk_live_0123456789 hunter2"),
        ("STRIPE_WEBHOOK_SECRETS", "whsec_0123456789ab,hunter2hunter2hunter2"),
        ("STRIPE_WEBHOOK_SECRETS", "whsec_"),
        ("STRIPE_API_URL", "http://stripe.hunter2.test/v1"),
        ("STRIPE_RATE", "-1"),
    ] {
        let said = errors(&[(name, wrong)], None);
        assert!(said.contains(name), "{said}");
        assert!(name == "STRIPE_API_URL" || !said.contains("hunter2"), "{said}");
    }
    let said = errors(&given(secret, "pk_live_0123456789ab", hook), None);
    assert!(said.contains("STRIPE_PUBLISHABLE_KEY") && said.contains("another mode"), "{said}");
}
