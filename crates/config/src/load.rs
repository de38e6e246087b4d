//! From the sources to a [`Config`], or to everything that is wrong with them.

use std::{ffi::OsString, fs, io, path::Path};

use crate::{
    check,
    error::{Error, Errors},
    file::File,
    reader::Reader,
    settings::{Config, SETTINGS},
    sources::Sources,
    unknown,
};

const DOTENV: &str = ".env";
const DEFAULT_FILE: &str = "kontor.toml";

impl Config {
    /// Reads the environment of the process, and `.env` and `kontor.toml` of the working directory.
    pub fn load() -> Result<Self, Errors> {
        Self::load_in(Path::new(""), std::env::vars_os())
    }

    /// Like [`Config::load`], with the folder in which the files are looked for and the environment given.
    pub fn load_in(folder: &Path, env: impl IntoIterator<Item = (OsString, OsString)>) -> Result<Self, Errors> {
        let mut sources = Sources::default();
        for (name, value) in env {
            // A name that is not text is none of ours.
            let Ok(name) = name.into_string() else { continue };
            match value.into_string() {
                Ok(value) => {
                    sources.environment.insert(name, value);
                }
                Err(_) if SETTINGS.iter().any(|setting| setting.env.contains(&name.as_str())) => {
                    sources.errors.push(Error::Unreadable {
                        what: format!("{name} in the environment"),
                        reason: "it is not UTF-8".to_owned(),
                        remedy: "set it to a text".to_owned(),
                    });
                }
                Err(_) => {}
            }
        }
        if let Some(text) = read(&folder.join(DOTENV), DOTENV, false, &mut sources.errors) {
            sources.read_dotenv(&text);
        }

        let chosen = [&sources.environment, &sources.dotenv]
            .into_iter()
            .find_map(|variables| variables.get(unknown::CONFIG_FILE).filter(|path| !path.trim().is_empty()).cloned());
        let name = chosen.as_deref().unwrap_or(DEFAULT_FILE);
        if let Some(text) = read(&folder.join(name), name, chosen.is_some(), &mut sources.errors) {
            sources.file = File::parse(name, &text, &mut sources.errors);
        }
        Self::from(sources)
    }

    /// Reads the settings from an environment and the text of a settings file, touching nothing else: for tests.
    pub fn from_sources(env: impl IntoIterator<Item = (String, String)>, file: Option<&str>) -> Result<Self, Errors> {
        let mut sources = Sources { environment: env.into_iter().collect(), ..Sources::default() };
        if let Some(text) = file {
            sources.file = File::parse(DEFAULT_FILE, text, &mut sources.errors);
        }
        Self::from(sources)
    }

    fn from(mut sources: Sources) -> Result<Self, Errors> {
        let mut reader = Reader::new(&sources);
        let mut config = Self::read(&mut reader);
        check::derive(&mut config, &reader);

        let conflicts = check::check(&config, &reader);
        let invalid = std::mem::take(&mut reader.errors);
        let unknown = unknown::variables(&sources);
        let mut errors = std::mem::take(&mut sources.errors);
        errors.extend(invalid);
        errors.extend(conflicts);
        errors.extend(unknown);
        if errors.is_empty() { Ok(config) } else { Err(Errors(errors)) }
    }
}

/// The text of a file; without one nothing, which is an error only if someone has asked for this file.
fn read(path: &Path, name: &str, is_chosen: bool, errors: &mut Vec<Error>) -> Option<String> {
    match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_chosen => None,
        Err(error) => {
            let remedy = if is_chosen {
                format!("let {} name a readable file, or unset it", unknown::CONFIG_FILE)
            } else {
                "make it readable, or remove it".to_owned()
            };
            errors.push(Error::Unreadable { what: name.to_owned(), reason: error.to_string(), remedy });
            None
        }
    }
}
