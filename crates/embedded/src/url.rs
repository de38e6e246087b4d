//! The addresses that this crate gives out.

use std::{fmt::Write as _, os::unix::ffi::OsStrExt, path::Path};

/// The database that `bootstrap.sql` makes.
pub const DATABASE: &str = "kontor";

/// Who logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Login {
    /// `postgres`: for the bootstrap, and for people.
    Superuser,
    /// `kontor_owner`: owns the schema, runs migrations, sees all tenants.
    Owner,
    /// `kontor_app`: what the application logs in as.
    App,
}

impl Login {
    pub(crate) const ALL: [Self; 3] = [Self::Superuser, Self::Owner, Self::App];

    /// The role's name in the database.
    pub fn role(self) -> &'static str {
        match self {
            Self::Superuser => "postgres",
            Self::Owner => "kontor_owner",
            Self::App => "kontor_app",
        }
    }
}

/// Over the socket: libpq and sqlx read the folder from `host`. Without `sslmode` they would ask for TLS first.
pub(crate) fn socket_url(login: Login, password: &str, database: &str, sockets: &Path, port: u16) -> String {
    let (role, database, host) = (login.role(), encoded(database.as_bytes()), encoded(sockets.as_os_str().as_bytes()));
    format!("postgres://{role}:{password}@localhost/{database}?host={host}&port={port}&sslmode=disable")
}

/// Over TCP, for programs that know no sockets.
pub(crate) fn tcp_url(login: Login, password: &str, database: &str, port: u16) -> String {
    let (role, database) = (login.role(), encoded(database.as_bytes()));
    format!("postgres://{role}:{password}@127.0.0.1:{port}/{database}?sslmode=disable")
}

fn encoded(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, &byte| {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02X}").expect("a String takes everything");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names_are_encoded() {
        let url = socket_url(Login::App, "ab", "my shop?", Path::new("/run/x"), 5);
        assert_eq!(url, "postgres://kontor_app:ab@localhost/my%20shop%3F?host=/run/x&port=5&sslmode=disable");
    }
}
