//! Taking over a database of Better Auth: bad rows, older versions, importing again. What its people then find is shown by
//! tests/better-auth/import, on a database that Better Auth itself made.

use accounts::{
    import::better_auth::{self, Counts, Options, Report, Source, SourceError},
    seal::{Keys, columns::TOTP_SECRET},
    store::personal_keys::use_key,
};
use config::Config;
use db::sea_orm::FromQueryResult;
use secrecy::{ExposeSecret, SecretString};
use sqlx::{Connection, Executor, PgConnection};
use testkit::TestDb;
use vault::better_auth::Secrets;

const SECRET: &str = "better-auth-secret-123456789012345678901234";
const OURS: &str = "of-the-tests-0123456789abcdef0123456789";
/// Made by Better Auth with its secret: see the tests of `vault::better_auth`.
const TOTP: &str = "946e22620f505718d7276a0338821700270db9547373402178d7dd146dd1d6c0763957375a762c3df28d85131ab566ca4d405\
    4b6326e6baaed64429233ae6df6422871e4f23f01d9";
const CODES: &str = "aa5aa56326135fe474b5389d14f8c70d5d4fc62000e41710ccff8c900c8ed7ed8a8da0e9d783d5107060e43813f2e049bd0ab\
    0b39639ac53e3e5cce71f88a6df343ec3dde5f8dc4902";
const HASH: &str = "576025db031cb1df72ee4c0435d6fc33:a27a8a88af56c04548533bdc62e57db74526b1364916c2f531f41288a35d120171cd9e\
    3d0508ea50013d9eb2ce7509773d2e372c8eaae215cf7ba512ea5d48b5";
const KEY: &str = "sk_ZVLODBYkRrQdgSZwYNeDNBKtilyOQlBdaLahTkhDNmnTuIdZrGJUswEcpYcJacGg";

/// A database of Better Auth in a schema of its own, and ours around it.
struct Move {
    test: TestDb,
    theirs: PgConnection,
    keys: Keys,
}

impl Move {
    async fn new(tables: &str) -> Self {
        let test = TestDb::new().await;
        let mut theirs = PgConnection::connect(&test.owner_url()).await.unwrap();
        theirs.execute("create schema better; set search_path = better").await.unwrap();
        theirs.execute(sqlx::AssertSqlSafe(tables.to_owned())).await.unwrap();
        let config = Config::from_sources(std::iter::empty::<(String, String)>(), None).unwrap();
        Self { test, theirs, keys: Keys::new(&config, &OURS.into()).unwrap() }
    }

    async fn current() -> Self {
        Self::new(include_str!("better_auth.sql")).await
    }

