//! A cart as `private.cart_document` tells it, and as `private.write_cart` takes it: fields are named like columns.

use chrono::{DateTime, Utc};
use money::Amount;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::text;

/// A cart whole.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Cart {
    pub(crate) id: Uuid,
    pub(crate) region_id: Option<Uuid>,
    pub(crate) sales_channel_id: Option<Uuid>,
    pub(crate) customer_id: Option<Uuid>,
    pub(crate) currency_code: String,
    pub(crate) email: Option<String>,
    pub(crate) locale: Option<String>,
    pub(crate) metadata: Option<Value>,
    /// Counts its changes.
    pub(crate) revision: i64,
    /// When its prices were last read.
    pub(crate) priced_at: DateTime<Utc>,
    /// What has to be paid, as it was last computed.
    #[serde(with = "text")]
    pub(crate) total: Amount,
    pub(crate) completed_at: Option<DateTime<Utc>>,
    /// The order that it became.
    pub(crate) order_id: Option<Uuid>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) addresses: Vec<Address>,
    pub(crate) items: Vec<Line>,
    pub(crate) shipping_methods: Vec<Method>,
    pub(crate) credit_lines: Vec<CreditLine>,
    pub(crate) promotion_ids: Vec<Uuid>,
    pub(crate) payment_collection: Option<Collection>,
    pub(crate) region: Option<RegionOf>,
    pub(crate) customer: Option<CustomerOf>,
    /// How the shop rounds.
    pub(crate) totals_rounding: Option<String>,
    /// What it was when it was read.
    #[serde(skip)]
    pub(crate) before: Before,
}

/// What stood in a cart when it was read: what is still so need not be written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Before {
    pub(crate) addresses: Vec<Address>,
    pub(crate) items: Vec<Line>,
    pub(crate) shipping_methods: Vec<Method>,
    pub(crate) promotion_ids: Vec<Uuid>,
    pub(crate) has_credit: bool,
}

/// Where to, or whom the bill is for.
#[expect(clippy::struct_field_names, reason = "the columns are Medusa's")]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) id: Uuid,
    /// `shipping` or `billing`.
    pub(crate) kind: String,
    pub(crate) customer_id: Option<Uuid>,
    pub(crate) company: Option<String>,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) address_1: Option<String>,
    pub(crate) address_2: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) country_code: Option<String>,
    pub(crate) province: Option<String>,
    pub(crate) postal_code: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) metadata: Option<Value>,
    #[serde(default, skip_serializing)]
    pub(crate) created_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing)]
    pub(crate) updated_at: Option<DateTime<Utc>>,
}

/// What was put in: product and variant as they were then.
#[expect(clippy::struct_excessive_bools, reason = "the columns are Medusa's")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) variant_id: Option<Uuid>,
    pub(crate) product_id: Option<Uuid>,
    pub(crate) product_type_id: Option<Uuid>,
    pub(crate) shipping_profile_id: Option<Uuid>,
    pub(crate) title: String,
    pub(crate) subtitle: Option<String>,
    pub(crate) thumbnail: Option<String>,
    pub(crate) product_title: Option<String>,
    pub(crate) product_description: Option<String>,
    pub(crate) product_subtitle: Option<String>,
    pub(crate) product_type: Option<String>,
    pub(crate) product_collection: Option<String>,
    pub(crate) product_handle: Option<String>,
    pub(crate) variant_sku: Option<String>,
    pub(crate) variant_barcode: Option<String>,
    pub(crate) variant_title: Option<String>,
    pub(crate) variant_option_values: Option<Value>,
    pub(crate) quantity: u32,
    #[serde(with = "text")]
    pub(crate) unit_price: Amount,
    #[serde(with = "text::optional")]
    pub(crate) compare_at_unit_price: Option<Amount>,
    pub(crate) is_tax_inclusive: bool,
    pub(crate) is_discountable: bool,
    pub(crate) is_giftcard: bool,
    pub(crate) is_custom_price: bool,
    pub(crate) requires_shipping: bool,
    pub(crate) tax_lines: Vec<TaxLine>,
    pub(crate) adjustments: Vec<Adjustment>,
    pub(crate) metadata: Option<Value>,
    pub(crate) created_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing)]
    pub(crate) updated_at: Option<DateTime<Utc>>,
}

/// How it is sent: the option as it was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Method {
    pub(crate) id: Uuid,
    pub(crate) shipping_option_id: Option<Uuid>,
    pub(crate) shipping_profile_id: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    pub(crate) is_tax_inclusive: bool,
    pub(crate) data: Option<Value>,
    pub(crate) tax_lines: Vec<TaxLine>,
    pub(crate) adjustments: Vec<Adjustment>,
    pub(crate) metadata: Option<Value>,
    #[serde(default, skip_serializing)]
    pub(crate) created_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing)]
    pub(crate) updated_at: Option<DateTime<Utc>>,
}

/// A tax of a line or a method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TaxLine {
    pub(crate) id: Uuid,
    pub(crate) tax_rate_id: Option<Uuid>,
    pub(crate) code: Option<String>,
    pub(crate) description: Option<String>,
    /// In percent.
    #[serde(with = "text")]
    pub(crate) rate: Amount,
    pub(crate) provider_id: String,
}

/// What a promotion takes off a line or a method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Adjustment {
    pub(crate) id: Uuid,
    pub(crate) promotion_id: Option<Uuid>,
    pub(crate) code: Option<String>,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    pub(crate) is_tax_inclusive: bool,
    pub(crate) description: Option<String>,
}

