//! `POST /admin/products`, `POST|DELETE /admin/products/{id}`

use auth::Staff;
use db::Tx;
use resource::admin::{Create, Delete, Update};
use uuid::Uuid;
use web::ApiError;

use super::{
    bodies::{NewProduct, ProductChanges},
    table::Product,
};
use crate::write::apply::{ProductSaid, Refused, apply};

impl Create for Product {
    type New = NewProduct;

    async fn create(tx: &Tx, _: &Staff, new: NewProduct) -> Result<Uuid, ApiError> {
        let made = apply(tx, vec![new.said(String::new())], Vec::new()).await?;
        made.first().copied().ok_or_else(|| ApiError::internal("a product that was made has no key"))
    }
}

impl Update for Product {
    type Changes = ProductChanges;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: ProductChanges) -> Result<bool, ApiError> {
        let said = ProductSaid { id: Some(id), ..changes.said(String::new()) };
        is_there(apply(tx, vec![said], Vec::new()).await.map(drop))
    }
}

impl Delete for Product {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        is_there(apply(tx, Vec::new(), vec![id]).await.map(drop))
    }
}

/// Whether it was there: whoever called knows how he called it.
fn is_there(done: Result<(), Refused>) -> Result<bool, ApiError> {
    match done {
        Ok(()) => Ok(true),
        Err(Refused::Missing { what: "Product", .. }) => Ok(false),
        Err(refused) => Err(refused.into()),
    }
}
