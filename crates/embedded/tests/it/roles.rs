//! What `bootstrap.sql` allows to whom: enough for the migrations and the application, and no more.

use crate::home::{Home, connect, execute, text};

/// What migrations do, as the owner: make the request roles, let the application become them, and hide rows.
const MIGRATION: &str = "
    create role anon nologin;
    create role authenticated nologin;
    create role service_role nologin bypassrls;
    create role authenticator login noinherit;
    grant anon, authenticated, service_role to kontor_app, authenticator;
    create table secret (embedding extensions.vector(3));
    alter table secret enable row level security;
    alter table secret force row level security;
    insert into secret values ('[1,2,3]');
    grant select on secret to anon, service_role;
    create function counted() returns bigint language sql security definer set search_path = ''
        as 'select count(*) from public.secret';";

#[tokio::test]
async fn the_application_becomes_the_roles_that_migrations_make() {
    let home = Home::new();
    let postgres = home.start().await;
    let mut app = connect(&postgres.app_url()).await;
    let refused = sqlx::query("set role kontor_owner").execute(&mut app).await;
    assert!(refused.is_err(), "the application becomes the owner");

    execute(&mut connect(&postgres.owner_url()).await, MIGRATION).await;

    let bare = sqlx::query("select * from secret").execute(&mut app).await.unwrap_err();
    assert!(bare.to_string().contains("permission denied"), "the application inherits: {bare}");
    for (role, rows) in [("anon", "0"), ("service_role", "1")] {
        execute(&mut app, "begin").await;
        assert_eq!(text(&mut app, &format!("select set_config('role', '{role}', true)")).await, role);
        assert_eq!(text(&mut app, "select current_user").await, role);
        assert_eq!(text(&mut app, "select count(*) from secret").await, rows, "{role}");
        let distance = "select '[1,2,3]'::vector <-> '[1,2,3]'::vector";
        assert_eq!(text(&mut app, distance).await, "0", "{role} cannot use the extensions");
        assert_eq!(text(&mut app, "select counted()").await, "1", "the owner's functions see every tenant");
        execute(&mut app, "commit").await;
        assert_eq!(text(&mut app, "select current_user").await, "kontor_app");
    }
    execute(&mut app, "set role authenticated; reset role").await;
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn the_application_makes_nothing() {
    let home = Home::new();
    let postgres = home.start().await;
    let mut app = connect(&postgres.app_url()).await;
    for sql in [
        "create table x ()",
        "create schema x",
        "create role x",
        "create database x",
        "alter role kontor_app superuser",
    ] {
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut app).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("permission denied")), "{sql}");
    }
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn the_owner_makes_databases_from_a_template_and_tries_its_roles() {
    let home = Home::new();
    let postgres = home.start().await;
    let mut owner = connect(&postgres.owner_url()).await;
    execute(&mut owner, MIGRATION).await;
    execute(&mut owner, "set role anon").await;
    assert_eq!(text(&mut owner, "select count(*) from secret").await, "0");
    execute(&mut owner, "reset role; alter function counted() owner to kontor_owner").await;
    sqlx::Connection::close(owner).await.unwrap();

    let mut elsewhere = connect(&postgres.url_for(embedded::Login::Owner, "postgres")).await;
    execute(&mut elsewhere, "create database copy template kontor owner kontor_owner").await;
    let mut copy = connect(&postgres.url_for(embedded::Login::Owner, "copy")).await;
    assert_eq!(text(&mut copy, "select count(*) from secret").await, "1");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_start_repairs_the_roles() {
    let home = Home::new();
    let first = home.start().await;
    let mut superuser = connect(&first.superuser_url()).await;
    execute(&mut superuser, "alter role kontor_app superuser inherit bypassrls password 'x'; drop extension unaccent")
        .await;
    first.stop().await.unwrap();

    let second = home.start().await;
    let mut app = connect(&second.app_url()).await;
    let powers = "select rolsuper or rolinherit or rolbypassrls from pg_roles where rolname = current_user";
    assert_eq!(text(&mut app, powers).await, "false");
    assert_eq!(text(&mut app, "select unaccent('Größe')").await, "Grosse");
    second.stop().await.unwrap();
}
