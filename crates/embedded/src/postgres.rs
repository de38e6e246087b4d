//! A running cluster, as the rest of Kontor sees it.

use std::{fmt, path::PathBuf, time::Duration};

use tokio::time::{Instant, sleep};

use crate::{
    Options, bootstrap, cluster,
    error::Error,
    lock::Lock,
    passwords::Passwords,
    place::Place,
    process::Server,
    programs,
    url::{DATABASE, Login, socket_url, tcp_url},
};

/// Others hold a shared cluster's lock only while they start or stop it.
const SHARED_PATIENCE: Duration = Duration::from_mins(3);

/// How long a server is tried that was found running and does not answer: most likely it is ending.
const ADOPTION_PATIENCE: Duration = Duration::from_secs(5);

/// A Postgres that answers. End it with [`Postgres::stop`]; dropping one that is not shared asks it to stop and does not
/// wait.
pub struct Postgres {
    place: Place,
    passwords: Passwords,
    server: Server,
    /// Held for as long as this process owns the cluster.
    lock: Option<Lock>,
}

impl Postgres {
    /// Makes the cluster when it is new, starts its server or adopts one that runs on it already, waits until it
    /// answers, and brings roles, database and extensions to what this release wants.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let (place, lock) = claim(&options).await?;
        let (place, programs) = blocking(move || programs::for_place(&place).map(|programs| (place, programs))).await?;
        cluster::ensure(&place, &programs).await?;
        let passwords = Passwords::read(&place.passwords())?;

        let deadline = Instant::now() + ADOPTION_PATIENCE;
        let server = loop {
            let mut server = match Server::adopt(&place).await? {
                Some(server) => server,
                None => Server::start(&place, &options, &programs).await?,
            };
            if options.shared && server.is_adopted() && bootstrap::is_done(&place, &server).await {
                break server;
            }
            match bootstrap::run(&place, &programs, &server, &passwords).await {
                Ok(()) => break server,
                // Asked to stop by whoever had it before, or killed: the next look finds another one, or none.
                Err(Error::NoAnswer { .. }) if server.is_adopted() && Instant::now() < deadline => {
                    sleep(Duration::from_millis(20)).await;
                }
                Err(error) => {
                    if !server.is_adopted() {
                        server.stop(&place).await?;
                    }
                    return Err(error);
                }
            }
        };
        let adopted = server.is_adopted();
        tracing::debug!(pid = server.pid.as_raw(), port = server.port, adopted, "postgres answers");
        Ok(Self { place, passwords, server, lock: if options.shared { None } else { Some(lock) } })
    }

    /// The cluster's server, if it runs: for a look at it. Ending or dropping what this gives leaves the server running.
    pub async fn find(options: &Options) -> Result<Self, Error> {
        let place = Place::of(options)?;
        let Some(server) = Server::adopt(&place).await? else {
            return Err(Error::NotRunning { folder: place.folder });
        };
        let passwords = Passwords::read(&place.passwords())?;
        Ok(Self { place, passwords, server, lock: None })
    }

    /// Stops the server and waits until it is gone. One that is shared goes on, until [`Postgres::shutdown`].
    pub async fn stop(mut self) -> Result<(), Error> {
        let Some(lock) = self.lock.take() else { return Ok(()) };
        let stopped = self.server.stop(&self.place).await;
        drop(lock);
        stopped
    }

    /// Stops the cluster's server if one runs, whoever started it. Not while a process owns the cluster.
    pub async fn shutdown(options: &Options) -> Result<(), Error> {
        let (place, _lock) = claim(options).await?;
        stop_if_running(&place).await
    }

    /// Stops the cluster's server if one runs and deletes its data. Not while a process owns the cluster.
    pub async fn reset(options: &Options) -> Result<(), Error> {
        let (place, _lock) = claim(options).await?;
        stop_if_running(&place).await?;
        blocking(move || cluster::erase(&place)).await
    }

    /// What the application connects to, as `kontor_app`.
    pub fn app_url(&self) -> String {
        self.url_for(Login::App, DATABASE)
    }

    /// What migrations connect to, as `kontor_owner`.
    pub fn owner_url(&self) -> String {
        self.url_for(Login::Owner, DATABASE)
    }

    /// All powers, as `postgres`.
    pub fn superuser_url(&self) -> String {
        self.url_for(Login::Superuser, DATABASE)
    }

    /// Any login on any database, over the Unix socket.
    pub fn url_for(&self, login: Login, database: &str) -> String {
        socket_url(login, self.passwords.of(login), database, &self.server.sockets, self.server.port)
    }

    /// The same over TCP on 127.0.0.1, for programs that cannot use a Unix socket.
    pub fn tcp_url_for(&self, login: Login, database: &str) -> String {
        tcp_url(login, self.passwords.of(login), database, self.server.port)
    }

    /// The server's process.
    pub fn pid(&self) -> i32 {
        self.server.pid.as_raw()
    }

    /// The server's log.
    pub fn log(&self) -> PathBuf {
        self.place.log()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.lock.is_some() {
            self.server.ask_to_stop(&self.place);
        }
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("folder", &self.place.folder).field("pid", &self.pid()).finish_non_exhaustive()
    }
}

async fn claim(options: &Options) -> Result<(Place, Lock), Error> {
    let place = Place::of(options)?;
    let patience = if options.shared { SHARED_PATIENCE } else { Duration::ZERO };
    let lock = Lock::take(&place.lock(), patience).await?;
    Ok((place, lock))
}

async fn stop_if_running(place: &Place) -> Result<(), Error> {
    match Server::adopt(place).await? {
        Some(mut server) => server.stop(place).await,
        None => Ok(()),
    }
}

/// Files by the thousand are read and written off the runtime's threads.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
