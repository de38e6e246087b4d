//! What rules may ask for, and what they may be compared with.

use entity::ids::{
    CategoryId, CollectionId, CustomerGroupId, ProductId, ProductTagId, ProductTypeId, RegionId, SalesChannelId,
    ShippingOptionTypeId,
};
use resource::ids;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::rules::Kind;

/// Something that a rule may ask for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribute {
    /// How paths of the API call it.
    pub(super) id: &'static str,
    /// Its path, as rules have it.
    pub(super) value: &'static str,
    pub(super) label: &'static str,
    field_type: &'static str,
    operators: &'static [&'static str],
    /// What it is compared with.
    pub(super) of: Of,
    /// It is no rule, but stands in the application method.
    pub(super) is_disguised: bool,
    pub(super) is_required: bool,
}

/// Where the values of an attribute come from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    /// A table of the shop: its name, the column of the label, the prefix of its ids, and how they are read.
    Table(&'static str, &'static str, &'static str, fn(&[String]) -> Vec<Uuid>),
    /// ISO 3166-1, those that the shop sells to.
    Countries,
    /// ISO 4217, those that the shop sells in.
    Currencies,
    /// Numbers.
    Numbers,
}

const CHOICE: &[&str] = &["in", "eq", "ne"];
const NUMBERS: &[&str] = &["eq", "gt", "gte", "lt", "lte"];
const ONLY_EQUAL: &[&str] = &["eq"];

const fn of_table(id: &'static str, value: &'static str, label: &'static str, of: Of) -> Attribute {
    Attribute {
        id,
        value,
        label,
        field_type: "multiselect",
        operators: CHOICE,
        of,
        is_disguised: false,
        is_required: false,
    }
}

const fn quantity(id: &'static str, label: &'static str) -> Attribute {
    Attribute {
        id,
        value: id,
        label,
        field_type: "number",
        operators: ONLY_EQUAL,
        of: Of::Numbers,
        is_disguised: true,
        is_required: true,
    }
}

const OF_CART: &[Attribute] = &[
    of_table(
        "customer_group",
        "customer.groups.id",
        "Customer Group",
        Of::Table("public.customer_groups", "name", "cusgroup", ids::<CustomerGroupId>),
    ),
    of_table("region", "region.id", "Region", Of::Table("public.regions", "name", "reg", ids::<RegionId>)),
    of_table("country", "shipping_address.country_code", "Country", Of::Countries),
    of_table(
        "sales_channel",
        "sales_channel_id",
        "Sales Channel",
        Of::Table("public.sales_channels", "name", "sc", ids::<SalesChannelId>),
    ),
    Attribute {
        id: "item_total",
        value: "item_total",
        label: "Item Total",
        field_type: "number",
        operators: NUMBERS,
        of: Of::Numbers,
        is_disguised: false,
        is_required: false,
    },
];

const CURRENCY: Attribute = Attribute {
    id: "currency_code",
    value: "currency_code",
    label: "Currency Code",
    field_type: "select",
    operators: ONLY_EQUAL,
    of: Of::Currencies,
    is_disguised: true,
    is_required: false,
};

const OF_ITEMS: &[Attribute] = &[
    of_table("product", "items.product.id", "Product", Of::Table("public.products", "title", "prod", ids::<ProductId>)),
    of_table(
        "product_category",
        "items.product.categories.id",
        "Product Category",
        Of::Table("public.product_categories", "name", "pcat", ids::<CategoryId>),
    ),
    of_table(
        "product_collection",
        "items.product.collection_id",
        "Product Collection",
        Of::Table("public.product_collections", "title", "pcol", ids::<CollectionId>),
    ),
    of_table(
        "product_type",
        "items.product.type_id",
        "Product Type",
        Of::Table("public.product_types", "value", "ptyp", ids::<ProductTypeId>),
    ),
    of_table(
        "product_tag",
        "items.product.tags.id",
        "Product Tag",
        Of::Table("public.product_tags", "value", "ptag", ids::<ProductTagId>),
    ),
];

const OF_METHODS: &[Attribute] = &[of_table(
    "shipping_option_type",
    "shipping_methods.shipping_option.shipping_option_type_id",
    "Shipping Option Type",
    Of::Table("public.shipping_option_types", "label", "sotype", ids::<ShippingOptionTypeId>),
)];

/// Which promotion is asked about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About<'a> {
    /// `type`
    pub(super) promotion: Option<&'a str>,
    /// `application_method.type`
    pub(super) method: Option<&'a str>,
    /// `application_method.target_type`
    pub(super) target: Option<&'a str>,
}

/// What rules of a kind may ask for.
pub(super) fn attributes(kind: Kind, about: About<'_>) -> Vec<Attribute> {
    let is_buyget = about.promotion == Some("buyget");
    match kind {
        Kind::Rules => {
            let currency = Attribute { is_required: about.method == Some("fixed"), ..CURRENCY };
            OF_CART.iter().copied().chain([currency]).collect()
        }
        Kind::Target if about.target == Some("shipping_methods") => OF_METHODS.to_vec(),
        Kind::Target => {
            let further = is_buyget.then(|| quantity("apply_to_quantity", "Quantity of items promotion will apply to"));
            OF_ITEMS.iter().copied().chain(further).collect()
        }
        Kind::Buy => {
            let further = is_buyget.then(|| quantity("buy_rules_min_quantity", "Minimum quantity of items"));
            OF_ITEMS.iter().copied().chain(further).collect()
        }
    }
}

/// What people call an operator.
pub(super) fn label(operator: &str) -> &'static str {
    match operator {
        "in" => "In",
        "ne" => "Not In",
        "gt" => "Greater Than",
        "gte" => "Greater Than Or Equal To",
        "lt" => "Less Than",
        "lte" => "Less Than Or Equal To",
        _ => "Equals",
    }
}

impl Attribute {
    /// As it is answered.
    pub(super) fn shown(&self) -> Json {
        let operators: Vec<Json> = (self.operators.iter())
            .map(|operator| json!({ "id": operator, "value": operator, "label": label(operator) }))
            .collect();
        json!({
            "id": self.id, "value": self.value, "label": self.label, "required": self.is_required,
            "field_type": self.field_type, "operators": operators, "disguised": self.is_disguised,
        })
    }

    /// Whether it is a number.
    pub(super) fn is_number(&self) -> bool {
        matches!(self.of, Of::Numbers)
    }
}
