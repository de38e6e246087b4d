//! Where something goes, in bodies of the staff.

use resource::fields::AtMost;
use serde_json::{Map, Value, json};
use web::{
    body,
    body::{Change, Fields},
};

use crate::store::one_line;

/// A line of an address.
type Line = Option<AtMost<500>>;

body! {
    /// An address.
    pub(crate) struct AddressBody {
        /// The first name.
        first_name: Line = "Ann",
        /// The last name.
        last_name: Line = "Berg",
        /// The telephone number.
        phone: Line = "+45 12 34 56 78",
        /// The company.
        company: Line = "Berg ApS",
        /// Street and number.
        address_1: Line = "Havnegade 1",
        /// What else there is to say.
        address_2: Line = "2nd floor",
        /// The city.
        city: Line = "København",
        /// ISO 3166-1, two letters.
        country_code: Line = "dk",
        /// The province or state.
        province: Line = "us-ca",
        /// The postal code.
        postal_code: Line = "1058",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"floor": 2},
    }
    checked by check
}

fn check(fields: &mut Fields, body: &AddressBody) {
    if let Some(AtMost(code)) = &body.country_code
        && iso::country(&code.to_lowercase()).is_none()
    {
        let at = fields.at("country_code");
        fields.complain(format!("Invalid country for field '{at}': expected two letters of ISO 3166-1"));
    }
    for (name, line) in [
        ("first_name", &body.first_name),
        ("last_name", &body.last_name),
        ("phone", &body.phone),
        ("company", &body.company),
        ("address_1", &body.address_1),
        ("address_2", &body.address_2),
        ("city", &body.city),
        ("province", &body.province),
        ("postal_code", &body.postal_code),
    ] {
        one_line(fields, name, line.as_ref().map(|AtMost(text)| text.as_str()));
    }
}

impl AddressBody {
    /// As it is kept beside what is sent there.
    pub(crate) fn document(self) -> Value {
        let line = |line: Line| line.map(|AtMost(text)| text);
        json!({
            "first_name": line(self.first_name), "last_name": line(self.last_name), "phone": line(self.phone),
            "company": line(self.company), "address_1": line(self.address_1), "address_2": line(self.address_2),
            "city": line(self.city), "country_code": line(self.country_code).map(|code| code.to_lowercase()),
            "province": line(self.province), "postal_code": line(self.postal_code),
            "metadata": self.metadata.given().map(Value::Object),
        })
    }
}
