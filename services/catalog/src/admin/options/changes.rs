//! What is done to options, of a product and on their own.

use auth::Staff;
use db::Tx;
use entity::ids::OptionId;
use resource::{
    admin::{Create, Delete, Nested, Update},
    lock,
};
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::{bodies::OptionBody, table::ProductOption};
use crate::{
    admin::products::table::Product,
    write::apply::{OptionSaid, Parts, ProductSaid, Refused, apply, change_option, create_option, delete_option},
};

impl Create for ProductOption {
    type New = OptionBody;

    async fn create(tx: &Tx, _: &Staff, new: OptionBody) -> Result<Uuid, ApiError> {
        let said = new.said(String::new());
        // What is made on its own is for several products, unless it is said otherwise.
        let is_exclusive = Some(said.is_exclusive.unwrap_or(false));
        Ok(create_option(tx, &OptionSaid { is_exclusive, ..said }).await?)
    }
}

impl Update for ProductOption {
    type Changes = OptionBody;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: OptionBody) -> Result<bool, ApiError> {
        Ok(lock::<Self>(tx, id).await? && change_option(tx, id, &changes.said(String::new())).await?)
    }
}

impl Delete for ProductOption {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(lock::<Self>(tx, id).await? && delete_option(tx, id).await?)
    }
}

impl Nested for ProductOption {
    type Parent = Product;
    type New = OptionBody;
    type Changes = OptionBody;

    const PATH: &'static str = "/options";
    const PARAM: &'static str = "option_id";
    const OF: &'static str = "exists (select from public.product_product_options l
        where l.organization_id = o.organization_id and l.option_id = o.id and l.product_id = ?)";

    fn example() -> Value {
        super::example()
    }

    /// Several products may have it, so it is read by an operation of its own.
    fn parent(&self) -> Uuid {
        Uuid::nil()
    }

    async fn narrow(tx: &Tx, product: Uuid, rows: &mut [Self]) -> db::Result<()> {
        Self::keep_chosen(tx, &mut rows.iter_mut().map(|option| (product, option)).collect::<Vec<_>>()).await
    }

    async fn create(tx: &Tx, _: &Staff, product: Uuid, new: OptionBody) -> Result<(), ApiError> {
        change(tx, product, Parts::put(new.said(String::new()))).await?;
        Ok(())
    }

    async fn update(tx: &Tx, _: &Staff, product: Uuid, id: Uuid, changes: OptionBody) -> Result<bool, ApiError> {
        if !has(tx, product, id).await? {
            return Ok(false);
        }
        let said = OptionSaid { id: Some(OptionId(id).to_string()), ..changes.said(String::new()) };
        change(tx, product, Parts::put(said)).await?;
        Ok(true)
    }

    async fn delete(tx: &Tx, _: &Staff, product: Uuid, id: Uuid) -> Result<bool, ApiError> {
        match change(tx, product, Parts::remove(id)).await {
            Ok(()) => Ok(true),
            Err(Refused::Missing { what: "Product option", .. }) => Ok(false),
            Err(refused) => Err(refused.into()),
        }
    }
}

/// Changes a product's options and nothing else of it.
pub(super) async fn change(tx: &Tx, product: Uuid, options: Parts<OptionSaid>) -> Result<(), Refused> {
    apply(tx, vec![ProductSaid { id: Some(product), options, ..ProductSaid::default() }], Vec::new()).await.map(drop)
}

/// Whether a product has an option.
pub(super) async fn has(tx: &Tx, product: Uuid, option: Uuid) -> db::Result<bool> {
    let sql = "select from public.product_product_options l
        where l.organization_id = $1 and l.product_id = $2 and l.option_id = $3";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), product.into(), option.into()]).await? > 0)
}
