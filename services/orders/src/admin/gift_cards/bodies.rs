//! What is said of gift cards.

use chrono::{DateTime, Utc};
use resource::fields::Word;
use serde_json::{Map, Value as Json};
use web::{
    body,
    body::{Change, FromText, Required},
};

use crate::{
    admin::promotions::fields::{MustSum, OneOf, Sum, Words},
    credit::written,
};

/// A code of the shop's own.
#[derive(Debug, Clone, Default)]
pub(super) struct Code(pub(super) String);

impl FromText for Code {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let code = written(&text);
        let is_code = (8..=255).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
            && !code.starts_with('-');
        if is_code {
            return Ok(Self(code));
        }
        Err(format!("Value for field '{at}' must be 8 to 255 letters, digits and hyphens"))
    }
}

/// `status` of a gift card.
#[derive(Debug)]
pub(super) enum Status {}

impl Words for Status {
    const ALL: &'static [&'static str] = &["pending", "redeemed"];
}

body! {
    /// What is said of a new gift card.
    pub struct New {
        /// Its code; one that nobody guesses is made when it is left out.
        pub(super) code: Change<Code> = "SUMMER-7Q2K-9DJX",
        /// How much it is worth.
        pub(super) value: MustSum = 50,
        /// In which currency.
        pub(super) currency_code: Required<Word> = "eur",
        /// When it ends; never when it is left out.
        pub(super) expires_at: Change<DateTime<Utc>> = "2029-12-31T23:59:59Z",
        /// What it was made for, in the shop's own words.
        pub(super) reference: Change<Word> = "complaint",
        /// Which one of those.
        pub(super) reference_id: Change<Word> = "4711",
        /// The line of an order that it was bought by.
        pub(super) line_item_id: Change<String> = "ordli_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Whose it is; whoever has the code has it when this is left out.
        pub(super) customer_id: Change<String> = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Words about it, for the staff.
        pub(super) note: Change<String> = "For a complaint",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"batch": 3},
    }
}

body! {
    /// What changes of a gift card. What is not named stays.
    pub struct Changes {
        /// `redeemed` opens its account now.
        pub(super) status: OneOf<Status> = "redeemed",
        /// How much it is worth, while nobody has used it.
        pub(super) value: Sum = 60,
        /// In which currency, while nobody has used it.
        pub(super) currency_code: Change<Word> = "eur",
        /// Whose it is; `null`: whoever has the code.
        pub(super) customer_id: Change<String> = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// When it ends; `null`: never.
        pub(super) expires_at: Change<DateTime<Utc>> = "2029-12-31T23:59:59Z",
        /// Words about it, for the staff.
        pub(super) note: Change<String> = "For a complaint",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"batch": 3},
    }
}
