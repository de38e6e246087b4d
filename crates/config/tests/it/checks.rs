//! Rules between settings.

use crate::{errors, read};

#[test]
fn production_needs_a_database_and_a_public_address() {
    insta::assert_snapshot!(errors(&[("KONTOR_ENV", "production")], None), @r#"
    the settings have 2 errors
    - DATABASE_URL (database.url) is missing: production does not run on the embedded database; set for example DATABASE_URL=postgres://kontor_app:password@localhost:5432/kontor
    - KONTOR_PUBLIC_URL (server.public_url) is missing: links in mail and redirects need it in production; set for example KONTOR_PUBLIC_URL=https://shop.example.com
    "#);
}

#[test]
fn a_wrong_value_is_not_also_missing() {
    let env = [
        ("KONTOR_ENV", "production"),
        ("DATABASE_URL", "localhost"),
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
