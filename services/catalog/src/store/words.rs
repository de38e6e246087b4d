//! What tags and types have alike.

use std::marker::PhantomData;

use ::resource::{Param, Table};
use db::Tx;
use web::{
    ApiError,
    fields::{FieldRules, Selection, View},
};

use super::{resource::Resource, rules};
use crate::{
    data::{self, Reach, Words},
    locale::Translate,
};

/// A table of words, as the API calls it.
pub(super) trait Word: Words + View + Table + Translate + Sync {
    const ONE: &'static str;
    const MANY: &'static str;
    const NAME: &'static str;
}

/// The resource of such a table.
pub(super) struct Of<T>(PhantomData<fn() -> T>);

impl<T: Word> Resource for Of<T> {
    type Item = T;
    type Id = <T as Table>::Id;

    const ONE: &'static str = <T as Word>::ONE;
    const MANY: &'static str = <T as Word>::MANY;
    const NAME: &'static str = <T as Word>::NAME;
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "value", "created_at", "updated_at"];
    const FROM: &'static str = <T as Words>::FROM;
    const ALIAS: &'static str = "t";
    const VISIBLE: &'static str = "t.deleted_at is null";
    const ORDER: &'static str = "t.id";
    const WORDS: &'static [&'static str] = &["t.value"];
    const FILTERS: &'static [Param] = <T as Table>::FILTERS;

    fn rules() -> &'static FieldRules {
        &rules::WORDS
    }

    async fn fill(tx: &Tx, page: &mut [T], selection: &Selection, reach: &Reach) -> Result<(), ApiError> {
        Ok(data::fill_words(tx, page, selection, reach).await?)
    }
}
