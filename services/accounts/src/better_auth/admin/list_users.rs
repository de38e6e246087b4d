//! `GET /admin/list-users`

use axum::extract::State;
use serde_json::{Value, json};

use super::{Right, allowed};
use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::user_search::{self, Column, Condition, Operator, Search},
};

/// Without a limit, and at most.
const USUAL: i64 = 100;
const MOST: i64 = 1000;

const OPERATORS: [(&str, Operator); 11] = [
    ("eq", Operator::Equal),
    ("ne", Operator::NotEqual),
    ("lt", Operator::Less),
    ("lte", Operator::AtMost),
    ("gt", Operator::Greater),
    ("gte", Operator::AtLeast),
    ("in", Operator::In),
    ("not_in", Operator::NotIn),
    ("contains", Operator::Contains),
    ("starts_with", Operator::StartsWith),
    ("ends_with", Operator::EndsWith),
];

pub(super) struct List {
    /// `None` if it names what nobody knows: then nobody is found.
    search: Option<Search>,
    limit: Option<i64>,
    offset: Option<i64>,
}

impl Input for List {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        let text = query.optional_text("searchValue");
        let field = query.optional_choice("searchField", &["email", "name"]).unwrap_or("email");
        let operator = query.optional_choice("searchOperator", &["contains", "starts_with", "ends_with"]);
        let (limit, offset) = (number(query, "limit"), number(query, "offset"));
        let sort_by = query.optional_text("sortBy");
        let descending = query.optional_choice("sortDirection", &["asc", "desc"]) == Some("desc");
        let mut conditions = Vec::new();
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            conditions.push(condition(field, operator.unwrap_or("contains"), vec![text]));
        }
        let filter_value = query.take("filterValue");
        let filter_field = query.optional_text("filterField");
        let filter_operator = query.optional_choice("filterOperator", &OPERATORS.map(|(name, _)| name));
        if let Some(values) = filter_value.and_then(texts) {
            let field = filter_field.as_deref().unwrap_or("email");
            conditions.push(condition(field, filter_operator.unwrap_or("eq"), values));
        }
        let sort_by = sort_by.map(|name| Column::named(&name));
        let is_known = sort_by.is_none_or(|column| column.is_some());
        let in_range = limit.unwrap_or_default() >= 0 && offset.unwrap_or_default() >= 0;
        let conditions: Option<Vec<Condition>> = conditions.into_iter().collect();
        let search = conditions.filter(|_| is_known && in_range).map(|conditions| Search {
            conditions,
            sort_by: sort_by.flatten(),
            descending,
            limit: limit.unwrap_or(USUAL).min(MOST),
            offset: offset.unwrap_or_default(),
        });
        Ok(Self { search, limit, offset })
    }
}

fn condition(field: &str, operator: &str, values: Vec<String>) -> Option<Condition> {
    let (_, operator) = *OPERATORS.iter().find(|(name, _)| *name == operator)?;
    Some(Condition { column: Column::named(field)?, operator, values })
}

/// What is no number, or 0, is as if it had not been given.
fn number(query: &mut Fields, name: &str) -> Option<i64> {
    let given = query.take(name)?;
    if !given.is_string() {
        query.issue(name, "Invalid input");
    }
    given.as_str()?.trim().parse().ok().filter(|number| *number != 0)
}

fn texts(given: Value) -> Option<Vec<String>> {
    match given {
        Value::String(text) => Some(vec![text]),
        Value::Array(values) => values.into_iter().map(|value| value.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

/// People, a part of those who fit.
pub(super) async fn list_users(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<List>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("list people").await?;
    allowed(&accounts, &tx, &caller, Right::ListUsers).await?;
    let found = match &input.search {
        Some(search) => Some(user_search::search(&tx, search).await?),
        None => None,
    };
    tx.commit().await?;
    let Some((users, total)) = found else {
        return Reply::json(json!({ "users": [], "total": 0 }));
    };
    let mut body = json!({ "users": users, "total": total });
    for (name, given) in [("limit", input.limit), ("offset", input.offset)] {
        if let Some(given) = given {
            body[name] = given.into();
        }
    }
    Reply::json(body)
}
