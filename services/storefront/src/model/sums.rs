//! What carts and orders come to.

/// Makes something with a sum: with the fields that the API answers for carts and orders alike. A part of its own cannot be laid over them
/// (`#[serde(flatten)]`): what is read that way goes through floats, and amounts are read from their digits.
macro_rules! summed {
    ($(#[$said:meta])* $name:ident { $($(#[$about:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$said])*
        #[derive(Debug, Clone, Default, serde::Deserialize, serde::Serialize)]
        #[serde(default)]
        pub(crate) struct $name {
            $($(#[$about])* pub(crate) $field: $kind,)*
            pub(crate) id: String,
            pub(crate) currency_code: String,
            pub(crate) email: Option<String>,
            pub(crate) items: Vec<$crate::model::Line>,
            pub(crate) shipping_address: Option<$crate::model::Address>,
            pub(crate) shipping_methods: Vec<$crate::model::Method>,
            pub(crate) total: $crate::model::Amount,
            pub(crate) tax_total: $crate::model::Amount,
            pub(crate) discount_total: $crate::model::Amount,
            pub(crate) discount_subtotal: $crate::model::Amount,
            pub(crate) credit_line_total: $crate::model::Amount,
            pub(crate) original_item_total: $crate::model::Amount,
            pub(crate) original_item_subtotal: $crate::model::Amount,
            pub(crate) original_shipping_total: $crate::model::Amount,
            pub(crate) original_shipping_subtotal: $crate::model::Amount,
        }

        impl $name {
            /// Its fields, and what templates show its sums by.
            pub(crate) fn shown(&self) -> minijinja::Value {
                minijinja::context! {
                    is_tax_inclusive => self.items.iter().any(|line| line.is_tax_inclusive),
                    is_sent => self.is_sent(),
                    has_discount => self.discount_total.is_some(),
                    has_credit => self.credit_line_total.is_some(),
                    has_tax => self.tax_total.is_some(),
                    ..minijinja::Value::from_serialize(self)
                }
            }
        }
    };
}

pub(super) use summed;
