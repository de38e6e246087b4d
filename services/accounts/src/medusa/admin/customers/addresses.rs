//! `/admin/customers/{id}/addresses`

use auth::Staff;
use db::Tx;
use resource::admin::Nested;
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use crate::store::admin::{
    addresses::{self, Address, Said},
    customers::Customer,
};

impl Nested for Address {
    type Parent = Customer;
    type New = Said;
    type Changes = Said;

    const PATH: &'static str = "/addresses";
    const PARAM: &'static str = "address_id";
    const OF: &'static str = "a.customer_id = ?";
    const OBJECT: &'static str = "customer_address";

    fn example() -> Value {
        json!({
            "id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
            "address_1": "1 Quay", "city": "Kiel", "country_code": "de", "postal_code": "24103",
            "is_default_shipping": true, "is_default_billing": false
        })
    }

    fn parent(&self) -> Uuid {
        self.customer_id.0
    }

    async fn create(tx: &Tx, _: &Staff, customer: Uuid, said: Said) -> Result<(), ApiError> {
        Ok(addresses::create(tx, customer, said).await?)
    }

    async fn update(tx: &Tx, _: &Staff, customer: Uuid, id: Uuid, said: Said) -> Result<bool, ApiError> {
        Ok(addresses::update(tx, customer, id, said).await?)
    }

    async fn delete(tx: &Tx, _: &Staff, customer: Uuid, id: Uuid) -> Result<bool, ApiError> {
        Ok(addresses::delete(tx, customer, id).await?)
    }
}
