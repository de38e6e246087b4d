//! `GET /api-key/list`

use axum::extract::State;
use serde_json::json;

use super::fields::{check_config, read_config};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::personal_keys::{self, Page, SortBy},
};

/// Without a limit, and at most.
const USUAL: i64 = 100;
const MOST: i64 = 1000;

pub(super) struct List {
    config: Option<String>,
    names_organization: bool,
    limit: Option<i64>,
    offset: Option<i64>,
    sort_by: SortBy,
    descending: bool,
}

impl Input for List {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        let config = read_config(query);
        let names_organization = query.optional_text("organizationId").is_some();
        let (limit, offset) = (count(query, "limit"), count(query, "offset"));
        let sort_by = query.optional_text("sortBy").map(|name| SortBy::named(&name)).unwrap_or_default();
        let descending = query.optional_choice("sortDirection", &["asc", "desc"]) == Some("desc");
        Ok(Self { config, names_organization, limit, offset, sort_by, descending })
    }
}

fn count(query: &mut Fields, name: &str) -> Option<i64> {
    let given = query.take(name)?;
    match given.as_str().and_then(|text| text.trim().parse::<i64>().ok()) {
        Some(number) if number >= 0 => return Some(number),
        Some(_) => query.issue(name, "Too small: expected number to be >=0"),
        None => query.issue(name, "Invalid input: expected number, received NaN"),
    }
    None
}

/// The caller's keys, without their texts.
pub(super) async fn list_keys(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<List>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in(&caller).await?;
    check_config(input.config.as_deref())?;
    if input.names_organization {
        // Organizations have no keys of this kind.
        return Err(Refusal::forbidden(Code::UserNotMemberOfOrganization));
    }
    let limit = input.limit.filter(|limit| *limit > 0).unwrap_or(USUAL).min(MOST);
    let page =
        Page { sort_by: input.sort_by, descending: input.descending, limit, offset: input.offset.unwrap_or_default() };
    let tx = accounts.app.db.begin_system("list somebody's keys").await?;
    let keys = personal_keys::list(&tx, me.user.id, page).await?;
    let total = personal_keys::count(&tx, me.user.id).await?;
    tx.commit().await?;
    let mut body = json!({ "apiKeys": keys, "total": total });
    for (name, given) in [("limit", input.limit), ("offset", input.offset)] {
        if let Some(given) = given {
            body[name] = given.into();
        }
    }
    Reply::json(body)
}
