//! What a route answers by default, and what it may be asked for.

use std::collections::HashSet;

use super::Selection;
use crate::ApiError;

/// The field rules of one route.
#[derive(Debug)]
pub struct FieldRules {
    defaults: Vec<String>,
    /// What is answered when nothing is asked for.
    standard: Selection,
    allowed: HashSet<String>,
    is_open: bool,
    max_relations: usize,
}

const MAX_LENGTH: usize = 8_192;

impl FieldRules {
    /// Rules from the default paths (`id`, `*variants`) and the further paths that may be asked for.
    pub fn new<D, A>(defaults: D, further: A) -> Self
    where
        D: IntoIterator<Item: Into<String>>,
        A: IntoIterator<Item: Into<String>>,
    {
        let defaults: Vec<String> = defaults.into_iter().map(Into::into).collect();
        let allowed = further
            .into_iter()
            .map(Into::into)
            .chain(defaults.iter().map(|path| path.trim_start_matches('*').to_owned()))
            .collect();
        let standard = Selection::of(defaults.iter().map(String::as_str));
        Self { defaults, standard, allowed, is_open: false, max_relations: 3 }
    }

    /// Rules of the staff's views, by which anything may be asked for: what a view does not have is left out when it is written.
    pub fn open<D>(defaults: D) -> Self
    where
        D: IntoIterator<Item: Into<String>>,
    {
        Self { is_open: true, max_relations: 6, ..Self::new(defaults, std::iter::empty::<String>()) }
    }

    /// Lets a path expand so many relations; Medusa's default is three.
    #[must_use]
    pub fn max_relations(self, max_relations: usize) -> Self {
        Self { max_relations, ..self }
    }

    /// How many paths may be asked for.
    pub fn allowed(&self) -> usize {
        self.allowed.len()
    }

    /// Resolves the raw parameter.
    pub fn select(&self, requested: Option<&str>) -> Result<Selection, ApiError> {
        let Some(requested) = requested.filter(|text| !text.trim().is_empty()) else {
            return Ok(self.standard.clone());
        };
        if requested.len() > MAX_LENGTH {
            return Err(ApiError::invalid_data(format!(
                "Invalid request: Value for field 'fields' too big, expected at most: '{MAX_LENGTH}'"
            )));
        }
        let parts: Vec<Part<'_>> = requested.split(',').filter_map(Part::parse).collect();
        let too_deep: Vec<&str> = parts
            .iter()
            .filter(|part| part.sign != Sign::Without && part.relations() > self.max_relations)
            .map(|part| part.path)
            .collect();
        if !too_deep.is_empty() {
            let named: String = too_deep.join(", ").chars().take(300).collect();
            return Err(ApiError::invalid_data(format!(
                "The following fields expand more than the maximum of {} allowed relations: {named}",
                self.max_relations
            )));
        }

        let replaces = parts.iter().any(|part| part.sign == Sign::Bare);
        let mut paths: Vec<(String, bool)> = Vec::new();
        if !replaces {
            paths.extend(self.defaults.iter().map(|path| match path.strip_prefix('*') {
                Some(path) => (path.to_owned(), true),
                None => (path.clone(), false),
            }));
        }
        for part in &parts {
            match part.sign {
                Sign::Without => paths.retain(|(path, _)| {
                    path != part.path && !path.strip_prefix(part.path).is_some_and(|rest| rest.starts_with('.'))
                }),
                Sign::Bare | Sign::With if self.is_open || self.allowed.contains(part.path) => {
                    if !paths.iter().any(|(path, star)| path == part.path && *star == part.star) {
                        paths.push((part.path.to_owned(), part.star));
                    }
                }
                Sign::Bare | Sign::With => {}
            }
        }
        if !paths.iter().any(|(path, _)| path == "id") && (self.is_open || self.allowed.contains("id")) {
            paths.push(("id".to_owned(), false));
        }
        Ok(Selection::of_paths(paths.iter().map(|(path, star)| (path.as_str(), *star))))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// No modifier: the list replaces the defaults.
    Bare,
    /// `+x`, ` x`, `*x`, `x.*`
    With,
    /// `-x`
    Without,
}

#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    path: &'a str,
    sign: Sign,
    star: bool,
}

impl<'a> Part<'a> {
    fn parse(raw: &'a str) -> Option<Self> {
        // An unescaped + arrives as a space, hence a leading space means +.
        let (sign, rest) = match raw.as_bytes().first()? {
            b'+' | b' ' => (Sign::With, &raw[1..]),
            b'-' => (Sign::Without, &raw[1..]),
            _ => (Sign::Bare, raw),
        };
        let rest = rest.trim();
        let (path, star) = match (rest.strip_prefix('*'), rest.strip_suffix(".*")) {
            (Some(path), _) | (None, Some(path)) => (path.trim().trim_matches('.'), true),
            (None, None) => (rest, false),
        };
        let sign = if star && sign == Sign::Bare { Sign::With } else { sign };
        (!path.is_empty()).then_some(Self { path, sign, star })
    }

    fn relations(&self) -> usize {
        let segments = self.path.split('.').count();
        if self.star { segments } else { segments - 1 }
    }
}
