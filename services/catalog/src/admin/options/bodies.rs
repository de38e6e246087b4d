//! What is said of options.

use serde_json::{Map, Value};
use utoipa::openapi::schema::{ArrayBuilder, Object, Schema, SchemaType, Type};
use web::{
    body,
    body::{Change, Field, Fields, Filled},
};

use crate::{
    admin::products::fields::{Ranks, Title, Word},
    write::apply::OptionSaid,
};

/// Ids of some of an option's values; `null` is all of them.
#[derive(Debug)]
pub(in crate::admin) struct ValueIds(Change<Vec<String>>);

impl Field for ValueIds {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(match fields.take(name) {
            None => Change::Keep,
            Some(Value::Null) => Change::Clear,
            Some(list) => {
                fields.put(name, list);
                fields.texts(name).map_or(Change::Keep, Change::Set)
            }
        })
    }

    fn schema() -> Schema {
        let of_texts = ArrayBuilder::new().items(Object::with_type(Type::String));
        of_texts.schema_type(SchemaType::from_iter([Type::Array, Type::Null])).into()
    }
}

body! {
    /// An option of a product.
    pub struct OptionBody {
        /// One that is there.
        id: Option<String> = "opt_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it is called; a new one has a title.
        title: Filled<Word> = "Colour",
        /// All its values, in order.
        values: Option<Vec<String>> = ["Blue", "White"],
        /// Places of values that are not those of the list.
        ranks: Ranks = {"Blue": 0, "White": 1},
        /// Those of its values that the product has, of an option that several products share; with `null`, and of one that is new
        /// here without it, all of them, also those that the option gets later.
        value_ids: ValueIds = ["optval_01jd6nwvvgfa5sr38y5wx4pq3d"],
        /// Whether it is this product's alone; by default it is.
        is_exclusive: Option<bool> = true,
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"shown": "as squares"},
    }
}

impl OptionBody {
    /// What it says; `at` is where it stands in the body.
    pub(in crate::admin) fn said(self, at: String) -> OptionSaid {
        let Self { id, title, values, ranks: Ranks(ranks), value_ids: ValueIds(value_ids), is_exclusive, metadata } =
            self;
        OptionSaid { at, id, title: title.title(), values, ranks, value_ids, is_exclusive, metadata }
    }
}
