//! The secret of an installation that was given none: made once, and kept on this machine.

use std::{
    fs,
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::Context;
use secrecy::SecretString;

const NAME: &str = "auth-secret";
const LENGTH: usize = 43;

/// The secret below `home`, which is made when there is none.
pub(super) fn kept(home: &Path) -> anyhow::Result<SecretString> {
    let file = home.join(NAME);
    match fs::read_to_string(&file) {
        Ok(text) => return Ok(text.trim().to_owned().into()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
    fs::create_dir_all(home).with_context(|| format!("cannot write {}: make the folder writable", home.display()))?;
    let secret = vault::random::alphanumeric(LENGTH);
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file) {
        Ok(mut made) => {
            made.write_all(secret.as_bytes()).with_context(|| format!("cannot write {}", file.display()))?;
            Ok(secret.into())
        }
        // Another process was quicker.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => kept(home),
        Err(error) => Err(error).with_context(|| format!("cannot write {}", file.display())),
    }
}
