//! `/admin/products/{id}/variants` and `/admin/product-variants`

mod batch;
pub(in crate::admin) mod bodies;
mod images;
mod items;
pub(in crate::admin) mod price;
pub(in crate::admin) mod table;

use auth::{Staff, needs};
use db::Tx;
use resource::admin::{Nested, NestedRoutes, Resource, Routes};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::ApiError;
use web::App;

use super::products::table::Product;
use crate::write::apply::{Parts, ProductSaid, Refused, VariantSaid, apply};
use bodies::{NewVariant, SayVariant, VariantChanges};
use table::VariantRow;

/// As a variant is answered.
pub(super) fn example() -> Value {
    json!({
        "id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Blue", "sku": "MUG-B",
        "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "manage_inventory": true,
        "prices": [{"id": "price_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "amount": 18.9}],
        "options": [{"id": "optval_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "Blue"}]
    })
}

impl Resource for VariantRow {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/product-variants";
    const TAG: &'static str = "Admin: products";

    fn example() -> Value {
        example()
    }
}

impl Nested for VariantRow {
    type Parent = Product;
    type New = NewVariant;
    type Changes = VariantChanges;

    const PATH: &'static str = "/variants";
    const PARAM: &'static str = "variant_id";
    const OF: &'static str = "v.product_id = ?";

    fn example() -> Value {
        example()
    }

    fn parent(&self) -> Uuid {
        self.product_id.0
    }

    async fn create(tx: &Tx, _: &Staff, product: Uuid, new: NewVariant) -> Result<(), ApiError> {
        change(tx, product, Parts::put(new.said(String::new()))).await?;
        Ok(())
    }

    async fn update(tx: &Tx, _: &Staff, product: Uuid, id: Uuid, said: VariantChanges) -> Result<bool, ApiError> {
        let own = entity::ids::VariantId(id).to_string();
        let said = said.said(String::new());
        if said.id.as_ref().is_some_and(|said| *said != own) {
            return Err(ApiError::invalid_data("Invalid request: Field 'id' names another variant than the path"));
        }
        is_there(change(tx, product, Parts::put(VariantSaid { id: Some(own), ..said })).await)
    }

    async fn delete(tx: &Tx, _: &Staff, product: Uuid, id: Uuid) -> Result<bool, ApiError> {
        is_there(change(tx, product, Parts::remove(id)).await)
    }
}

/// Changes a product's variants and nothing else of it.
async fn change(tx: &Tx, product: Uuid, variants: Parts<VariantSaid>) -> Result<(), Refused> {
    apply(tx, vec![ProductSaid { id: Some(product), variants, ..ProductSaid::default() }], Vec::new()).await.map(drop)
}

fn is_there(done: Result<(), Refused>) -> Result<bool, ApiError> {
    match done {
        Ok(()) => Ok(true),
        Err(Refused::Missing { what: "Product variant", .. }) => Ok(false),
        Err(refused) => Err(refused.into()),
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    let below = NestedRoutes::<VariantRow>::new()
        .list("List a product's variants.")
        .retrieve("Read a variant.")
        .create("Give a product a variant.")
        .update("Change a variant. Prices that are named replace those that are there.")
        .delete("Delete a variant with its prices, and what is counted of it.");
    Routes::<VariantRow>::new()
        .list("List the variants of all products.")
        .router()
        .merge(below.router())
        .routes(routes!(batch::batch))
        .routes(routes!(items::link))
        .routes(routes!(items::change, items::unlink))
        .routes(routes!(items::batch))
        .routes(routes!(images::of_variant))
        .routes(routes!(images::of_image))
}
