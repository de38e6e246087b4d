//! What is said of drafts.

use resource::fields::AtMost;
use serde_json::{Map, Value};
use web::{
    body,
    body::{AdditionalData, Change, Email, Required},
};

use crate::{
    admin::parts::{Pieces, Price},
    amend::NewLine,
    store::SayAddress,
};

body! {
    /// Something that is put into a draft: a variant, or what is called so.
    pub(super) struct DraftItem {
        /// The variant.
        pub(super) variant_id: Option<String> = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it is called, if it is no variant.
        pub(super) title: Option<String> = "Engraving",
        /// The stock-keeping unit of what is no variant.
        pub(super) sku: Option<String> = "ENG-1",
        /// The barcode of what is no variant.
        pub(super) barcode: Option<String> = "4006381333931",
        /// So many.
        pub(super) quantity: Pieces<1> = 1,
        /// What a piece costs; the shop's price when it is left out.
        pub(super) unit_price: Price = 19.9,
        /// The price that it is compared with.
        pub(super) compare_at_unit_price: Price = 24.9,
        /// For the staff.
        pub(super) internal_note: Option<String> = "Promised on the phone",
        /// Whether it is sold although it is not there.
        pub(super) allow_backorder: Option<bool> = false,
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"engraving": "Ann"},
    }
}

/// What is put in: a variant's line, or one that is called so.
pub(super) enum Item {
    Variant(NewLine),
    Custom { title: String, sku: Option<String>, barcode: Option<String>, line: NewLine },
}

impl DraftItem {
    pub(super) fn item(self) -> Item {
        let line = NewLine {
            variant: self.variant_id.clone().unwrap_or_default(),
            quantity: self.quantity.0,
            unit_price: self.unit_price.0,
            compare_at_unit_price: self.compare_at_unit_price.0,
            allow_backorder: self.allow_backorder == Some(true),
            internal_note: self.internal_note,
            metadata: self.metadata.given(),
        };
        if self.variant_id.is_some() {
            return Item::Variant(line);
        }
        let title = self.title.unwrap_or_else(|| "Item".to_owned());
        Item::Custom { title, sku: self.sku, barcode: self.barcode, line }
    }
}

body! {
    /// How a draft is sent.
    pub(super) struct DraftWay {
        /// The shipping option.
        pub(super) option_id: Option<String> = "so_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The same, by another name.
        pub(super) shipping_option_id: Option<String> = "so_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it is called; the option's name when it is left out.
        pub(super) name: Option<String> = "Parcel",
        /// What it costs; the option's price when it is left out.
        pub(super) amount: Price = 4.9,
        /// What its provider wants to know.
        pub(super) data: Change<Map<String, Value>> = {"pickup_point": "1042"},
    }
}

body! {
    /// A draft.
    pub(super) struct NewDraft {
        /// Where it is sold.
        pub(super) region_id: Required = "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where it is bought; stock is taken from its places.
        pub(super) sales_channel_id: Option<String> = "sc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Who buys.
        pub(super) customer_id: Option<String> = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// His address.
        pub(super) email: Option<Email> = "ann@example.com",
        /// The region's currency.
        pub(super) currency_code: Option<String> = "eur",
        /// Only `completed`, which Medusa takes and which changes nothing.
        pub(super) status: Option<String> = "completed",
        /// Where it goes.
        pub(super) shipping_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// Whom the bill is for.
        pub(super) billing_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// What is put in.
        pub(super) items: Option<Vec<DraftItem>> = [{"variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
        /// How it is sent.
        pub(super) shipping_methods: Option<Vec<DraftWay>> = [{"option_id": "so_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Parcel", "amount": 4.9}],
        /// Promotion codes.
        pub(super) promo_codes: Option<Vec<String>> = ["SUMMER"],
        /// Whether the customer is not told.
        pub(super) no_notification_order: Option<bool> = false,
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"source": "phone"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {},
    }
}

body! {
    /// What changes of a draft. What is not named stays.
    pub(super) struct DraftChanges {
        /// The customer's address.
        pub(super) email: Option<Email> = "ann@example.com",
        /// Who buys.
        pub(super) customer_id: Option<String> = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Where it is bought.
        pub(super) sales_channel_id: Option<String> = "sc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The language of the customer.
        pub(super) locale: Option<AtMost<35>> = "da-DK",
        /// Where it goes.
        pub(super) shipping_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// Whom the bill is for.
        pub(super) billing_address: SayAddress = {"address_1": "Havnegade 1", "city": "København", "country_code": "dk"},
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"source": "phone"},
    }
}

body! {
    /// What is put into a draft.
    pub(super) struct DraftItems {
        /// Variants, or what is called so.
        pub(super) items: Option<Vec<DraftItem>> = [{"variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
    }
}

body! {
    /// Promotion codes.
    pub(super) struct Codes {
        /// Codes, as they are written.
        pub(super) promo_codes: Option<Vec<String>> = ["SUMMER"],
    }
}

body! {
    /// What changes of a way of sending.
    pub(super) struct DraftWayChange {
        /// Another option.
        pub(super) shipping_option_id: Option<String> = "so_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it costs.
        pub(super) custom_amount: Price = 4.9,
        /// What is said of it.
        pub(super) description: Option<String> = "By bike",
        /// For the staff.
        pub(super) internal_note: Option<String> = "On the house",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"pickup": "1042"},
    }
}
