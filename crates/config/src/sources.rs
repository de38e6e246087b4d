//! Where settings come from, and which source wins.

use std::collections::BTreeMap;

use crate::{
    error::{Error, Place},
    file::File,
    kind::Raw,
    table::Setting,
};

/// Everything that was given, not yet understood.
#[derive(Default)]
pub(crate) struct Sources {
    /// The environment of the process.
    pub(crate) environment: BTreeMap<String, String>,
    /// The file `.env`.
    pub(crate) dotenv: BTreeMap<String, String>,
    /// The file `kontor.toml`.
    pub(crate) file: File,
    /// What could not even be read.
    pub(crate) errors: Vec<Error>,
}

impl Sources {
    /// The value that counts: environment over `.env` over file. An empty one counts as not given.
    pub(crate) fn lookup(&self, setting: &Setting) -> Option<(Raw, Place)> {
        for (variables, place) in [(&self.environment, Place::Environment), (&self.dotenv, Place::DotEnv)] {
            for name in setting.env {
                if let Some(text) = variables.get(*name).filter(|text| !text.trim().is_empty()) {
                    return Some((Raw::Text(text.clone()), place));
                }
            }
        }
        let (raw, line) = self.file.values.get(setting.key)?;
        let is_blank = matches!(raw, Raw::Text(text) if text.trim().is_empty());
        (!is_blank).then(|| (raw.clone(), Place::File { name: self.file.name.clone(), line: *line }))
    }

    /// Takes in the text of a `.env` file. A line that cannot be read is named by its number: it may hold a secret.
    pub(crate) fn read_dotenv(&mut self, text: &str) {
        let text = text.trim_start_matches('\u{feff}');
        for entry in dotenvy::from_read_iter(text.as_bytes()) {
            match entry {
                // Of a name that stands there twice the first one counts, as with dotenvy itself.
                Ok((name, value)) => {
                    self.dotenv.entry(name).or_insert(value);
                }
                Err(dotenvy::Error::LineParse(bad, _)) => {
                    let first = bad.lines().next().unwrap_or_default().trim_end();
                    let line = text.lines().position(|line| line.starts_with(first)).map_or(0, |index| index + 1);
                    self.errors.push(Error::Syntax {
                        file: ".env".to_owned(),
                        line,
                        reason: "it is not NAME=value; put a value with blanks, # or $ in single quotes".to_owned(),
                    });
                }
                Err(error) => self.errors.push(Error::Unreadable {
                    what: ".env".to_owned(),
                    reason: error.to_string(),
                    remedy: "make it a readable text file, or remove it".to_owned(),
                }),
            }
        }
    }
}
