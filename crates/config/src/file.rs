//! `kontor.toml`: from text to values with the lines they stand in.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::{
    error::{Error, Place},
    kind::Raw,
    settings::{SECTIONS, SETTINGS},
    unknown,
};

/// The values of a settings file by their key, each with its line.
#[derive(Default)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) values: BTreeMap<&'static str, (Raw, usize)>,
}

impl File {
    /// Reads the text of a file. A file with syntax errors gives those alone: its values may be garbled.
    pub(crate) fn parse(name: &str, text: &str, errors: &mut Vec<Error>) -> Self {
        let mut file = Self { name: name.to_owned(), values: BTreeMap::new() };
        let (table, syntax_errors) = DeTable::parse_recoverable(text);
        let line_of = |offset: usize| text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1;

        let mut unknown_keys = Vec::new();
        for (key, value) in table.get_ref() {
            let line = line_of(key.span().start);
            let is_section = SECTIONS.iter().any(|(section, _)| section == key.get_ref());
            match value.get_ref() {
                DeValue::Table(section) if is_section => {
                    for (field, value) in section {
                        let key = format!("{}.{}", key.get_ref(), field.get_ref());
                        file.insert(key, value.get_ref(), line_of(field.span().start), &mut unknown_keys);
                    }
                }
                _ if is_section => errors.push(Error::Syntax {
                    file: name.to_owned(),
                    line,
                    reason: format!("{key} is a section; write [{key}] and its settings below", key = key.get_ref()),
                }),
                value => file.insert(key.get_ref().to_string(), value, line, &mut unknown_keys),
            }
        }

        if syntax_errors.is_empty() {
            errors.append(&mut unknown_keys);
        } else {
            file.values.clear();
        }
        // The error's own display quotes the line, which may hold a secret; its message does not.
        errors.extend(syntax_errors.iter().map(|error| Error::Syntax {
            file: name.to_owned(),
            line: error.span().map_or(0, |span| line_of(span.start)),
            reason: error.message().to_owned(),
        }));
        file
    }

    fn insert(&mut self, key: String, value: &DeValue<'_>, line: usize, unknown_keys: &mut Vec<Error>) {
        if let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) {
            self.values.insert(setting.key, (raw(value), line));
        } else {
            let place = Place::File { name: self.name.clone(), line };
            unknown_keys.push(unknown::key(key, place));
        }
    }
}

fn raw(value: &DeValue<'_>) -> Raw {
    match value {
        DeValue::Array(array) => {
            let mut entries = Vec::with_capacity(array.len());
            for entry in array {
                match scalar(entry.get_ref()) {
                    Some(text) => entries.push(text),
                    None => return Raw::Other("list of lists or tables"),
                }
            }
            Raw::List(entries)
        }
        value => scalar(value).map_or_else(|| Raw::Other(value.type_str()), Raw::Text),
    }
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(integer) => Some(integer.to_string()),
        DeValue::Float(float) => Some(float.to_string()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}
