//! Tests of the settings, from outside.

mod checks;
mod errors;
mod examples;
mod files;
mod kinds;
mod mail;
mod oidc;
mod precedence;
mod unknown;

use std::{ffi::OsString, fs};

use config::{Config, Errors};
use tempfile::TempDir;

/// Settings from these variables and this file.
fn read(env: &[(&str, &str)], file: Option<&str>) -> Result<Config, Errors> {
    Config::from_sources(env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())), file)
}

/// Like [`read`], for settings that are right.
fn settings(env: &[(&str, &str)], file: Option<&str>) -> Config {
    read(env, file).unwrap_or_else(|errors| panic!("{errors}"))
}

/// What is wrong with these variables and this file, as it is shown.
fn errors(env: &[(&str, &str)], file: Option<&str>) -> String {
    read(env, file).expect_err("these settings are wrong").to_string()
}

/// A working directory.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a scratch folder can be made"))
    }

    fn path(&self) -> &std::path::Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).expect("a scratch folder can be written to");
    }

    fn load(&self, env: &[(&str, &str)]) -> Result<Config, Errors> {
        let env = env.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
        Config::load_in(self.path(), env)
    }
}
