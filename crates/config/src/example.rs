//! The example files, written from the table.

use std::fmt::Write as _;

use crate::{
    settings::{SECTIONS, SETTINGS},
    table::Setting,
};

const MADE_FROM: &str = "\
# Made from the table in crates/config/src/settings.rs; change it there, then: UPDATE_EXAMPLES=1 cargo test -p config
";

/// The text of `.env.example`.
pub fn env_example() -> String {
    let mut text = format!(
        "# All settings of Kontor with their defaults. Copy to .env and remove the # in front of what you change.\n\
         # A value with blanks, # or $ goes in single quotes.\n\
         # Precedence: environment, .env, kontor.toml (KONTOR_CONFIG names another file), default.\n{MADE_FROM}"
    );
    for (section, settings) in sections() {
        if let Some((name, doc)) = section {
            push(&mut text, format_args!("\n# --- {name}:{}", doc.concat()));
        }
        for setting in settings {
            push(&mut text, format_args!("\n{}", comment(setting, "")));
            for alias in &setting.env[1..] {
                push(&mut text, format_args!("# {alias} is understood as well."));
            }
            push(&mut text, format_args!("#{}={}", setting.name(), quoted(setting.example)));
        }
    }
    text
}

/// The text of `kontor.example.toml`.
pub fn toml_example() -> String {
    let mut text = format!(
        "# All settings of Kontor with their defaults. Copy to kontor.toml and remove the # in front of what you change.\n\
         # The environment wins over this file; secrets are better kept there. The variable stands in brackets.\n\
         {MADE_FROM}"
    );
    for (section, settings) in sections() {
        if let Some((name, doc)) = section {
            push(&mut text, format_args!("\n#{}\n[{name}]", doc.concat()));
        }
        for setting in settings {
            push(&mut text, format_args!("\n{}", comment(setting, &format!(" [{}]", setting.name()))));
            push(&mut text, format_args!("#{} = {}", setting.field(), setting.example_toml()));
        }
    }
    text
}

type Section = (&'static str, &'static [&'static str]);

/// The settings by section, first those that stand in none.
fn sections() -> impl Iterator<Item = (Option<Section>, impl Iterator<Item = &'static Setting>)> {
    let all = std::iter::once(None).chain(SECTIONS.iter().copied().map(Some));
    all.map(|section| {
        let name = section.map(|(name, _)| name);
        (section, SETTINGS.iter().filter(move |setting| setting.section() == name))
    })
}

/// What the setting does, with something to add to the last line.
fn comment(setting: &Setting, more: &str) -> String {
    let doc = setting.doc.iter().map(|line| format!("#{line}")).collect::<Vec<_>>().join("\n");
    let is_default = setting.default == Some(setting.example);
    format!("{doc}{more}{}", if is_default { "" } else { "\n# Not set by default; for example:" })
}

/// A value as `.env` wants it.
fn quoted(value: &str) -> String {
    if value.contains([' ', '#', '$']) { format!("'{value}'") } else { value.to_owned() }
}

fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("writing to a string does not fail");
}
