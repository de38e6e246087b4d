//! `POST /admin/product-categories/{id}/products`

use auth::Staff;
use db::Tx;
use entity::ids::ProductId;
use resource::{Links, admin::Action, ids, lock};
use uuid::Uuid;
use web::ApiError;

use super::table::CategoryRow;
use crate::admin::links;

/// Which products are in it.
#[derive(Debug)]
pub(super) struct SetProducts;

impl Action for SetProducts {
    type On = CategoryRow;
    type Input = Links;

    const PATH: &'static str = "/products";
    const NAME: &'static str = "set_products_of_product_category";

    async fn act(tx: &Tx, _: &Staff, id: Uuid, Links { add, remove }: Links) -> Result<bool, ApiError> {
        if !lock::<CategoryRow>(tx, id).await? {
            return Ok(false);
        }
        let add = links::products(tx, &add.unwrap_or_default(), "add").await?;
        let remove = ids::<ProductId>(&remove.unwrap_or_default());
        let organization = tx.organization()?;
        let sql = "delete from public.product_category_products
            where organization_id = $1 and product_category_id = $2 and product_id = any($3)";
        db::exec(tx, sql, [organization.into(), id.into(), remove.into()]).await?;
        let sql = "insert into public.product_category_products (organization_id, product_category_id, product_id)
            select $1, $2, id from unnest($3::uuid[]) id on conflict do nothing";
        db::exec(tx, sql, [organization.into(), id.into(), add.into()]).await?;
        Ok(true)
    }
}
