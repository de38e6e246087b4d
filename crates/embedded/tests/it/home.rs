//! A `.kontor` folder of a test's own, whose server is gone when the test is.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use embedded::{Options, Postgres};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

pub(crate) struct Home {
    parent: TempDir,
    path: PathBuf,
}

impl Home {
    /// In a folder that everybody can pass.
    pub(crate) fn new() -> Self {
        Self::at(".kontor", 0o755)
    }

    /// `below` a temporary folder with this mode.
    pub(crate) fn at(below: &str, mode: u32) -> Self {
        let parent = tempfile::tempdir().unwrap();
        fs::set_permissions(parent.path(), fs::Permissions::from_mode(mode)).unwrap();
        let path = parent.path().join(below);
        fs::create_dir_all(&path).unwrap();
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.kontor");
        if env::var_os("KONTOR_POSTGRES_BIN").is_none() {
            let bin = embedded::binaries(&workspace).expect("run ./scripts/setup first");
            // What `bin` leads to is the wheel's own folder: it goes into this home under the name that setup gives it.
            let unpacked = bin.ancestors().nth(3).unwrap();
            let here = path.join(unpacked.file_name().unwrap());
            if mode == 0o755 {
                symlink(unpacked, here).unwrap();
            } else {
                // Out of reach is out of reach, programs and all.
                assert!(Command::new("cp").arg("-R").args([unpacked, &here]).status().unwrap().success());
            }
        }
        Self { parent, path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn parent(&self) -> &Path {
        self.parent.path()
    }

    /// The cluster's folder, wherever it is.
    pub(crate) fn cluster(&self) -> PathBuf {
        self.path.join("clusters/it").canonicalize().unwrap()
    }

    /// Owned by one process. Not durable, because nobody pulls a plug here.
    pub(crate) fn options(&self) -> Options {
        Options { name: "it".to_owned(), durable: false, max_connections: 20, ..Options::dev(&self.path) }
    }

    pub(crate) fn shared(&self) -> Options {
        Options { shared: true, ..self.options() }
    }

    pub(crate) async fn start(&self) -> Postgres {
        Postgres::start(self.options()).await.unwrap()
    }

    pub(crate) fn command(&self, verb: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_embedded"));
        command.arg(verb).args(["--name", "it", "--home"]).arg(&self.path).stdout(Stdio::piped());
        command
    }

    /// Another process that owns the cluster: it, once the server answers.
    pub(crate) fn owner(&self) -> Child {
        let mut child = self.command("start").spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut url).unwrap();
        assert!(url.starts_with("postgres://kontor_app:"), "{url:?}");
        child
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // A failed test leaves its server to this.
        let _ = self.command("stop").stderr(Stdio::null()).status();
        let cluster = self.path.join("clusters/it");
        if let Ok(elsewhere) = fs::read_link(cluster) {
            let _ = fs::remove_dir_all(elsewhere.ancestors().nth(2).unwrap());
        }
    }
}

pub(crate) async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.unwrap()
}

pub(crate) async fn execute(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.unwrap();
}

/// The first column of the one row, as text.
pub(crate) async fn text(connection: &mut PgConnection, sql: &str) -> String {
    sqlx::query_scalar(AssertSqlSafe(format!("select ({sql})::text"))).fetch_one(connection).await.unwrap()
}
