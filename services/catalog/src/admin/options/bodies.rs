//! What is said of options.

use serde_json::{Map, Value};
use web::{
    body,
    body::{Change, Filled},
};

use crate::{
    admin::products::fields::{Ranks, Title, Word},
    write::apply::OptionSaid,
};

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
        /// Those of its values that the product has, of an option that several products share; without it, all of them, also
        /// those that the option gets later.
        value_ids: Option<Vec<String>> = ["optval_01jd6nwvvgfa5sr38y5wx4pq3d"],
        /// Whether it is this product's alone; by default it is.
        is_exclusive: Option<bool> = true,
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"shown": "as squares"},
    }
}

impl OptionBody {
    /// What it says; `at` is where it stands in the body.
    pub(in crate::admin) fn said(self, at: String) -> OptionSaid {
        let Self { id, title, values, ranks: Ranks(ranks), value_ids, is_exclusive, metadata } = self;
        OptionSaid { at, id, title: title.title(), values, ranks, value_ids, is_exclusive, metadata }
    }
}
