//! `.env.example` and `kontor.example.toml` say what the table says, and can be read.

use std::{collections::HashSet, env, fs, path::Path};

use config::SETTINGS;

use crate::{Folder, settings};

const UPDATE: &str = "UPDATE_EXAMPLES";

fn is_current(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    if env::var_os(UPDATE).is_some() {
        fs::write(&path, text).expect("the root of the repository can be written to");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == text,
        "{name} does not say what crates/config/src/settings.rs says; run: {UPDATE}=1 cargo test -p config"
    );
}

/// The example with each setting switched on: comments have a blank after their `#`, settings have none.
fn switched_on(example: &str) -> String {
    example.lines().map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line)).fold(
        String::new(),
        |mut text, line| {
            text.push_str(line);
            text.push('\n');
            text
        },
    )
}

#[test]
fn the_example_files_are_current() {
    is_current(".env.example", &config::env_example());
    is_current("kontor.example.toml", &config::toml_example());
}

#[test]
fn the_examples_change_nothing_until_edited() {
    let defaults = format!("{:?}", settings(&[], None));
    let config = settings(&[], Some(&config::toml_example()));
    assert_eq!(format!("{config:?}"), defaults);

    let folder = Folder::new();
    folder.write(".env", &config::env_example());
    assert_eq!(format!("{:?}", folder.load(&[]).expect("it sets nothing")), defaults);
}

#[test]
fn every_line_of_the_examples_is_a_setting_that_can_be_read() {
    let folder = Folder::new();
    folder.write(".env", &switched_on(&config::env_example()));
    let from_env = folder.load(&[]).unwrap_or_else(|errors| panic!("{errors}"));
    let from_file = settings(&[], Some(&switched_on(&config::toml_example())));
    assert_eq!(format!("{from_env:?}"), format!("{from_file:?}"));
    assert!(from_file.redis.url.is_some() && from_file.telemetry.otlp_endpoint.is_some());

    for setting in SETTINGS {
        assert!(config::env_example().contains(&format!("\n#{}=", setting.name())), "{}", setting.name());
    }
}

#[test]
fn names_are_given_once() {
    let mut names = HashSet::new();
    for setting in SETTINGS {
        assert!(names.insert(setting.key), "{} stands twice in the table", setting.key);
        for name in setting.env {
            assert!(names.insert(name), "{name} stands twice in the table");
        }
    }
}