/// What is to be paid with credit or points.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CreditLine {
    pub(crate) id: Uuid,
    pub(crate) reference: String,
    pub(crate) reference_id: Uuid,
    pub(crate) store_credit_account_id: Option<Uuid>,
    pub(crate) points: Option<i64>,
    #[serde(with = "text::optional")]
    pub(crate) wanted: Option<Amount>,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    pub(crate) metadata: Option<Value>,
    /// Of what it is taken, as it is now.
    #[serde(default, skip_serializing)]
    pub(crate) account: Option<Account>,
    /// Of points: what they are worth.
    #[serde(default, skip_serializing)]
    pub(crate) program: Option<Program>,
    #[serde(default, skip_serializing)]
    pub(crate) created_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing)]
    pub(crate) updated_at: Option<DateTime<Utc>>,
}

/// An account that credit is taken of.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Account {
    #[serde(with = "text")]
    pub(crate) balance: Amount,
    pub(crate) currency_code: String,
    pub(crate) customer_id: Option<Uuid>,
    /// Of a gift card: when it ends.
    pub(crate) expires_at: Option<DateTime<Utc>>,
    /// Of a gift card: the end of its code, by which its holder knows it.
    pub(crate) code: Option<String>,
}

/// What points are worth, and how many the customer has.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Program {
    pub(crate) customer_id: Option<Uuid>,
    pub(crate) available: i64,
    #[serde(with = "text")]
    pub(crate) point_value: Amount,
    /// Of what is due, at most so much.
    #[serde(with = "text")]
    pub(crate) most_percent: Amount,
    /// Fewer are not spent.
    pub(crate) least: i64,
    pub(crate) currency_code: String,
    pub(crate) is_enabled: bool,
}

/// All that is paid for it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Collection {
    pub(crate) id: Uuid,
    pub(crate) currency_code: String,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    #[serde(with = "text")]
    pub(crate) authorized_amount: Amount,
    #[serde(with = "text")]
    pub(crate) captured_amount: Amount,
    #[serde(with = "text")]
    pub(crate) refunded_amount: Amount,
    pub(crate) status: String,
    pub(crate) completed_at: Option<DateTime<Utc>>,
    pub(crate) metadata: Option<Value>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    /// The one that is open.
    pub(crate) session: Option<Session>,
}

/// A try to pay.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Session {
    pub(crate) id: Uuid,
    pub(crate) payment_collection_id: Uuid,
    pub(crate) provider_id: String,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    pub(crate) currency_code: String,
    pub(crate) status: String,
    pub(crate) data: Value,
    pub(crate) context: Option<Value>,
    pub(crate) metadata: Option<Value>,
    pub(crate) authorized_at: Option<DateTime<Utc>>,
    /// The object at the provider.
    pub(crate) provider_ref: Option<String>,
    /// How far the provider's object has come.
    pub(crate) rank: i16,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// The region that it is sold in.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct RegionOf {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) currency_code: String,
    pub(crate) automatic_taxes: bool,
    /// `iso_2`, in order.
    pub(crate) countries: Vec<String>,
    /// What the shop prefers for prices of this region.
    pub(crate) is_tax_inclusive: Option<bool>,
}

/// Whose it is.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CustomerOf {
    pub(crate) id: Uuid,
    pub(crate) email: Option<String>,
    pub(crate) has_account: bool,
    pub(crate) groups: Vec<Uuid>,
}

impl Cart {
    /// One that nobody has seen yet, with nothing in it.
    pub(crate) fn new(region: RegionOf, customer: Option<CustomerOf>, at: DateTime<Utc>) -> Self {
        Self {
            id: Uuid::now_v7(),
            region_id: Some(region.id),
            sales_channel_id: None,
            customer_id: customer.as_ref().map(|customer| customer.id),
            currency_code: region.currency_code.clone(),
            email: None,
            locale: None,
            metadata: None,
            revision: 0,
            priced_at: at,
            total: Amount::zero(),
            completed_at: None,
            order_id: None,
            created_at: at,
            updated_at: at,
            addresses: Vec::new(),
            items: Vec::new(),
            shipping_methods: Vec::new(),
            credit_lines: Vec::new(),
            promotion_ids: Vec::new(),
            payment_collection: None,
            region: Some(region),
            customer,
            totals_rounding: None,
            before: Before::default(),
        }
    }

    /// Remembers what stands in it now.
    pub(crate) fn remember(&mut self) {
        self.before = Before {
            addresses: self.addresses.clone(),
            items: self.items.clone(),
            shipping_methods: self.shipping_methods.clone(),
            promotion_ids: self.promotion_ids.clone(),
            has_credit: !self.credit_lines.is_empty(),
        };
    }

    /// Where it is sent to.
    pub(crate) fn shipping_address(&self) -> Option<&Address> {
        self.addresses.iter().find(|address| address.kind == "shipping")
    }

    /// Whose groups count. An address that somebody typed proves nothing: a guest of it may be in groups, and whoever typed it is not.
    pub(crate) fn known_customer(&self) -> Option<&CustomerOf> {
        self.customer.as_ref().filter(|customer| customer.has_account)
    }

    /// Whom the bill is for.
    pub(crate) fn billing_address(&self) -> Option<&Address> {
        self.addresses.iter().find(|address| address.kind == "billing")
    }
}
