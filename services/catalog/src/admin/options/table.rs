//! Options and their values as the shop's staff sees them.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{OptionId, OptionValueId},
};
use resource::{Param, Row, Table, names, row};
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, many, one};

use crate::admin::products::load::of;

row! {
    /// What variants differ in.
    pub struct ProductOption from "o" {
        id: OptionId,
        title: String,
        is_exclusive: bool,
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        values: Vec<OptionValue>,
    }
}

row! {
    /// One of its values.
    pub struct OptionValue from "v" {
        id: OptionValueId,
        value: String,
        rank: i32,
        option_id: OptionId,
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        option: Option<ProductOption>,
    }
}

impl View for ProductOption {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[("values", |s| many(s, |option: &Self| &option.values))];
}

impl View for OptionValue {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[("option", |s| one(s, |value: &Self| value.option.as_ref()))];
}

impl ProductOption {
    /// Loads the values of options, if they are selected.
    pub(in crate::admin) async fn fill_values(
        tx: &Tx,
        options: &mut [&mut Self],
        selection: &Selection,
    ) -> db::Result<()> {
        if !selection.has("values") {
            return Ok(());
        }
        let ids: Vec<Uuid> = options.iter().map(|option| option.id.0).collect();
        let from = "public.product_option_values v
            where v.organization_id = $1 and v.option_id = any($2) and v.deleted_at is null order by v.rank, v.id";
        let values: HashMap<Uuid, Vec<OptionValue>> = of(tx, "v.option_id", from, ids).await?;
        for option in options {
            // Several products may show one option.
            option.values = values.get(&option.id.0).cloned().unwrap_or_default();
        }
        Ok(())
    }

    /// Leaves of options that products share those values that each of these products has: `of` says which option is whose.
    pub(in crate::admin) async fn keep_chosen(tx: &Tx, options: &mut [(Uuid, &mut Self)]) -> db::Result<()> {
        #[derive(FromQueryResult)]
        struct Chosen {
            product_id: Uuid,
            option_id: Uuid,
            value_ids: Vec<Uuid>,
        }
        let products: Vec<Uuid> =
            options.iter().filter(|(_, option)| !option.values.is_empty()).map(|(product, _)| *product).collect();
        if products.is_empty() {
            return Ok(());
        }
        let sql = "select l.product_id, l.option_id, l.value_ids from public.product_product_options l
            where l.organization_id = $1 and l.product_id = any($2) and l.value_ids is not null";
        let chosen: Vec<Chosen> = db::fetch_all(tx, sql, [tx.organization()?.into(), products.into()]).await?;
        let chosen: HashMap<(Uuid, Uuid), Vec<Uuid>> =
            chosen.into_iter().map(|one| ((one.product_id, one.option_id), one.value_ids)).collect();
        for (product, option) in options {
            if let Some(ids) = chosen.get(&(*product, option.id.0)) {
                option.values.retain(|value| ids.contains(&value.id.0));
            }
        }
        Ok(())
    }
}

impl Table for ProductOption {
    type Id = OptionId;

    const ONE: &'static str = "product_option";
    const MANY: &'static str = "product_options";
    const NAME: &'static str = "Product option";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*values"];
    const SORTABLE: &'static [&'static str] = &["id", "title", "is_exclusive", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["o.title"];
    const FROM: &'static str = "public.product_options o";
    const ALIAS: &'static str = "o";
    const FILTERS: &'static [Param] = &[
        Param::text("title", "Exact titles."),
        Param::boolean("is_exclusive", "Whether they belong to one product alone."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("values", names::<OptionValue>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        Self::fill_values(tx, &mut page.iter_mut().collect::<Vec<_>>(), selection).await
    }
}
