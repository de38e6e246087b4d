//! A server of `/api/auth`, its database, and the providers that it knows.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use accounts::{
    Accounts,
    store::{
        credentials,
        sessions::{self, Origin},
        users::{self, User},
    },
};
use config::Config;
use db::Clock;
use limits::Limits;
use sea_orm::FromQueryResult;
use secrecy::SecretString;
use serde_json::{Value, json};
use testkit::TestDb;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use web::App;

use super::{
    browser::Browser,
    github_double::GitHub,
    issuer::{CLIENT, Issuer, SECRET},
};
use crate::support::begin;

pub(crate) struct World {
    pub(crate) database: TestDb,
    pub(crate) issuer: Issuer,
    pub(crate) github: GitHub,
    pub(crate) accounts: Accounts,
    pub(crate) address: SocketAddr,
    pub(crate) base: String,
    stop: CancellationToken,
}

impl World {
    pub(crate) async fn open() -> Self {
        let database = TestDb::new().await;
        let clock: Arc<dyn Clock> = Arc::new(database.clock().clone());
        let time = Arc::clone(&clock);
        let issuer = Issuer::open(move || time.now().timestamp()).await;
        let github = GitHub::open().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let base = format!("http://{address}");

        let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let (id, secret) = (encode(CLIENT).replace('+', "%20"), encode(SECRET).replace('+', "%20"));
        let at = |url: &str, rest: &str| url.replace("http://", &format!("http://{id}:{secret}@")) + rest;
        // The second provider is the same issuer under another name; nobody listens where the third should be.
        let oidc = [
            at(&issuer.url, "?name=test"),
            at(&issuer.url, "?name=other"),
            at("http://127.0.0.1:1", "?name=gone"),
            at(&issuer.url, "?name=trusted&trust_email=true"),
        ];
        let settings = [
            ("KONTOR_PUBLIC_URL", base.clone()),
            ("KONTOR_TRUSTED_PROXIES", "127.0.0.1".into()),
            ("AUTH_OIDC", oidc.join(",")),
            ("AUTH_GITHUB_CLIENT_ID", CLIENT.into()),
            ("AUTH_GITHUB_CLIENT_SECRET", "github-secret".into()),
            ("AUTH_GITHUB_URL", github.url.clone()),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value));
        let config = Arc::new(Config::from_sources(settings, None).unwrap());
        let app = App { db: database.db().clone(), config };
        let limits = Limits::new(clock, None, Duration::from_millis(50)).unwrap();
        let secret = SecretString::from("of-the-tests-0123456789abcdef0123456789");
        let accounts = Accounts::new(app, secret, limits).unwrap();
        let stop = CancellationToken::new();
        let limits =
            web::Limits { connections: 1_000, header_timeout: Duration::from_secs(5), grace: Duration::from_secs(5) };
        tokio::spawn(web::serve(listener, accounts::router(&accounts), limits, stop.clone()));
        Self { database, issuer, github, accounts, address, base, stop }
    }

    /// Somebody with a password who has proven his address and is signed in.
    pub(crate) async fn person(&self, email: &str) -> (User, Browser) {
        let tx = begin(&self.database).await;
        let user = users::create(&tx, "Ann", email, None).await.unwrap().unwrap();
        credentials::set_password(&tx, user.id, "$argon2id$none").await.unwrap();
        let user = users::prove_email(&tx, user.id, email).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let browser = self.browser_of(&user, None).await;
        (user, browser)
    }

    /// A browser in which somebody is signed in, perhaps by an administrator who acts as him.
    pub(crate) async fn browser_of(&self, user: &User, admin: Option<&User>) -> Browser {
        let tx = begin(&self.database).await;
        let (_, token) = match admin {
            Some(admin) => {
                let begun = accounts::store::admin_users::impersonate(&tx, user.id, admin.id, Origin::default()).await;
                begun.unwrap()
            }
            None => sessions::begin(&tx, user.id, true, Origin::default()).await.unwrap(),
        };
        tx.commit().await.unwrap();
        let mut browser = Browser::new(self);
        let cookie = self.accounts.signer.cookie_value(&token);
        browser.cookies.insert("better-auth.session_token".into(), cookie);
        browser
    }

    /// How many rows of `sql` there are.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let tx = begin(&self.database).await;
        db::fetch_one::<Count>(&tx, &format!("select count(*) as n from {sql}"), []).await.unwrap().n
    }

    pub(crate) async fn change(&self, sql: &str) {
        let tx = begin(&self.database).await;
        assert!(db::exec(&tx, sql, []).await.unwrap() > 0, "{sql}");
        tx.commit().await.unwrap();
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Somebody whom the issuer knows.
pub(crate) fn identity(name: &str) -> Value {
    json!({ "sub": format!("sub-{name}"), "email": format!("{name}@example.test"), "email_verified": true, "name": name })
}
