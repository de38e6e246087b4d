//! Orders on projects: what is agreed on, with a deposit.

use db::Tx;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

#[derive(FromQueryResult)]
struct Made {
    made: Uuid,
}

/// Makes the order of a project: once for a key.
pub(crate) async fn make(tx: &Tx, project: Value, currency: &str) -> Result<Uuid, ApiError> {
    let digits = i32::from(money::currency::digits(currency));
    let sql = "select private.make_project_order($1, $2, $3) as made";
    let made: Result<Made, db::Error> = db::fetch_one(tx, sql, [project.into(), digits.into(), tx.now().into()]).await;
    Ok(made.map_err(refused)?.made)
}

fn refused(error: db::Error) -> ApiError {
    let db::Error::Constraint { name, .. } = &error else { return error.into() };
    match name.as_str() {
        "project_items" => ApiError::invalid_data("A project has 1 to 500 items"),
        "project_total" => ApiError::invalid_data("A project costs something: give its items a 'unit_price'"),
        "inventory_insufficient" => ApiError::not_allowed("Some variant does not have the required inventory")
            .with_code("insufficient_inventory"),
        "orders_organization_id_customer_id_fkey" => {
            ApiError::not_found("There is no such customer: check 'customer_id'")
        }
        "orders_organization_id_region_id_fkey" => ApiError::not_found("There is no such region: check 'region_id'"),
        "orders_organization_id_sales_channel_id_fkey" => {
            ApiError::not_found("There is no such sales channel: check 'sales_channel_id'")
        }
        _ => error.into(),
    }
}
