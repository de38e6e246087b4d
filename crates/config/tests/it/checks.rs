//! Rules between settings.

use crate::{errors, read, settings};

#[test]
fn production_needs_a_database_a_secret_and_a_public_address() {
    insta::assert_snapshot!(errors(&[("KONTOR_ENV", "production")], None), @r#"
    the settings have 5 errors
    - DATABASE_URL (database.url) is missing: production does not run on the embedded database; set for example DATABASE_URL=postgres://kontor_app:password@localhost:5432/kontor
    - AUTH_SECRET (auth.secret) is missing: sessions are signed with it; set for example AUTH_SECRET=what openssl rand -base64 32 prints
    - SMTP_URL (mail.smtp_url) is missing: without a mail server people's links and codes would end in files; set for example SMTP_URL=smtp://user:password@mail.example.com:587?tls=required
    - KONTOR_PUBLIC_URL (server.public_url) is missing: links in mail and redirects need it in production; set for example KONTOR_PUBLIC_URL=https://shop.example.com
    - MAIL_FROM (mail.from) is Kontor <no-reply@localhost>, but in production no mail server takes mails of localhost; name an address of yours, as in MAIL_FROM=Shop <shop@example.com>
    "#);
}

#[test]
fn a_wrong_value_is_not_also_missing() {
    let env = [
        ("KONTOR_ENV", "production"),
        ("AUTH_SECRET", "0123456789abcdef0123456789abcdef"),
        ("DATABASE_URL", "localhost"),
        ("SMTP_URL", "smtp://127.0.0.1:2525"),
        ("MAIL_FROM", "Shop <shop@example.com>"),
        ("KONTOR_PUBLIC_URL", "https://shop.example.com"),
    ];
    let errors = read(&env, None).expect_err("they are wrong");
    assert_eq!(errors.iter().count(), 1, "{errors}");
}

#[test]
fn the_pool_cannot_keep_more_connections_than_it_may_open() {
    let shown = errors(&[("DATABASE_MIN_CONNECTIONS", "20")], None);
    insta::assert_snapshot!(shown, @r#"
    the settings have 1 error
    - DATABASE_MIN_CONNECTIONS (database.min_connections) is 20, but DATABASE_MAX_CONNECTIONS (database.max_connections) is 16; lower the first or raise DATABASE_MAX_CONNECTIONS
    "#);

    let env = [("DATABASE_MIN_CONNECTIONS", "20"), ("DATABASE_MAX_CONNECTIONS", "many")];
    let errors = read(&env, None).expect_err("they are wrong");
    assert_eq!(errors.iter().count(), 1, "the default is not compared with: {errors}");
}

#[test]
fn the_present_secret_is_no_previous_one() {
    let secret = "0123456789abcdef0123456789abcdef";
    let other = "/another-secret-with-slashes/012345";
    let list = format!("{other}, {secret}");
    let shown = errors(&[("AUTH_SECRET", secret), ("AUTH_PREVIOUS_SECRETS", &list)], None);
    insta::assert_snapshot!(shown, @r#"
    the settings have 1 error
    - AUTH_PREVIOUS_SECRETS (auth.previous_secrets) is a list with the present secret in it, but AUTH_SECRET (auth.secret) is no previous one; take it out, or give AUTH_SECRET a new one
    "#);
    let config = settings(&[("AUTH_SECRET", secret), ("AUTH_PREVIOUS_SECRETS", &format!("{other},/{other}"))], None);
    assert_eq!(config.auth.previous_secrets.len(), 2, "a slash means nothing in a secret");
    assert!(!format!("{config:?}").contains("another"));
}

#[test]
fn production_hears_of_payments_and_only_from_stripe() {
    let said = |hooks| {
        let env = [
            ("KONTOR_ENV", "production"),
            ("AUTH_SECRET", "0123456789abcdef0123456789abcdef"),
            ("DATABASE_URL", "postgres://kontor_app:password@localhost:5432/kontor"),
            ("SMTP_URL", "smtp://127.0.0.1:2525"),
            ("MAIL_FROM", "Shop <shop@example.com>"),
            ("KONTOR_PUBLIC_URL", "https://shop.example.com"),
            ("STRIPE_SECRET_KEY", "sk_live_9876543210fedcba"),
            ("STRIPE_WEBHOOK_SECRETS", hooks),
        ];
        read(&env, None).map(drop).map_err(|errors| errors.to_string())
    };
    assert_eq!(said("whsec_9876543210fedcba"), Ok(()));
    assert!(said("").unwrap_err().contains("STRIPE_WEBHOOK_SECRETS (stripe.webhook_secrets) is missing"));
    let known = said("whsec_9876543210fedcba,whsec_0123456789abcdef").unwrap_err();
    assert!(known.contains("everybody knows it, and could say that anything is paid"), "{known}");
    // In a development nobody has to have any.
    settings(&[("STRIPE_SECRET_KEY", "sk_test_9876543210fedcba")], None);
}

#[test]
fn production_does_not_take_the_secrets_of_the_examples() {
    let example =
        |name: &str| config::SETTINGS.iter().find(|setting| setting.name() == name).expect("it is one").example;
    let secrets = ["AUTH_SECRET", "ENCRYPTION_KEYS"].map(|name| (name, example(name)));
    assert!(read(&secrets, None).is_ok(), "nobody depends on a developer's machine");
    let production = [
        ("KONTOR_ENV", "production"),
        ("DATABASE_URL", "postgres://kontor_app:password@localhost/kontor"),
        ("SMTP_URL", "smtp://127.0.0.1:2525"),
        ("MAIL_FROM", "Shop <shop@example.com>"),
        ("KONTOR_PUBLIC_URL", "https://shop.example.com"),
    ];
    insta::assert_snapshot!(errors(&[&production[..], &secrets[..]].concat(), None), @r#"
    the settings have 2 errors
    - AUTH_SECRET (auth.secret) is that of the examples, but everybody knows it; make one with: openssl rand -base64 32
    - ENCRYPTION_KEYS (encryption.keys) is a list with a key of the examples in it, but everybody knows it; make one with: openssl rand -base64 32
    "#);
}

/// One of them in a list, under another name or written otherwise, is as well known as all of them.
#[test]
fn production_takes_no_secret_of_the_examples_in_a_list() {
    let example =
        |name: &str| config::SETTINGS.iter().find(|setting| setting.name() == name).expect("it is one").example;
    let mine = "mine:EBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8=";
    let long = "0123456789abcdef0123456789abcdef";
    let keys: Vec<&str> =
        example("ENCRYPTION_KEYS").split(',').map(|entry| entry.split_once(':').expect("id:key").1).collect();
    assert_eq!(keys.len(), 2);
    let mut lists = Vec::new();
    for key in keys {
        let url_safe = key.replace('+', "-").replace('/', "_").replace('=', "");
        lists.push(("ENCRYPTION_KEYS", format!("{mine}, other:{key}")));
        lists.push(("ENCRYPTION_KEYS", format!("other:{url_safe},{mine}")));
    }
    for secret in [example("AUTH_SECRET"), example("AUTH_PREVIOUS_SECRETS")] {
        lists.push(("AUTH_PREVIOUS_SECRETS", format!("{long},{secret}")));
        lists.push(("AUTH_SECRET", secret.to_owned()));
    }
    for (name, list) in lists {
        let given = [("KONTOR_ENV", "production"), (name, list.as_str())];
        let shown = errors(&given, None);
        let complaint = shown.lines().find(|line| line.contains("everybody knows it")).unwrap_or_default();
        assert!(complaint.contains(name), "{name}={list}: {shown}");
        assert!(read(&given[1..], None).is_ok(), "nobody depends on a developer's machine");
    }
    let own = errors(&[("KONTOR_ENV", "production"), ("ENCRYPTION_KEYS", mine)], None);
    assert!(!own.contains("everybody knows it"), "{own}");
}

#[test]
fn keys_say_what_is_wrong_with_them_and_not_what_they_are() {
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    assert!(settings(&[("ENCRYPTION_KEYS", &format!("new:{key}"))], None).encryption.keys.is_some());
    for (keys, reason) in [
        (key.to_owned(), "entry 1 is not id:key"),
        (format!("1:{key},2:short"), "the key of entry 2 is not 32 bytes in base64"),
        (format!("1:{key},1:{key}"), "entry 2 has the id or the key of an earlier one"),
    ] {
        let shown = errors(&[("ENCRYPTION_KEYS", &keys)], None);
        assert!(shown.contains(reason), "{shown}");
        assert_eq!(shown.matches(key).count(), 1, "the example alone has a key: {shown}");
    }
}
