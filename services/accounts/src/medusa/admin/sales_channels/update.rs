//! `POST /admin/sales-channels/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, body::Body, query::Query};

use super::{
    super::resource::{self, SelectParams},
    input::Input,
};
use crate::{
    Accounts,
    store::admin::channels::{self, Channel},
};

/// Change a sales channel.
#[utoipa::path(
    post,
    path = "/admin/sales-channels/{id}",
    tag = "Admin: sales channels",
    operation_id = "admin_update_sales_channel",
    params(
        ("id" = String, Path, description = "The sales channel's id.", example = "sc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::ChannelBody), description = "What changes; what is not named stays.", example = json!({"is_disabled": true})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:write"))),
    responses(
        (status = 200, description = "The channel.", body = serde_json::Value, example = json!({"sales_channel": {"id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Web shop", "is_disabled": false}})),
        AdminErrors,
    )
)]
pub(super) async fn update(
    accounts: Accounts,
    staff: May<needs::ShopWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input(said)): Body<Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Channel>(fields.as_deref())?;
    let channel = resource::key::<Channel>(&id)?;
    let tx = accounts.app.db.begin(&staff).await?;
    if !channels::update(&tx, channel, said).await? {
        return Err(resource::missing::<Channel>(&id));
    }
    let answer = resource::one::<Channel>(&tx, channel, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
