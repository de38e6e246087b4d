//! Names that no setting has, and what was probably meant.

use crate::{
    error::{Error, Place},
    settings::{SECTIONS, SETTINGS},
    sources::Sources,
};

/// Names with this beginning belong to Kontor, so an unknown one is a mistake.
const PREFIX: &str = "KONTOR_";

/// Names the table does not have: where the settings file is, and what the test scripts tell the tests.
pub(crate) const CONFIG_FILE: &str = "KONTOR_CONFIG";
const TEST_PREFIX: &str = "KONTOR_TEST_";
/// Where programs are, read by the crates that start them.
const PROGRAMS: &[&str] = &["KONTOR_POSTGRES_BIN", "KONTOR_REDIS_SERVER"];

/// Variables that Kubernetes makes for a Service named kontor.
const SERVICE_LINKS: &[&str] = &["KONTOR_SERVICE_", "KONTOR_PORT_"];

/// An error for each variable that looks like a setting and is none.
pub(crate) fn variables(sources: &Sources) -> Vec<Error> {
    let mut errors = Vec::new();
    for (variables, place) in [(&sources.environment, Place::Environment), (&sources.dotenv, Place::DotEnv)] {
        let unknown = variables.keys().filter(|name| name.starts_with(PREFIX) && !is_known(name));
        errors.extend(unknown.map(|name| Error::Unknown {
            name: name.clone(),
            place: place.clone(),
            remedy: variable_remedy(name),
        }));
    }
    errors
}

/// The error for a key of the settings file.
pub(crate) fn key(key: String, place: Place) -> Error {
    let same_field = || SETTINGS.iter().find(|setting| setting.field() == key).map(|setting| setting.key);
    let names = SETTINGS.iter().map(|setting| setting.key).chain(SECTIONS.iter().map(|(section, _)| *section));
    let meant = closest(&key, names.map(|name| (name, name.to_owned()))).or_else(same_field);
    let remedy = remedy(meant, "remove it, or see kontor.example.toml for all keys");
    Error::Unknown { name: key, place, remedy }
}

fn is_known(name: &str) -> bool {
    name == CONFIG_FILE
        || name.starts_with(TEST_PREFIX)
        || PROGRAMS.contains(&name)
        || SETTINGS.iter().any(|setting| setting.env.contains(&name))
}

fn variable_remedy(name: &str) -> String {
    // The name that the rule "KONTOR_, section, key" would give counts as well: KONTOR_SERVER_PORT, KONTOR_DATABASE_URL.
    let mut names = vec![(CONFIG_FILE, CONFIG_FILE.to_owned())];
    for setting in SETTINGS {
        names.push((setting.name(), setting.name().to_owned()));
        names.push((setting.name(), format!("{PREFIX}{}", setting.key.replace('.', "_").to_uppercase())));
    }
    if SERVICE_LINKS.iter().any(|prefix| name.starts_with(prefix)) {
        return "Kubernetes makes such variables for a Service named kontor; set enableServiceLinks: false in the pod"
            .to_owned();
    }
    remedy(closest(name, names.into_iter()), "remove it, or see .env.example for all names")
}

fn remedy(meant: Option<&str>, otherwise: &str) -> String {
    meant.map_or_else(|| otherwise.to_owned(), |meant| format!("did you mean {meant}?"))
}

/// The name that is spelt most like this one, if it is near enough to be meant.
fn closest(name: &str, candidates: impl Iterator<Item = (&'static str, String)>) -> Option<&'static str> {
    let stem = name.strip_prefix(PREFIX).unwrap_or(name);
    let limit = (stem.chars().count() / 4).max(1);
    candidates
        .map(|(meant, spelling)| (strsim::damerau_levenshtein(name, &spelling), meant))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, meant)| meant)
}
