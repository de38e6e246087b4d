//! One Postgres for all tests of all crates, started by whoever comes first.

use std::path::PathBuf;

use sqlx::{Connection, Executor, PgConnection, Row};
use tokio::sync::OnceCell;
use url::Url;

/// Where the tests' server is.
pub(crate) struct Cluster {
    superuser: Url,
    owner: Url,
    app: Url,
    /// The migrated database that every test clones.
    pub(crate) template: String,
}

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();

/// Any number: only one process builds the template.
const LOCK: i64 = 0x0074_6573_746b_6974;

impl Cluster {
    /// The cluster of this process, with its template.
    pub(crate) async fn get() -> &'static Self {
        CLUSTER.get_or_init(Self::start).await
    }

    async fn start() -> Self {
        let (superuser, owner, app) = match std::env::var("KONTOR_TEST_DATABASE_URL") {
            Ok(url) => {
                let superuser = Url::parse(&url).expect("KONTOR_TEST_DATABASE_URL is a URL");
                let login = |name: &str| {
                    let mut url = superuser.clone();
                    url.set_username(name).expect("a database URL has a user");
                    url
                };
                let (owner, app) = (login("kontor_owner"), login("kontor_app"));
                (superuser, owner, app)
            }
            Err(_) => embedded_urls().await,
        };
        let template = format!("kontor_template_{}", migrations::fingerprint());
        let cluster = Self { superuser, owner, app, template };
        cluster.ensure_template().await;
        cluster
    }

    async fn ensure_template(&self) {
        let mut admin = self.admin().await;
        run(&mut admin, &format!("select pg_advisory_lock({LOCK})")).await;
        let there = sqlx::query("select from pg_database where datname = $1")
            .bind(&self.template)
            .fetch_optional(&mut admin)
            .await
            .expect("databases can be listed")
            .is_some();
        if !there {
            sweep(&mut admin, &self.template).await;
            let building = format!("{}_building", self.template);
            run(&mut admin, &format!("drop database if exists {building} with (force)")).await;
            run(&mut admin, &format!("create database {building} owner kontor_owner template template0")).await;
            migrations::prepare(self.url(&self.superuser, &building).as_str()).await.expect("extensions are available");
            migrations::up(self.url(&self.owner, &building).as_str(), None).await.expect("the migrations run");
            run(&mut admin, &format!("alter database {building} rename to {}", self.template)).await;
        }
        admin.close().await.ok();
    }

    /// A connection of the superuser to no test's database.
    pub(crate) async fn admin(&self) -> PgConnection {
        PgConnection::connect(self.url(&self.superuser, "postgres").as_str()).await.expect("the test server answers")
    }

    /// As what a database can be opened.
    pub(crate) fn superuser_url(&self, database: &str) -> String {
        self.url(&self.superuser, database).into()
    }

    pub(crate) fn owner_url(&self, database: &str) -> String {
        self.url(&self.owner, database).into()
    }

    pub(crate) fn app_url(&self, database: &str) -> String {
        self.url(&self.app, database).into()
    }

    #[expect(clippy::unused_self, reason = "reads as a method of the cluster")]
    fn url(&self, login: &Url, database: &str) -> Url {
        let mut url = login.clone();
        url.set_path(database);
        url
    }
}

async fn embedded_urls() -> (Url, Url, Url) {
    let home = std::env::var_os("KONTOR_TEST_HOME").map_or_else(workspace_home, PathBuf::from);
    let options = embedded::Options { shared: true, ..embedded::Options::test(home) };
    let postgres = embedded::Postgres::start(options).await.unwrap_or_else(|error| panic!("the test server: {error}"));
    let parse = |url: String| Url::parse(&url).expect("the embedded server has a URL");
    let urls = (parse(postgres.superuser_url()), parse(postgres.owner_url()), parse(postgres.app_url()));
    postgres.stop().await.expect("a shared server is only let go");
    urls
}

fn workspace_home() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.kontor")
}

/// Drops the databases of test processes that have ended, however they ended.
pub(crate) async fn drop_databases_of_the_dead(admin: &mut PgConnection) {
    if std::env::var_os("KONTOR_TEST_DATABASE_URL").is_some() {
        // Others may test on that server, on machines whose processes are unknown here.
        return;
    }
    let rows = sqlx::query("select datname from pg_database where datname like 'kontor\\_test\\_%'")
        .fetch_all(&mut *admin)
        .await
        .unwrap_or_default();
    for row in rows {
        let name: String = row.get(0);
        let process = name.split('_').nth(2).and_then(|pid| pid.parse::<u32>().ok());
        if process.is_none_or(|pid| !is_alive(pid)) {
            // Another test may be dropping it too.
            let _ = admin.execute(sqlx::AssertSqlSafe(format!("drop database if exists {name} with (force)"))).await;
        }
    }
}

/// Where there is no /proc nobody is known to be dead.
fn is_alive(pid: u32) -> bool {
    !PathBuf::from("/proc/self").exists() || PathBuf::from(format!("/proc/{pid}")).try_exists().unwrap_or(true)
}

/// Drops the templates of older schemas.
async fn sweep(admin: &mut PgConnection, current: &str) {
    let rows =
        sqlx::query("select datname from pg_database where datname like 'kontor\\_template\\_%' and datname <> $1")
            .bind(current)
            .fetch_all(&mut *admin)
            .await
            .unwrap_or_default();
    for row in rows {
        let name: String = row.get(0);
        let _ = admin.execute(sqlx::AssertSqlSafe(format!("drop database if exists {name}"))).await;
    }
}

pub(crate) async fn run(connection: &mut PgConnection, sql: &str) {
    connection.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}
