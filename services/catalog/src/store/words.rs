//! What tags and types have alike.

use std::marker::PhantomData;

use db::Tx;
use web::{
    ListQuery,
    fields::{FieldRules, Selection, View},
    query::Params,
};

use super::{resource::Resource, rules};
use crate::data::{self, Reach, WordFilter, Words};

/// A table of words, as the API calls it.
pub(super) trait Word: Words + View + Sync {
    const ONE: &'static str;
    const MANY: &'static str;
    const NAME: &'static str;
}

/// The resource of such a table.
pub(super) struct Of<T>(PhantomData<T>);

impl<T: Word> Resource for Of<T> {
    type Item = T;
    type Filter = WordFilter;

    const ONE: &'static str = T::ONE;
    const MANY: &'static str = T::MANY;
    const NAME: &'static str = T::NAME;
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "value", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &rules::WORDS
    }

    fn filter(params: &mut Params) -> WordFilter {
        WordFilter {
            id: params.texts("id"),
            value: params.texts("value"),
            external_id: params.texts("external_id"),
            created_at: params.time_range("created_at"),
            updated_at: params.time_range("updated_at"),
        }
    }

    fn only(id: String) -> WordFilter {
        WordFilter { id: Some(vec![id]), ..WordFilter::default() }
    }

    async fn find(
        tx: &Tx,
        filter: &WordFilter,
        list: &ListQuery,
        selection: &Selection,
        reach: &Reach,
    ) -> db::Result<(Vec<T>, i64)> {
        data::list_words(tx, filter, list, selection, reach).await
    }
}
