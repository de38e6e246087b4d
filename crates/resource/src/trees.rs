//! Relations of a table to itself that come as deep as they go, when a parameter says so: `include_descendants_tree=true`.

use serde_json::json;
use utoipa::openapi::{
    path::Parameter,
    schema::{Object, Type},
};
use web::{fields::Selection, query::Params};

use crate::admin::query;

/// The names of such parameters, and the relation of each.
pub type Names = &'static [(&'static str, &'static str)];

/// The relations that come as deep as they go.
#[derive(Debug, Default)]
pub struct Trees(Vec<&'static str>);

/// The deepest that a tree of categories is.
const DEEPEST: usize = 32;

impl Trees {
    /// Takes the parameters out of a query.
    pub fn read(params: &mut Params, names: Names) -> Self {
        let wanted = names.iter().filter(|(name, _)| params.boolean(name) == Some(true));
        Self(wanted.map(|(_, relation)| *relation).collect())
    }

    /// Selects them.
    pub fn deepen(&self, selection: &mut Selection) {
        for relation in &self.0 {
            selection.deepen(relation, DEEPEST);
        }
    }

    /// The parameters, for the OpenAPI document.
    pub fn documented(names: Names) -> impl Iterator<Item = Parameter> {
        names.iter().map(|(name, relation)| {
            let words = format!("Whether `{relation}` comes as deep as it goes.");
            query(name, &words, Object::with_type(Type::Boolean), json!(false))
        })
    }
}
