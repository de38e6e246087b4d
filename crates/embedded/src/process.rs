//! The server's process: started, adopted, watched until it is ready, stopped.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    time::Duration,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::{
    process::Child,
    time::{Instant, sleep},
};

use crate::{
    Options,
    error::{About, Error, tail},
    pid_file::{PidFile, Status, is_alive, is_taken},
    place::Place,
    settings,
};

/// Recovery after a crash replays at most one checkpoint's distance of WAL.
const START_PATIENCE: Duration = Duration::from_mins(2);
const STOP_PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(5);
const LARGEST_LOG: u64 = 8 << 20;

#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) pid: Pid,
    pub(crate) port: u16,
    pub(crate) sockets: PathBuf,
    /// None: it was started by somebody else, and found.
    child: Option<Child>,
}

impl Server {
    /// The server that runs on the cluster's data and is ready. One that is starting or stopping is waited for.
    pub(crate) async fn adopt(place: &Place) -> Result<Option<Self>, Error> {
        let data = place.data();
        let deadline = Instant::now() + START_PATIENCE;
        loop {
            let Some(found) = PidFile::read(&data)? else { return Ok(None) };
            if !found.is_live(&data) {
                return Ok(None);
            }
            if let PidFile { pid, port: Some(port), sockets: Some(sockets), status: Some(Status::Ready) } = found {
                return Ok(Some(Self { pid, port, sockets, child: None }));
            }
            if Instant::now() > deadline {
                let tail = log_since(&place.log(), 0);
                return Err(Error::NotReady { seconds: START_PATIENCE.as_secs(), log: place.log(), tail });
            }
            sleep(GLANCE).await;
        }
    }

    /// Starts a server where none runs, and waits until it is ready.
    pub(crate) async fn start(place: &Place, options: &Options, programs: &Path) -> Result<Self, Error> {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            match Self::start_once(place, options, programs).await {
                // Between the choice of a port and its use another program may take it; and the workers of a server that
                // was killed need a moment to notice.
                Err(Error::Died { tail, .. }) if is_passing(&tail) && Instant::now() < deadline => {
                    sleep(Duration::from_millis(50)).await;
                }
                other => return other,
            }
        }
    }

    async fn start_once(place: &Place, options: &Options, programs: &Path) -> Result<Self, Error> {
        let (data, sockets) = (place.data(), place.sockets()?);
        clear_leftovers(&data, &sockets)?;
        let port = settings::choose_port(place)?;
        settings::write(place, options, &sockets, port)?;
        let (log, before) = open_log(&place.log())?;
        let errors = log.try_clone().about("open", &place.log())?;

        let program = programs.join("postgres");
        let mut command = place.account.command(&program, &place.folder);
        // Its own process group: Ctrl-C in the terminal is for Kontor, which stops the server when it has stopped itself.
        command.arg("-D").arg(&data).stdout(log).stderr(errors).process_group(0);
        if !options.shared {
            // Each connection keeps megabytes of plans: in pages of two megabytes (glibc's manual, "Memory Allocation Tunables") a checkout
            // takes 3 % less. Tests open too many connections for too short.
            command.env("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
        }
        let mut child = command.spawn().map_err(|source| Error::Run { program, source })?;
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        let pid = Pid::from_raw(id.expect("a child that was not waited for has an id"));

        let deadline = Instant::now() + START_PATIENCE;
        loop {
            if child.try_wait().about("wait for", &place.log())?.is_some() {
                let tail = log_since(&place.log(), before);
                if tail.contains("incompatible with server") {
                    return Err(Error::Version { folder: place.folder.clone() });
                }
                return Err(Error::Died { log: place.log(), tail });
            }
            let said = PidFile::read(&data)?.filter(|said| said.pid == pid);
            if said.is_some_and(|said| said.status == Some(Status::Ready)) {
                return Ok(Self { pid, port, sockets, child: Some(child) });
            }
            if Instant::now() > deadline {
                let _ = kill(pid, Signal::SIGQUIT);
                let tail = log_since(&place.log(), before);
                return Err(Error::NotReady { seconds: START_PATIENCE.as_secs(), log: place.log(), tail });
            }
            sleep(GLANCE).await;
        }
    }

    /// Whether the server was found running, rather than started here.
    pub(crate) fn is_adopted(&self) -> bool {
        self.child.is_none()
    }

    /// Asks the server to end: it breaks off its sessions, writes everything down and goes.
    pub(crate) fn ask_to_stop(&self, place: &Place) {
        let data = place.data();
        // Between two looks the process may have gone, and its id to somebody else.
        let found = PidFile::read(&data).ok().flatten();
        if found.is_some_and(|found| found.pid == self.pid && found.is_live(&data)) {
            let _ = kill(self.pid, Signal::SIGINT);
        }
    }

    /// Ends the server and waits until its process is gone.
    pub(crate) async fn stop(&mut self, place: &Place) -> Result<(), Error> {
        self.ask_to_stop(place);
        if self.is_gone_within(STOP_PATIENCE).await {
            return Ok(());
        }
        tracing::warn!(
            pid = self.pid.as_raw(),
            "postgres does not stop: ending it at once, it will recover at the next start"
        );
        let _ = kill(self.pid, Signal::SIGQUIT);
        if self.is_gone_within(STOP_PATIENCE).await {
            return Ok(());
        }
        Err(Error::DoesNotStop { pid: self.pid.as_raw(), log: place.log() })
    }

    async fn is_gone_within(&mut self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        loop {
            let gone = match &mut self.child {
                Some(child) => matches!(child.try_wait(), Ok(Some(_))),
                None => !is_alive(self.pid),
            };
            if gone || Instant::now() > deadline {
                return gone;
            }
            sleep(GLANCE).await;
        }
    }
}

/// Failures that go by themselves.
fn is_passing(tail: &str) -> bool {
    ["could not create any TCP/IP sockets", "is still in use", "lock file \"postmaster.pid\" already exists"]
        .iter()
        .any(|passing| tail.contains(passing))
}

/// No server runs here, but a file that names a process, any process, would keep a new one from starting. Postgres still
/// looks for itself whether workers of a server that was killed use its memory.
fn clear_leftovers(data: &Path, sockets: &Path) -> Result<(), Error> {
    if PidFile::read(data)?.is_some_and(|found| is_taken(found.pid)) {
        let path = data.join("postmaster.pid");
        fs::remove_file(&path).about("delete", &path)?;
    }
    for entry in fs::read_dir(sockets).about("read", sockets)? {
        let path = entry.about("read", sockets)?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".s.PGSQL.")) {
            fs::remove_file(&path).about("delete", &path)?;
        }
    }
    Ok(())
}

/// Opens the log to append, and tells where its end is. One that has grown large becomes `postgres.log.old`.
fn open_log(path: &Path) -> Result<(File, u64), Error> {
    if fs::metadata(path).is_ok_and(|log| log.len() > LARGEST_LOG) {
        fs::rename(path, path.with_extension("log.old")).about("rename", path)?;
    }
    let log = OpenOptions::new().append(true).create(true).open(path).about("write", path)?;
    let end = log.metadata().about("look at", path)?.len();
    Ok((log, end))
}

fn log_since(path: &Path, begin: u64) -> String {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|mut log| {
        log.seek(SeekFrom::Start(begin))?;
        log.read_to_end(&mut text)
    });
    match read {
        Ok(_) => tail(&String::from_utf8_lossy(&text)),
        Err(error) => format!("its log cannot be read: {error}"),
    }
}
