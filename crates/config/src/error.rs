//! What can be wrong with the settings, said so that whoever reads it can put it right.

use std::fmt;

use crate::{
    kind::{Raw, Reason},
    table::Setting,
};

/// Where a value was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The environment of the process.
    Environment,
    /// The file `.env`.
    DotEnv,
    /// The settings file.
    File {
        /// Its name.
        name: String,
        /// The line, counted from 1.
        line: usize,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("the environment"),
            Self::DotEnv => f.write_str(".env"),
            Self::File { name, line } => write!(f, "line {line} of {name}"),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A value that is not of its kind.
    #[error("{name} in {place} {found}: expected {expects}; {remedy}")]
    Invalid {
        /// Both names of the setting, first the one that was used.
        name: String,
        /// Where the value was found.
        place: Place,
        /// The value, unless it is a secret, and what is known about its fault.
        found: String,
        /// What it should have been.
        expects: &'static str,
        /// An example to copy.
        remedy: String,
    },
    /// A setting that is needed and not given.
    #[error("{name} is missing: {reason}; {remedy}")]
    Missing {
        /// Both names of the setting.
        name: String,
        /// Why it is needed.
        reason: &'static str,
        /// An example to copy.
        remedy: String,
    },
    /// Settings that are right one by one, but not together.
    #[error("{name} is {value}, but {reason}; {remedy}")]
    Conflict {
        /// Both names of the setting.
        name: String,
        /// Its value.
        value: String,
        /// What it does not go with.
        reason: String,
        /// What to do.
        remedy: String,
    },
    /// A name that no setting has.
    #[error("{name} in {place} is no setting; {remedy}")]
    Unknown {
        /// The name.
        name: String,
        /// Where it was found.
        place: Place,
        /// The name that was probably meant, or what to do.
        remedy: String,
    },
    /// A file whose grammar is wrong.
    #[error("line {line} of {file} cannot be read: {reason}")]
    Syntax {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A file or variable that cannot be read at all.
    #[error("{what} cannot be read: {reason}; {remedy}")]
    Unreadable {
        /// What was to be read.
        what: String,
        /// Why it could not be.
        reason: String,
        /// What to do.
        remedy: String,
    },
}

impl Error {
    pub(crate) fn invalid(setting: &Setting, raw: &Raw, reason: Reason, place: Place) -> Self {
        let (name, remedy) = match place {
            Place::File { .. } => {
                let remedy = format!("write for example {} = {}", setting.field(), setting.example_toml());
                (format!("{} ({})", setting.key, setting.name()), remedy)
            }
            Place::Environment | Place::DotEnv => (both_names(setting), example(setting)),
        };
        let mut found = match raw {
            _ if setting.secret => "is not usable (it is a secret, so it is not shown)".to_owned(),
            Raw::Text(text) => format!("is {text:?}"),
            Raw::List(entries) => format!("is {entries:?}"),
            Raw::Other(_) => "is not usable".to_owned(),
        };
        if let Some(reason) = reason {
            found = format!("{found}, {reason}");
        }
        Self::Invalid { name, place, found, expects: setting.expects, remedy }
    }

    pub(crate) fn missing(setting: &Setting, reason: &'static str) -> Self {
        Self::Missing { name: both_names(setting), reason, remedy: example(setting) }
    }
}

pub(crate) fn both_names(setting: &Setting) -> String {
    format!("{} ({})", setting.name(), setting.key)
}

fn example(setting: &Setting) -> String {
    format!("set for example {}={}", setting.name(), setting.example)
}

/// Everything that is wrong; there is at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errors(pub(crate) Vec<Error>);

impl Errors {
    /// The errors one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Error> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Errors {
    type Item = &'a Error;
    type IntoIter = std::slice::Iter<'a, Error>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        write!(f, "the settings have {count} {}", if count == 1 { "error" } else { "errors" })?;
        for error in &self.0 {
            write!(f, "\n- {error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}
