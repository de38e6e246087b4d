//! What a page is besides its blocks. It is drafted, published and kept with them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use web::ApiError;

/// As it stands in a draft and in each revision. What only posts or entries of the changelog have is left out of others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fields {
    pub(crate) title: String,
    pub(crate) slug: String,
    #[serde(default)]
    pub(crate) template: Option<String>,
    #[serde(default)]
    pub(crate) excerpt: Option<String>,
    #[serde(default)]
    pub(crate) seo: Seo,
    /// Of a post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cover: Option<Cover>,
    /// Of a post or an entry: words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tags: Option<Vec<String>>,
    /// Of a post: ids of authors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) authors: Option<Vec<String>>,
    /// Of an entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<String>,
    /// Of an entry: what kind of change it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) change: Option<String>,
}

/// What search engines and those who share a link are told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seo {
    #[serde(default)]
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) description: Option<String>,
    #[serde(default)]
    pub(crate) image: Option<String>,
    #[serde(default)]
    pub(crate) canonical_url: Option<String>,
    #[serde(default)]
    pub(crate) is_hidden: bool,
}

/// The picture of a post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cover {
    #[serde(default)]
    pub(crate) media_id: Option<String>,
    #[serde(default)]
    pub(crate) alt: Option<String>,
}

impl Fields {
    /// As a row has them.
    pub(crate) fn read(value: Value) -> Result<Self, ApiError> {
        serde_json::from_value(value).map_err(ApiError::internal)
    }

    /// One beside the other, as they are compared and merged: `seo.title`.
    pub(crate) fn flat(&self) -> Result<Map<String, Value>, ApiError> {
        let mut flat = Map::new();
        let Value::Object(fields) = self.write()? else { return Ok(flat) };
        for (name, value) in fields {
            match value {
                Value::Object(inner) => {
                    flat.extend(inner.into_iter().map(|(within, value)| (format!("{name}.{within}"), value)));
                }
                value => drop(flat.insert(name, value)),
            }
        }
        Ok(flat)
    }

    /// The other way round.
    pub(crate) fn of_flat(flat: Map<String, Value>) -> Result<Self, ApiError> {
        let mut fields = Map::new();
        for (name, value) in flat {
            let Some((outer, within)) = name.split_once('.') else {
                fields.insert(name, value);
                continue;
            };
            if let Value::Object(inner) = fields.entry(outer).or_insert_with(|| Value::Object(Map::new())) {
                inner.insert(within.to_owned(), value);
            }
        }
        Self::read(Value::Object(fields))
    }

    /// As a row gets them.
    pub(crate) fn write(&self) -> Result<Value, ApiError> {
        serde_json::to_value(self).map_err(ApiError::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_laid_flat_is_put_together_again() {
        let plain = Fields { title: "About".into(), slug: "about".into(), ..Fields::default() };
        let seo = Seo { title: Some("T".into()), is_hidden: true, ..Seo::default() };
        let post = Fields {
            seo,
            cover: Some(Cover { media_id: None, alt: Some("A quay".into()) }),
            tags: Some(vec!["Harbour".into()]),
            authors: Some(Vec::new()),
            ..plain.clone()
        };
        let entry = Fields { version: Some("1.2".into()), change: Some("fixed".into()), ..plain.clone() };
        for fields in [plain, post, entry] {
            assert_eq!(Fields::of_flat(fields.flat().unwrap()).unwrap(), fields);
        }
    }
}
