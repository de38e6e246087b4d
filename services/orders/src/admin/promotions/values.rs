//! Values of attributes with what people call them.

use std::collections::HashMap;

use db::Tx;
use resource::Filter;
use sea_orm::{FromQueryResult, Value};
use web::Page;

use super::attributes::Of;

/// A value, and what people call it.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// Which of them.
#[derive(Debug, Default)]
pub(super) struct Wanted<'a> {
    /// Words of the label, all of them.
    pub(super) words: &'a [String],
    /// These values and no others.
    pub(super) values: Option<&'a [String]>,
}

/// A page of what an attribute may be compared with, as far as whoever asks may see it, and how many there are.
pub(super) async fn page(tx: &Tx, of: Of, wanted: &Wanted<'_>, page: Page) -> db::Result<(Vec<Choice>, i64)> {
    let Of::Table(table, column, prefix, keys) = of else {
        let mut all = listed(tx, of).await?;
        all.retain(|choice| {
            let label = choice.label.to_lowercase();
            wanted.words.iter().all(|word| label.contains(&word.to_lowercase()))
                && wanted.values.is_none_or(|values| values.contains(&choice.value))
        });
        let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let (offset, limit) = (usize::try_from(page.offset).unwrap_or(0), usize::try_from(page.limit).unwrap_or(0));
        return Ok((all.into_iter().skip(offset).take(limit).collect(), count));
    };
    let label = format!("t.{column}");
    let mut filter = Filter::new("t.organization_id = $1 and t.deleted_at is null");
    filter.and_words(&[&label], wanted.words);
    if let Some(values) = wanted.values {
        filter.and("t.id = any(?)", keys(values));
    }
    let (columns, from) =
        (format!("private.wire_id('{prefix}', t.id) as value, {label} as label"), format!("{table} t"));
    let order_by = format!("order by {label}, t.id");
    let select = resource::Select { columns: &columns, from: &from, order_by: &order_by };
    let values: Vec<Value> = vec![tx.organization()?.into()];
    resource::page(tx, select, &filter, values, page).await
}

/// What people call some values; what is not known is called by itself.
pub(super) async fn labels(tx: &Tx, of: Of, values: &[String]) -> db::Result<HashMap<String, String>> {
    if values.is_empty() || matches!(of, Of::Numbers) {
        return Ok(HashMap::new());
    }
    let all = Page { limit: 1_000, offset: 0 };
    let (found, _) = page(tx, of, &Wanted { words: &[], values: Some(values) }, all).await?;
    Ok(found.into_iter().map(|choice| (choice.value, choice.label)).collect())
}

#[derive(FromQueryResult)]
struct Code {
    code: String,
}

/// What is no table of its own: codes that the shop uses, with ISO's names.
async fn listed(tx: &Tx, of: Of) -> db::Result<Vec<Choice>> {
    let sql = match of {
        Of::Countries => {
            "select c.iso_2 as code from public.region_countries c where c.organization_id = $1 order by c.iso_2"
        }
        Of::Currencies => {
            "select c.currency_code as code from public.store_currencies c where c.organization_id = $1 order by c.currency_code"
        }
        Of::Numbers | Of::Table(..) => return Ok(Vec::new()),
    };
    let codes: Vec<Code> = db::fetch_all(tx, sql, [tx.organization()?.into()]).await?;
    let name = |code: &str| match of {
        Of::Countries => iso::country(code).map(|country| country.name),
        _ => iso::currency(code).map(|currency| currency.name),
    };
    let choice = |Code { code }| Choice { label: name(&code).map_or_else(|| code.clone(), str::to_owned), value: code };
    Ok(codes.into_iter().map(choice).collect())
}
