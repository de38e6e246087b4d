//! `POST /admin/sales-channels`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, SelectQuery, body::Body, query::Query};

use super::{
    super::resource::{self, SelectParams},
    input::New,
};
use crate::{
    Accounts,
    store::admin::channels::{self, Channel},
};

/// Open a sales channel.
#[utoipa::path(
    post,
    path = "/admin/sales-channels",
    tag = "Admin: sales channels",
    operation_id = "admin_create_sales_channel",
    params(
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::ChannelBody), description = "What it is called.", example = json!({"name": "Web shop"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:write"))),
    responses(
        (status = 200, description = "The channel.", body = serde_json::Value, example = json!({"sales_channel": {"id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Web shop", "is_disabled": false}})),
        AdminErrors,
    )
)]
pub(super) async fn create(
    accounts: Accounts,
    staff: May<needs::ShopWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(New(said)): Body<New>,
) -> Result<Response, ApiError> {
    let selection = resource::select::<Channel>(fields.as_deref())?;
    let tx = accounts.app.db.begin(&staff).await?;
    let id = channels::create(&tx, said).await?;
    let answer = resource::one::<Channel>(&tx, id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
