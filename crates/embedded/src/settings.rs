//! The server's configuration. It is written anew at every start, so that an upgrade of Kontor reaches old clusters.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::Path,
};

use crate::{
    Options,
    error::{About, Error},
    place::Place,
};

/// What `data/postgresql.conf` says at its end, so that it beats what `initdb` wrote. A path relative to `data`, because
/// checkouts move.
pub(crate) const INCLUDE: &str = "
# Kontor's settings. Yours go below this line, and win.
include = '../settings.conf'
";

/// Writes `settings.conf`.
pub(crate) fn write(place: &Place, options: &Options, sockets: &Path, port: u16) -> Result<(), Error> {
    let path = place.settings();
    fs::write(&path, text(options, sockets, port)).about("write", &path)?;
    // The server reads it as its own user.
    place.account.give(&path)
}

fn text(options: &Options, sockets: &Path, port: u16) -> String {
    let Options { name, max_connections, durable, .. } = options;
    let sockets = sockets.display();
    let durability = if *durable {
        ""
    } else {
        "\n# Data that nobody misses after a power cut.\nfsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"
    };
    format!(
        "# Written by Kontor at every start: change data/postgresql.conf instead.
cluster_name = '{name}'
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{sockets}'
max_connections = {max_connections}
shared_buffers = 128MB
shared_preload_libraries = ''
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
logging_collector = off
log_destination = 'stderr'
log_checkpoints = off
{durability}"
    )
}

/// The port of the last start, unless another program has taken it since; else a free one, which is remembered.
pub(crate) fn choose_port(place: &Place) -> Result<u16, Error> {
    let path = place.port();
    let remembered = fs::read_to_string(&path).ok().and_then(|port| port.trim().parse().ok());
    if let Some(port) = remembered.filter(|port| is_free(*port)) {
        return Ok(port);
    }
    let port = free_port().about("find a free port for", &place.folder)?;
    fs::write(&path, format!("{port}\n")).about("write", &path)?;
    Ok(port)
}

/// Ports from 32768 on are lent to outgoing connections, so one that is free now may be taken at the next start: look below
/// first.
fn free_port() -> std::io::Result<u16> {
    const LOW: u16 = 20_000;
    const TRIES: u16 = 50;
    let suggested = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let begin = LOW + suggested % 10_000;
    Ok((begin..begin + TRIES).find(|port| is_free(*port)).unwrap_or(suggested))
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_give_up_durability() {
        let dev = text(&Options::dev("/x"), Path::new("/x/run"), 1);
        let test = text(&Options::test("/x"), Path::new("/x/run"), 1);
        assert!(!dev.contains("fsync"));
        assert!(test.contains("\nfsync = off\n"));
        assert!(test.contains("\nmax_connections = 400\n"));
    }

    #[test]
    fn a_port_that_is_taken_is_not_free() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(!is_free(port));
        assert_ne!(free_port().unwrap(), port);
    }
}
