//! The passwords of a cluster's three logins: random, made with the cluster, kept beside it.

use std::{
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use crate::{
    error::{About, Error},
    url::Login,
};

/// Hexadecimal, so neither SQL nor a URL needs them quoted.
#[derive(Clone)]
pub(crate) struct Passwords {
    superuser: String,
    owner: String,
    app: String,
}

impl Passwords {
    /// Makes new ones and writes them to `path`.
    pub(crate) fn make(path: &Path) -> Result<Self, Error> {
        let one = || random_hex().about("read", Path::new("/dev/urandom"));
        let new = Self { superuser: one()?, owner: one()?, app: one()? };
        let text = Login::ALL.map(|login| format!("{}={}\n", login.role(), new.of(login))).concat();
        write_private(path, &text)?;
        Ok(new)
    }

    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            read => read.about("read", path)?,
        };
        let find = |login: Login| {
            let line = text.lines().find_map(|line| line.strip_prefix(login.role())?.strip_prefix('='));
            let password =
                line.filter(|password| password.len() == 48 && password.bytes().all(|b| b.is_ascii_hexdigit()));
            password.map(str::to_owned).ok_or_else(|| Error::Passwords { path: path.to_owned() })
        };
        Ok(Self { superuser: find(Login::Superuser)?, owner: find(Login::Owner)?, app: find(Login::App)? })
    }

    pub(crate) fn of(&self, login: Login) -> &str {
        match login {
            Login::Superuser => &self.superuser,
            Login::Owner => &self.owner,
            Login::App => &self.app,
        }
    }
}

/// Writes a new file that only the caller can read.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error).about("replace", path),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).about("write", path)?;
    file.write_all(text.as_bytes()).about("write", path)
}

fn random_hex() -> io::Result<String> {
    let mut bytes = [0_u8; 24];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes everything");
        text
    }))
}
