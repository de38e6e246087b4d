//! What is said of carts.

use resource::fields::AtMost;
use serde_json::{Map, Value};
use utoipa::openapi::schema::{Object, ObjectBuilder, OneOfBuilder, Schema, Type};
use web::{
    body,
    body::{AdditionalData, Change, Documented, Email, Field, Fields, Required},
};

use crate::cart::{Adding, Address};

/// So many pieces, from `LEAST` on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pieces<const LEAST: i64>(pub(crate) u32);

/// Most pieces of a line.
const MOST: i64 = 1_000_000;

impl<const LEAST: i64> Field for Pieces<LEAST> {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        match fields.take(name) {
            Some(number) if number.is_i64() || number.is_u64() => {
                fields.put(name, number);
                Self(fields.integer(name, LEAST, MOST).and_then(|pieces| pieces.try_into().ok()).unwrap_or_default())
            }
            None | Some(Value::Null) => {
                fields.complain(format!("Field '{at}' is required"));
                Self(0)
            }
            Some(other) => {
                let shown: String = other.to_string().chars().take(40).collect();
                fields.complain(format!("Expected type: 'integer' for field '{at}', got: '{shown}'"));
                Self(0)
            }
        }
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(LEAST)).maximum(Some(MOST)).into()
    }
}

body! {
    /// What is put in.
    pub(super) struct NewLine {
        /// The variant.
        pub(super) variant_id: Required = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// So many.
        pub(super) quantity: Pieces<1> = 2,
        /// The storefront's own data; lines with other data are other lines.
        pub(super) metadata: Change<Map<String, Value>> = {"engraving": "Ann"},
        /// What Medusa gives to the hooks of its workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {"campaign": "autumn"},
    }
}

impl NewLine {
    /// What it says; nothing where the id is none of a variant.
    pub(super) fn adding(self) -> Result<Adding, String> {
        let Self { variant_id: Required(text), quantity: Pieces(quantity), metadata, additional_data: AdditionalData } =
            self;
        let id: entity::ids::VariantId = text.parse().map_err(|_| text.chars().take(100).collect::<String>())?;
        Ok(Adding { variant: id.0, quantity, metadata: metadata.given() })
    }
}

body! {
    /// What changes of a line.
    pub(super) struct LineChange {
        /// So many; none takes the line away.
        pub(super) quantity: Pieces<0> = 3,
        /// The storefront's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"engraving": "Ann"},
        /// What Medusa gives to the hooks of its workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {"campaign": "autumn"},
    }
}

body! {
    /// Promotion codes.
    pub(super) struct Codes {
        /// Codes, as they are written.
        pub(super) promo_codes: RequiredTexts = ["SUMMER"],
    }
}

/// A list of texts that must be there.
#[derive(Debug)]
pub(super) struct RequiredTexts(pub(super) Vec<String>);

impl Field for RequiredTexts {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
        }
        Self(fields.texts(name).unwrap_or_default())
    }

    fn schema() -> Schema {
        <Option<Vec<String>> as Field>::schema()
    }
}

body! {
    /// How it is sent.
    pub(super) struct Chosen {
        /// The shipping option.
        pub(super) option_id: Required = "so_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What its provider wants to know.
        pub(super) data: Change<Map<String, Value>> = {"pickup_point": "1042"},
        /// What Medusa gives to the hooks of its workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {"campaign": "autumn"},
    }
}

body! {
    /// An address.
    pub(crate) struct AddressBody {
        /// The first name.
        first_name: Option<String> = "Ann",
        /// The last name.
        last_name: Option<String> = "Berg",
        /// The telephone number.
        phone: Option<String> = "+45 12 34 56 78",
        /// The company.
        company: Option<String> = "Berg ApS",
        /// Street and number.
        address_1: Option<String> = "Havnegade 1",
        /// What else there is to say.
        address_2: Option<String> = "2nd floor",
        /// The city.
        city: Option<String> = "København",
        /// ISO 3166-1, two letters.
        country_code: Option<String> = "dk",
        /// The province or state.
        province: Option<String> = "us-ca",
        /// The postal code.
        postal_code: Option<String> = "1058",
        /// The storefront's own data.
        metadata: Change<Map<String, Value>> = {"floor": 2},
    }
    checked by check_address
}

