//! A price list as the shop's staff sees it.

use std::collections::{BTreeMap, HashMap};

use db::Tx;
use entity::{Timestamp, ids::PriceListId};
use resource::{Param, Table, names, of_owners, row};
use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, Relation, Selection, View, many},
};

use super::price::ListPrice;

row! {
    /// A price list.
    pub struct PriceList from "l" {
        id: PriceListId,
        title: String,
        description: String,
        r#type: String = "l.type",
        status: String,
        starts_at: Option<Timestamp>,
        ends_at: Option<Timestamp>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        rules: BTreeMap<String, Vec<String>>,
        prices: Vec<ListPrice>,
    }
}

impl View for PriceList {
    const COLUMNS: &'static [Column<Self>] = columns!(
        PriceList: id, title, description, r#type, status, starts_at, ends_at, metadata, created_at, updated_at, deleted_at,
        rules,
    );
    const RELATIONS: &'static [Relation<Self>] = &[("prices", |s| many(s, |list: &Self| &list.prices))];
}

impl Table for PriceList {
    type Id = PriceListId;

    const ONE: &'static str = "price_list";
    const MANY: &'static str = "price_lists";
    const NAME: &'static str = "Price list";
    const SORTABLE: &'static [&'static str] =
        &["id", "title", "type", "status", "starts_at", "ends_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["l.title", "l.description"];
    const FROM: &'static str = "public.price_lists l";
    const ALIAS: &'static str = "l";
    const FILTERS: &'static [Param] = &[
        Param::text("title", "Exact titles."),
        Param::text("type", "`sale` or `override`."),
        Param::text("status", "`draft` or `active`."),
        Param::time("starts_at", "From when on it holds."),
        Param::time("ends_at", "When it ends."),
        Param::number("rules_count", "How many rules it has.").at("(select count(*) from public.price_list_rules u
              where u.organization_id = l.organization_id and u.price_list_id = l.id)"),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("prices", names::<ListPrice>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        let owners: Vec<Uuid> = page.iter().map(|list| list.id.0).collect();
        if selection.has("rules") {
            let mut rules = rules_of(tx, owners.clone()).await?;
            for list in &mut *page {
                list.rules = rules.remove(&list.id.0).unwrap_or_default();
            }
        }
        if selection.has("prices") {
            let mut prices = of_owners::<ListPrice>(tx, "", "p.price_list_id", owners).await?;
            for list in page {
                list.prices = prices.remove(&list.id.0).unwrap_or_default();
            }
        }
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Rule {
    price_list_id: Uuid,
    attribute: String,
    value: Vec<String>,
}

async fn rules_of(tx: &Tx, lists: Vec<Uuid>) -> db::Result<HashMap<Uuid, BTreeMap<String, Vec<String>>>> {
    let sql = "select r.price_list_id, r.attribute, r.value from public.price_list_rules r
        where r.organization_id = $1 and r.price_list_id = any($2)";
    let rows: Vec<Rule> = db::fetch_all(tx, sql, [tx.organization()?.into(), lists.into()]).await?;
    let mut rules: HashMap<Uuid, BTreeMap<String, Vec<String>>> = HashMap::new();
    for Rule { price_list_id, attribute, value } in rows {
        rules.entry(price_list_id).or_default().insert(attribute, value);
    }
    Ok(rules)
}
