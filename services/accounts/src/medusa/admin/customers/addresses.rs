//! `/admin/customers/{id}/addresses`

use auth::Staff;
use db::Tx;
use resource::admin::Nested;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    ApiError,
    body::{AdditionalData, Documented, Field, Fields, FromBody, Property},
};

use crate::store::{
    admin::customers::Customer,
    saved_addresses::{self, Address, Said, fits},
};

/// What the staff says of an address: what the customer says of it, and what Medusa takes from nobody else.
#[derive(Debug)]
pub struct SaidByStaff(Said);

impl SaidByStaff {
    const MORE: &'static str = "additional_data";
}

impl FromBody for SaidByStaff {
    fn read(fields: &mut Fields) -> Self {
        let AdditionalData = Field::read(fields, Self::MORE);
        Self(Said::read(fields))
    }
}

impl Documented for SaidByStaff {
    fn properties() -> Vec<Property> {
        let words =
            "Taken for Medusa's sake and kept nowhere: its workflows give it to hooks, which there are none of here.";
        let more = Property::of::<AdditionalData>(Self::MORE, &[words], json!({"source": "erp"}));
        Said::properties().into_iter().chain([more]).collect()
    }
}

impl Nested for Address {
    type Parent = Customer;
    type New = SaidByStaff;
    type Changes = SaidByStaff;

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

    async fn create(tx: &Tx, _: &Staff, customer: Uuid, SaidByStaff(said): SaidByStaff) -> Result<(), ApiError> {
        // Somebody of the staff may be this customer.
        fits(saved_addresses::create(tx, customer, said).await)
    }

    async fn update(
        tx: &Tx,
        _: &Staff,
        customer: Uuid,
        id: Uuid,
        SaidByStaff(said): SaidByStaff,
    ) -> Result<bool, ApiError> {
        Ok(saved_addresses::update(tx, customer, id, said).await?)
    }

    async fn delete(tx: &Tx, _: &Staff, customer: Uuid, id: Uuid) -> Result<bool, ApiError> {
        Ok(saved_addresses::delete(tx, customer, id).await?)
    }
}