    async fn there(&mut self, sql: &str) {
        self.theirs.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    async fn here(&self, sql: &str) -> u64 {
        let tx = self.test.db().begin_system("test").await.unwrap();
        let touched = db::exec(&tx, sql, []).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        tx.commit().await.unwrap();
        touched
    }

    async fn count(&self, what: &str) -> i64 {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let tx = self.test.db().begin_system("test").await.unwrap();
        db::fetch_one::<Count>(&tx, &format!("select count(*) as n from {what}"), []).await.unwrap().n
    }

    async fn import_with(&self, secret: Option<&str>, dry_run: bool) -> Report {
        let url = SecretString::from(self.test.owner_url());
        let mut source = Source::open(&url, Some("better")).await.unwrap();
        let secrets = Secrets::new(secret.map(SecretString::from), None).unwrap();
        let options = Options { secrets, dry_run };
        let report = better_auth::run(self.test.db(), &self.keys, &mut source, &options, |_| ()).await.unwrap();
        source.close().await;
        report
    }

    async fn import(&self) -> Report {
        self.import_with(Some(SECRET), false).await
    }

    async fn people(&mut self) {
        self.there(
            r#"insert into "user" (id, name, email, "emailVerified", role, "twoFactorEnabled")
                 values ('u1', 'Ann', 'Ann@Example.test', true, 'admin', true), ('u2', 'Bob', 'bob@example.test', true, null, null)"#,
        )
        .await;
        self.there(&format!(
            r#"insert into account (id, "accountId", "providerId", "userId", password, "updatedAt")
                 values ('a1', 'u1', 'credential', 'u1', '{HASH}', now()), ('a2', 'u2', 'credential', 'u2', '{HASH}', now());
               insert into account (id, "accountId", "providerId", "userId", "accessToken", "refreshToken", "updatedAt")
                 values ('a3', 'ann-there', 'github', 'u1', 'a clear token', '{TOTP}', now());
               insert into organization (id, name, slug, metadata, "createdAt")
                 values ('o1', 'Owls', 'owls', '{{"plan":"pro"}}', now());
               insert into member (id, "organizationId", "userId", role, "createdAt")
                 values ('m1', 'o1', 'u1', 'owner', now()), ('m2', 'o1', 'u2', 'admin, member', now());
               insert into session (id, "expiresAt", token, "updatedAt", "userId", "activeOrganizationId")
                 values ('s1', now() + interval '7 days', 'token-of-ann', now(), 'u1', 'o1'),
                        ('s2', now() + interval '1 day', 'token-of-bob', now(), 'u2', 'gone'),
                        ('s3', now() - interval '1 minute', 'token-that-is-over', now(), 'u2', null);
               insert into "twoFactor" (id, secret, "backupCodes", "userId") values ('f1', '{TOTP}', '{CODES}', 'u1');
               insert into apikey (id, "configId", "referenceId", key, "createdAt", "updatedAt", metadata)
                 values ('k1', 'default', 'u2', 'qBjcqYXco8n1pNHCaEZx_Lq83wHCz8G_3rkFDpLVaXk', now(), now(), '"{{\"a\":1}}"')"#
        ))
        .await;
    }
}

/// Everything of a report that is the same every time.
fn created(counts: Counts) -> (u64, u64, u64, u64, u64) {
    let Counts { created, updated, unchanged, kept, refused } = counts;
    (created, updated, unchanged, kept, refused)
}

fn lines(report: &Report) -> Vec<String> {
    report.refused.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn everything_comes_and_a_second_import_changes_nothing() {
    let mut moving = Move::current().await;
    moving.people().await;
    let rehearsed = moving.import_with(Some(SECRET), true).await;
    assert_eq!(
        moving.count(r#"auth."user""#).await + moving.count("auth.imported").await,
        0,
        "a dry run writes nothing"
    );
    let report = moving.import().await;
    assert_eq!(report, rehearsed);
    assert_eq!(lines(&report), Vec::<String>::new());
    assert_eq!((created(report.total()), report.over), ((12, 0, 0, 0, 0), 1));

    assert_eq!(moving.count(r#"auth."user" where email = 'ann@example.test' and role = 'admin'"#).await, 1);
    assert_eq!(moving.count(r#"auth."user" where role = 'user' and not banned"#).await, 1);
    assert_eq!(moving.count("auth.member where role = 'admin,member'").await, 1);
    assert_eq!(moving.count(r#"auth.session where remember and "activeOrganizationId" is not null"#).await, 1);
    assert_eq!(moving.count(r#"auth.session where not remember and "activeOrganizationId" is null"#).await, 1);
    let same = r#"auth.account a join auth."user" u on a."accountId" = u.id::text and a."userId" = u.id"#;
    assert_eq!(moving.count(&format!("{same} where a.password like '576025db%'")).await, 2);
    assert_eq!(
        moving.count(r#"auth.account where "accessToken" like '%token%' or "refreshToken" like '946e%'"#).await,
        0
    );

    let tx = moving.test.db().begin_system("test").await.unwrap();
    assert!(use_key(&tx, KEY).await.is_ok(), "the key still opens");
    let found = accounts::store::sessions::find(&tx, "token-of-ann").await.unwrap().unwrap();
    assert_eq!(found.user.name, "Ann");
    let factor = accounts::store::two_factor::find(&tx, found.user.id).await.unwrap().unwrap();
    assert!(factor.verified, "the person's flag says it where the row does not");
    let opened = moving.keys.open(&factor.secret, &TOTP_SECRET.of(&found.user.id.to_string())).unwrap();
    assert_eq!(opened.expose_secret(), "Zj3Q_wanKUdaQ5VmHqN8sT-x0bYcR1eF");
    tx.rollback().await.unwrap();

    assert_eq!(created(moving.import().await.total()), (0, 0, 12, 0, 0));
}

#[tokio::test]
async fn what_changed_there_comes_and_what_changed_here_stays() {
    let mut moving = Move::current().await;
    moving.people().await;
    moving.import().await;
    // Here: Ann has another password, Bob signed out and left the organization, and the key was used up.
    moving
        .here(
            r#"update auth.account set password = '$argon2id$new' where password is not null
        and "userId" = (select id from auth."user" where name = 'Ann')"#,
        )
        .await;
    moving.here("delete from auth.session where not remember").await;
    moving.here("delete from auth.member where role = 'admin,member'").await;
    moving.here("update auth.apikey set remaining = 0").await;
    assert_eq!(created(moving.import().await.total()), (0, 0, 12, 0, 0), "as long as nothing changes there");

    moving
        .there(
            r#"update "user" set name = name || ' II'; update account set scope = 'more';
               update session set "updatedAt" = now() + interval '1 minute'; update apikey set remaining = 7;
               update member set role = 'owner' where id = 'm2';
               insert into "user" (id, name, email, "emailVerified") values ('u3', 'Cid', 'cid@example.test', false)"#,
        )
        .await;
    let report = moving.import().await;
    assert_eq!(lines(&report), Vec::<String>::new());
    // New: Cid. Updated: two people, two accounts, Ann's session. Kept: Ann's password, Bob's session and membership, the key.
    assert_eq!(created(report.total()), (1, 5, 3, 4, 0));
    assert_eq!(moving.count("auth.account where password = '$argon2id$new' and scope is null").await, 1);
    assert_eq!(moving.count("auth.session").await + moving.count("auth.member").await, 2);
    assert_eq!(moving.count("auth.apikey where remaining = 0").await, 1);
    assert_eq!(moving.count(r#"auth."user" where name like '% II'"#).await, 2);
}

#[tokio::test]
async fn bad_rows_are_refused_one_by_one_and_nothing_else_is_lost() {
    let mut moving = Move::current().await;
    moving.people().await;
    moving.here(r#"insert into auth."user" (name, email) values ('Dora', 'dora@example.test')"#).await;
    moving
        .there(
            r#"insert into "user" (id, name, email, "emailVerified", "createdAt") values
                 ('twin', 'Twin', 'ANN@example.test', true, now() + interval '1 hour'),
                 ('dora', 'Dora', 'Dora@example.test', true, now()), ('none', 'None', 'no address', true, now()),
                 ('late', 'Late', 'late@example.test', true, 'infinity'), ('good', 'Good', 'good@example.test', true, now());
               insert into account (id, "accountId", "providerId", "userId", "updatedAt") values
                 ('x1', 'ann-there', 'github', 'u2', now()), ('x2', 'twin-there', 'github', 'twin', now());
               insert into account (id, "accountId", "providerId", "userId", password, "updatedAt") values
                 ('x3', 'good', 'credential', 'good', '$2b$10$abcdefghijklmnopqrstuv', now());
               insert into organization (id, name, slug, "createdAt") values
                 ('bad', 'My Shop', 'My Shop', now()), ('fine', 'Fine', 'fine', now());
               insert into member (id, "organizationId", "userId", role, "createdAt") values
                 ('y1', 'bad', 'u1', 'owner', now()), ('y2', 'o1', 'u2', 'owner', now() + interval '1 hour'),
                 ('y3', 'fine', 'good', 'owner', now());
               insert into team (id, name, "memberCount", "organizationId", "createdAt") values ('t1', 'Team', 1, 'o1', now());
               insert into "teamMember" (id, "teamId", "userId") values ('z1', 't1', 'u1'), ('z2', 't1', 'good');
               insert into invitation (id, "organizationId", email, status, "expiresAt", "inviterId") values
                 ('i1', 'o1', 'new@example.test', 'pending', now(), 'u1'), ('i2', 'o1', 'NEW@example.test', 'pending', now(), 'u1');
               insert into "twoFactor" (id, secret, "backupCodes", "userId") values ('f2', '00ff', '[]', 'u2');
               insert into apikey (id, "configId", "referenceId", key, "createdAt", "updatedAt")
                 values ('k2', 'default', 'o1', 'another', now(), now())"#,
        )
        .await;
    let report = moving.import().await;
    insta::assert_snapshot!(lines(&report).join("\n"));
    let total = report.total();
    assert_eq!((total.created, total.refused), (18, 14));
    let again = moving.import().await;
    assert_eq!(lines(&again), lines(&report));
    assert_eq!((again.total().unchanged, again.total().refused), (18, 14));

    // Put right there, they come.
    moving.there("update \"user\" set email = 'twin@example.test' where id = 'twin'").await;
    moving.there("update organization set slug = 'my-shop' where id = 'bad'").await;
    let total = moving.import().await.total();
    assert_eq!((total.created, total.refused), (4, 10), "with what is theirs");
}

#[tokio::test]
async fn a_row_that_postgres_refuses_takes_no_others_along() {
    let mut moving = Move::current().await;
    moving.people().await;
    moving.import().await;
    // Each is free when it is looked at, and both at once are not.
    moving
        .there("update \"user\" set email = case id when 'u1' then 'New@example.test' else 'new@example.test' end")
        .await;
    moving.there("update account set scope = 'more'").await;
    let report = moving.import().await;
    assert_eq!(report.of("user"), Counts { updated: 1, refused: 1, ..Counts::default() });
    assert_eq!(report.of("account").updated, 3);
    assert!(lines(&report)[0].contains("somebody else here has this address"), "{:?}", lines(&report));
    assert_eq!(moving.count(r#"auth."user" where email = 'new@example.test'"#).await, 1);
}

#[tokio::test]
async fn a_thousand_rows_cost_as_many_statements_as_two() {
    let mut moving = Move::current().await;
    moving
        .there(
            r#"insert into "user" (id, name, email, "emailVerified")
               select 'u' || n, 'Somebody', 'u' || n || '@example.test', true from generate_series(1, 2500) n"#,
        )
        .await;
    let before = moving.test.db().statements();
    assert_eq!(moving.import().await.of("user").created, 2_500);
    let statements = moving.test.db().statements() - before;
    assert!(statements <= 3 * 8, "{statements} statements for three batches");
    assert_eq!(moving.import().await.of("user").unchanged, 2_500);
}

#[tokio::test]
async fn a_database_with_core_tables_of_an_older_version_is_enough() {
    let mut moving = Move::new(
        r#"create table "user" (id uuid primary key default gen_random_uuid(), name text not null, email text not null unique,
             "emailVerified" boolean not null, image text, "createdAt" timestamp not null default now(),
             "updatedAt" timestamp not null default now());
           create table session (id uuid primary key default gen_random_uuid(), "expiresAt" timestamp not null,
             token text not null unique, "createdAt" timestamp not null default now(), "updatedAt" timestamp not null,
             "ipAddress" text, "userAgent" text, "userId" uuid not null references "user");
           create table account (id uuid primary key default gen_random_uuid(), "accountId" text not null,
             "providerId" text not null, issuer text not null, "userId" uuid not null references "user", "accessToken" text,
             password text, "createdAt" timestamp not null default now(), "updatedAt" timestamp not null,
             unique (issuer, "accountId"));
           create table apikey (id uuid primary key default gen_random_uuid(), key text not null, "userId" uuid not null,
             enabled boolean);
           create table drawings (id integer)"#,
    )
    .await;
    moving
        .there(&format!(
            r#"insert into "user" (id, name, email, "emailVerified")
                 values ('0198a7c4-7f2e-7cc3-98c4-dc0c0c07398f', 'Ann', 'ann@example.test', true);
               insert into account ("accountId", "providerId", issuer, "userId", password, "updatedAt")
                 select id, 'credential', 'local', id, '{HASH}', now() from "user";
               insert into session ("expiresAt", token, "updatedAt", "userId")
                 select (now() at time zone 'UTC') + interval '7 days', 'token', now() at time zone 'UTC', id from "user";
               insert into apikey (key, "userId") select '{KEY}', id from "user""#
        ))
        .await;
    let report = moving.import_with(None, false).await;
    assert_eq!(lines(&report), Vec::<String>::new());
    assert_eq!((report.total().created, report.ignored), (4, vec!["drawings".to_owned()]));
    let tx = moving.test.db().begin_system("test").await.unwrap();
    let found = accounts::store::sessions::find(&tx, "token").await.unwrap().unwrap();
    assert_eq!(found.user.id.to_string(), "0198a7c4-7f2e-7cc3-98c4-dc0c0c07398f", "a UUID stays");
    assert!(use_key(&tx, KEY).await.is_ok(), "a key that was not hashed is now");
}

#[tokio::test]
async fn without_the_secret_what_is_sealed_waits_for_it() {
    let mut moving = Move::current().await;
    moving.people().await;
    let report = moving.import_with(None, false).await;
    assert_eq!(report.of("twoFactor"), Counts { refused: 1, ..Counts::default() });
    assert!(lines(&report)[0].contains("BETTER_AUTH_SECRET"), "{:?}", lines(&report));
    assert_eq!(report.incomplete.len(), 1, "the encrypted token of a provider: {:?}", report.incomplete);
    assert_eq!(moving.count(r#"auth.account where "accessToken" is not null and "refreshToken" is null"#).await, 1);
    let report = moving.import().await;
    assert_eq!(report.of("twoFactor").created, 1);
    assert_eq!(report.of("account"), Counts { updated: 1, unchanged: 2, ..Counts::default() });
    assert_eq!(moving.count(r#"auth.account where "refreshToken" is not null"#).await, 1);
}

#[tokio::test]
async fn other_databases_are_refused_with_what_to_do() {
    let test = TestDb::new().await;
    let url = SecretString::from(test.owner_url());
    let open = async |schema| Source::open(&url, schema).await.unwrap_err().to_string();
    assert!(open(None).await.contains("--schema"), "{}", open(None).await);
    assert!(open(Some("better")).await.contains("--schema"));
    // Kontor's own tables are no source, and a database with snake_case names is none.
    let mut connection = PgConnection::connect(&test.owner_url()).await.unwrap();
    let sql = r#"create schema snake; create table snake."user" (id text, email text, email_verified boolean)"#;
    connection.execute(sql).await.unwrap();
    assert!(open(Some("snake")).await.contains("\"emailVerified\""));
    let error = Source::open(&"postgres://nobody:hunter2@127.0.0.1:1/x".into(), None).await.unwrap_err();
    assert!(matches!(error, SourceError::Connect(_)) && !format!("{error:?}").contains("hunter2"), "{error:?}");
}
