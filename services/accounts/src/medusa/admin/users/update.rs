//! `POST /admin/users/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{
    AdminErrors, ApiError, Kind, SelectQuery,
    body::{Body, Change, Fields, FromBody},
    query::Query,
};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    better_auth::organization::staff::check_manages,
    store::{
        admin::{
            self,
            people::{self, Person},
        },
        organizations, users,
    },
};

pub(super) struct Input {
    first_name: Option<String>,
    last_name: Change<String>,
    avatar_url: Change<String>,
}

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        Self {
            first_name: fields.has("first_name").then(|| fields.required_text("first_name")),
            last_name: fields.change_text("last_name"),
            avatar_url: picture(fields),
        }
    }
}

fn picture(fields: &mut Fields) -> Change<String> {
    let given = fields.change_text("avatar_url");
    if let Change::Set(text) = &given
        && !url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
    {
        fields.complain("Invalid value for field 'avatar_url': expected a URL that begins with https://");
    }
    given
}

/// Change the name or the picture of somebody who works in this shop alone.
#[utoipa::path(
    post,
    path = "/admin/users/{id}",
    tag = "Admin: staff",
    operation_id = "admin_update_user",
    params(
        ("id" = String, Path, description = "The person's id.", example = "user_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::UserBody), description = "What changes; what is not named stays.", example = json!({"first_name": "Bob", "last_name": "Ray"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("staff:write"))),
    responses(
        (status = 200, description = "The person.", body = serde_json::Value, example = json!({"user": {"id": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "email": "bob@example.com", "first_name": "Bob", "last_name": "Ray", "roles": ["editor"]}})),
        AdminErrors,
    )
)]
pub(super) async fn update(
    accounts: Accounts,
    staff: May<needs::StaffWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input { first_name, last_name, avatar_url }): Body<Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Person>(fields.as_deref())?;
    let user = resource::key::<Person>(&id)?;
    let tx = resource::as_kontor(&accounts, &staff, "change somebody of the staff").await?;
    organizations::lock(&tx, staff.organization.0).await?;
    check_manages(&tx, &staff, user).await?.ok_or_else(|| resource::missing::<Person>(&id))?;
    let is_himself = staff.user().is_some_and(|me| me.0 == user);
    if !is_himself && people::works_elsewhere(&tx, user).await? {
        let message = "Who works in other shops too changes his name and picture himself";
        return Err(ApiError::new(Kind::Forbidden, message));
    }
    let before = admin::one::<Person>(&tx, user, &selection).await?;
    let Person { first_name: first, last_name: last, .. } = before.ok_or_else(|| resource::missing::<Person>(&id))?;
    if first_name.is_some() || !last_name.is_keep() {
        let names = [first_name.or(first), last_name.apply(last)];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        users::rename(&tx, user, name.trim()).await?;
    }
    if !avatar_url.is_keep() {
        users::set_image(&tx, user, avatar_url.given()).await?;
    }
    let answer = resource::one::<Person>(&tx, user, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
