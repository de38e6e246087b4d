//! Rules between settings.

use crate::{errors, read};

#[test]
fn production_needs_a_database_a_secret_and_a_public_address() {
    insta::assert_snapshot!(errors(&[("KONTOR_ENV", "production")], None), @r#"
    the settings have 4 errors
    - DATABASE_URL (database.url) is missing: production does not run on the embedded database; set for example DATABASE_URL=postgres://kontor_app:password@localhost:5432/kontor
    - AUTH_SECRET (auth.secret) is missing: sessions are signed with it; set for example AUTH_SECRET=what openssl rand -base64 32 prints
    - SMTP_URL (mail.smtp_url) is missing: without a mail server people's links and codes would end in files; set for example SMTP_URL=smtp://user:password@mail.example.com:587?tls=required
    - KONTOR_PUBLIC_URL (server.public_url) is missing: links in mail and redirects need it in production; set for example KONTOR_PUBLIC_URL=https://shop.example.com
    "#);
}

#[test]
fn a_wrong_value_is_not_also_missing() {
    let env = [
        ("KONTOR_ENV", "production"),
        ("AUTH_SECRET", "0123456789abcdef0123456789abcdef"),
        ("DATABASE_URL", "localhost"),
        ("SMTP_URL", "smtp://127.0.0.1:2525"),
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
