//! Options and their values.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Plan, Target};
use crate::write::{
    stored::StoredOption,
    tables::{OptionPlace, OptionRow, ValueRow},
};

/// The keys of a product's option values, by option and value.
pub(super) type Values<'a> = HashMap<(&'a str, &'a str), Uuid>;

impl Plan {
    pub(super) fn add_options<'a>(&mut self, Target { id: product, draft, stored, .. }: Target<'a>) -> Values<'a> {
        let stored = stored.map(|stored| stored.options.as_slice()).unwrap_or_default();
        let mut values = Values::new();
        for (rank, option) in (0..).zip(&draft.options) {
            let found = stored.iter().find(|stored| stored.row.title == option.title);
            let id = found.map_or_else(Uuid::now_v7, |found| found.row.id);
            if found.is_none() {
                self.options.insert.push(OptionRow { id, title: option.title.clone(), is_exclusive: true });
            }
            let mut value_ids = found.and_then(StoredOption::chosen);
            let mut is_moved = found.is_none_or(|found| found.rank != rank);
            for (rank, value) in (0..).zip(&option.values) {
                let id = self.add_value(id, found, value, rank);
                values.insert((&option.title, value), id);
                // A value of a shared option that the product did not have so far.
                if let Some(ids) = value_ids.as_mut().filter(|ids| !ids.contains(&id)) {
                    ids.push(id);
                    is_moved = true;
                }
            }
            if is_moved {
                self.option_places.push(OptionPlace { product_id: product, option_id: id, rank, value_ids });
            }
            if let Some(found) = found.filter(|found| found.row.is_exclusive && !draft.is_partial) {
                let gone = found.values.iter().filter(|stored| !option.values.contains(&stored.value));
                self.values.remove.extend(gone.map(|value| value.id));
            }
        }
        let unnamed =
            stored.iter().filter(|stored| !draft.options.iter().any(|option| option.title == stored.row.title));
        for gone in unnamed.filter(|_| !draft.is_partial) {
            if gone.row.is_exclusive {
                self.options.remove.push(gone.row.id);
            } else {
                self.options_unlinked.remove(product, gone.row.id);
            }
        }
        values
    }

    /// Other products have the values of a shared option too, in an order of theirs.
    fn add_value(&mut self, option: Uuid, found: Option<&StoredOption>, value: &str, rank: i32) -> Uuid {
        let stored = found.and_then(|found| found.values.iter().find(|stored| stored.value == value));
        let is_shared = found.is_some_and(|found| !found.row.is_exclusive);
        let rank = stored.filter(|_| is_shared).map_or(rank, |stored| stored.rank);
        let id = stored.map_or_else(Uuid::now_v7, |stored| stored.id);
        self.values.put(ValueRow { id, option_id: option, value: value.to_owned(), rank }, stored);
        id
    }
}
