//! `POST /admin/products/{id}/access`: whether who buys a product is let in, and for how long.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use entity::ids::ProductId;
use resource::admin::respond;
use serde_json::json;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use web::{
    AdminErrors, ApiError, App, body,
    body::{Body, Field, Fields},
};

/// A hundred years.
const MOST: i64 = 36_500;

/// So many days, or none at all: it has to be said which.
#[derive(Debug)]
pub(super) struct Days(Option<i64>);

impl Field for Days {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
        }
        Self(fields.integer(name, 0, MOST))
    }

    fn schema() -> Schema {
        let kinds = SchemaType::from_iter([Type::Integer, Type::Null]);
        ObjectBuilder::new().schema_type(kinds).minimum(Some(0)).maximum(Some(MOST)).into()
    }
}

body! {
    /// What access a product gives.
    pub(super) struct Access {
        /// So many days from its payment; 0 for ever; `null` for none.
        access_days: Days = 365,
    }
}

/// Say whether who buys a product is let in, and for how long. What was bought before stays as it is.
#[utoipa::path(
    post,
    path = "/admin/products/{id}/access",
    tag = "Admin: enrollments",
    operation_id = "admin_set_product_access",
    params(("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(Access), example = json!({"access_days": 365})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "What access it gives.", body = Value, example = json!({"product": {"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "access_days": 365}})),
        AdminErrors,
    )
)]
pub(super) async fn set(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<String>, PathRejection>,
    Body(Access { access_days: Days(days) }): Body<Access>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let missing = || ApiError::missing("Product", &id);
    let key: ProductId = id.parse().map_err(|_| missing())?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let sql = "update products set access_days = $3 where organization_id = $1 and id = $2 and deleted_at is null";
    let days = days.and_then(|days| i32::try_from(days).ok());
    if db::exec(&tx, sql, [tx.organization()?.into(), key.0.into(), days.into()]).await? == 0 {
        return Err(missing());
    }
    tx.commit().await?;
    Ok(respond(json!({ "product": { "id": key, "access_days": days } }).to_string().into_bytes()))
}