fn check_address(fields: &mut Fields, body: &AddressBody) {
    if let Some(code) = &body.country_code
        && iso::country(&code.to_lowercase()).is_none()
    {
        let at = fields.at("country_code");
        fields.complain(format!("Invalid country for field '{at}': expected two letters of ISO 3166-1"));
    }
    for (name, text) in [
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
        if text.as_ref().is_some_and(|text| text.chars().count() > MOST_SIGNS) {
            let at = fields.at(name);
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST_SIGNS}'"));
        }
        one_line(fields, name, text.as_deref());
    }
}

/// Refuses breaks in a line of an address: it stands on papers and in mails of the shop, where somebody else's paragraph would be the shop's.
pub(crate) fn one_line(fields: &mut Fields, name: &'static str, text: Option<&str>) {
    if text.is_some_and(|text| text.chars().any(char::is_control)) {
        let at = fields.at(name);
        fields.complain(format!("Value for field '{at}' must be one line"));
    }
}

/// Signs of a line of an address.
const MOST_SIGNS: usize = 500;

impl AddressBody {
    fn address(self) -> Address {
        Address {
            company: self.company,
            first_name: self.first_name,
            last_name: self.last_name,
            address_1: self.address_1,
            address_2: self.address_2,
            city: self.city,
            country_code: self.country_code.map(|code| code.to_lowercase()),
            province: self.province,
            postal_code: self.postal_code,
            phone: self.phone,
            metadata: self.metadata.given().map(Value::Object),
            ..Address::default()
        }
    }
}

/// An address, or the id of one that the customer has saved.
#[derive(Debug)]
pub(crate) enum SayAddress {
    Keep,
    Clear,
    Is(Box<Address>),
    Saved(String),
}

impl Field for SayAddress {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        match fields.take(name) {
            None => Self::Keep,
            Some(Value::Null) => Self::Clear,
            Some(Value::String(id)) => Self::Saved(id),
            Some(other) => {
                fields.put(name, other);
                fields.object::<AddressBody>(name).map_or(Self::Keep, |body| Self::Is(Box::new(body.address())))
            }
        }
    }

    fn schema() -> Schema {
        let id = ObjectBuilder::new().schema_type(Type::String).description(Some("The id of a saved address."));
        OneOfBuilder::new().item(AddressBody::object()).item(id).item(Object::with_type(Type::Null)).into()
    }
}

/// Lines to put in.
#[derive(Debug)]
pub(super) struct NewLines(pub(super) Vec<NewLine>);

impl Field for NewLines {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.objects(name).unwrap_or_default())
    }

    fn schema() -> Schema {
        <Option<Vec<NewLine>> as Field>::schema()
    }
}

body! {
    /// A new cart.
    pub(super) struct NewCart {
        /// Where it is sold; the shop's default region when it is left out.
        pub(super) region_id: Option<String> = "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where it goes.
        pub(super) shipping_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// Whom the bill is for.
        pub(super) billing_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// Who buys.
        pub(super) email: Option<Email> = "ann@example.com",
        /// The region's currency.
        pub(super) currency_code: Option<String> = "eur",
        /// What is put in at once.
        pub(super) items: NewLines = [{"variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
        /// Promotion codes.
        pub(super) promo_codes: Option<Vec<String>> = ["SUMMER"],
        /// One of the publishable key's sales channels; its first one when it is left out.
        pub(super) sales_channel_id: Option<String> = "sc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The language of the customer.
        pub(super) locale: Option<AtMost<35>> = "da-DK",
        /// The storefront's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"source": "landing page"},
        /// What Medusa gives to the hooks of its workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {"campaign": "autumn"},
    }
}

body! {
    /// What changes of a cart. What is not named stays.
    pub(super) struct CartChanges {
        /// Where it is sold.
        pub(super) region_id: Option<String> = "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where it goes.
        pub(super) shipping_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// Whom the bill is for.
        pub(super) billing_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// Who buys.
        pub(super) email: Change<Email> = "ann@example.com",
        /// The region's currency.
        pub(super) currency_code: Option<String> = "eur",
        /// All promotion codes; an empty list takes them away.
        pub(super) promo_codes: Option<Vec<String>> = ["SUMMER"],
        /// One of the publishable key's sales channels.
        pub(super) sales_channel_id: Option<String> = "sc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The language of the customer.
        pub(super) locale: Change<AtMost<35>> = "da-DK",
        /// The storefront's own data, which is merged: a key that is empty goes.
        pub(super) metadata: Change<Map<String, Value>> = {"source": "landing page"},
        /// What Medusa gives to the hooks of its workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {"campaign": "autumn"},
    }
}
