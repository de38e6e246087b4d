//! What is said of products by their ids, in the bodies of other resources.

use db::Tx;
use entity::ids::ProductId;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

/// The most ids that one body may name: as many as a list shows.
const MOST: usize = 1_000;

/// The products of these ids. They are not deleted before this transaction ends; one that there is not is named.
pub(super) async fn products(tx: &Tx, texts: &[String], field: &str) -> Result<Vec<Uuid>, ApiError> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    if texts.len() > MOST {
        return Err(ApiError::invalid_data(format!("Field '{field}' names more than {MOST} products")));
    }
    let missing = |text: &String| ApiError::missing("Product", text);
    let wanted = texts.iter().map(|text| text.parse::<ProductId>().map(|id| id.0).map_err(|_| missing(text)));
    let wanted: Vec<Uuid> = wanted.collect::<Result<_, _>>()?;
    let sql = "select p.id from public.products p
        where p.organization_id = $1 and p.id = any($2) and p.deleted_at is null order by p.id for share";
    let found: Vec<Id> = db::fetch_all(tx, sql, [tx.organization()?.into(), wanted.clone().into()]).await?;
    match wanted.iter().find(|id| found.iter().all(|row| row.id != **id)) {
        Some(id) => Err(missing(&ProductId(*id).to_string())),
        None => Ok(found.into_iter().map(|row| row.id).collect()),
    }
}
