//! `GET /organization/list-members`

use axum::extract::State;
use serde_json::{Value, json};

use super::{MEMBERS, desk::Desk, input};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::members::{self, Column, Comparison, Listing},
};

pub(super) struct ListMembers {
    organization: Option<String>,
    slug: Option<String>,
    wanted: Listing,
}

const OPERATORS: &str = r#"Invalid option: expected one of "eq"|"ne"|"lt"|"lte"|"gt"|"gte"|"in"|"not_in"|"contains"|"starts_with"|"ends_with""#;

impl Input for ListMembers {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        let limit = number(query, "limit").unwrap_or(MEMBERS).min(MEMBERS);
        let offset = number(query, "offset").unwrap_or(0);
        let sort = column(query, "sortBy");
        let direction = query.optional_text("sortDirection");
        if direction.as_deref().is_some_and(|text| text != "asc" && text != "desc") {
            query.issue("sortDirection", r#"Invalid option: expected one of "asc"|"desc""#);
        }
        let field = column(query, "filterField");
        let comparison = query.optional_text("filterOperator").and_then(|text| {
            let found = Comparison::find(&text);
            if found.is_none() {
                query.issue("filterOperator", OPERATORS);
            }
            found
        });
        let values = match query.take("filterValue") {
            Some(Value::String(text)) => Some(vec![text]),
            Some(Value::Array(values)) => input::texts(values),
            _ => None,
        };
        let filter = match (field, values) {
            (Some(field), Some(values)) => Some((field, comparison.unwrap_or(Comparison::Equal), values)),
            _ => None,
        };
        Ok(Self {
            organization: query.optional_text("organizationId"),
            slug: query.optional_text("organizationSlug"),
            wanted: Listing { limit, offset, sort, descending: direction.as_deref() == Some("desc"), filter },
        })
    }
}

fn number(query: &mut Fields, name: &str) -> Option<i64> {
    let value = query.take(name)?;
    let number = value.as_str().and_then(|text| text.parse().ok()).filter(|number| *number >= 0);
    if number.is_none() {
        query.issue(name, "Invalid input");
    }
    number
}

fn column(query: &mut Fields, name: &str) -> Option<Column> {
    let found = Column::find(&query.optional_text(name)?);
    if found.is_none() {
        query.issue(name, r#"Invalid option: expected one of "id"|"userId"|"organizationId"|"role"|"createdAt""#);
    }
    found
}

/// Who is in a shop, for its members.
pub(super) async fn list_members(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<ListMembers>,
) -> Result<Reply, Refusal> {
    let desk = Desk::open(&accounts, &caller, "list a shop's members").await?;
    let id = desk.organization_or_slug(input.organization.as_deref(), input.slug.as_deref()).await?;
    let id = id.ok_or_else(|| Refusal::bad_request(Code::NoActiveOrganization))?;
    let standing = desk.standing(id).await?;
    standing.ok_or_else(|| Refusal::forbidden(Code::YouAreNotAMemberOfThisOrganization))?;
    let (members, total) = members::list(&desk.tx, id, &input.wanted).await?;
    desk.close().await?;
    Reply::json(json!({ "members": members, "total": total }))
}
