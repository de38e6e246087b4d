//! Who taxes, takes payments and sends, by the ids that Medusa's clients write: what there is, as code.

/// Kontor itself, by the shop's tax regions and rates.
pub const TAX: &[&str] = &["tp_system"];

/// Authorises by itself: the shop is paid otherwise, on delivery or by invoice.
pub const SYSTEM_PAYMENT: &str = "pp_system_default";

/// Stripe, where the installation or the shop has an account there.
pub const STRIPE_PAYMENT: &str = "pp_stripe_stripe";

/// Who takes payments, or may.
pub const PAYMENT: &[&str] = &[STRIPE_PAYMENT, SYSTEM_PAYMENT];

/// Somebody packs, and carries it to the post.
pub const MANUAL_FULFILLMENT: &str = "manual_manual";

/// Costs by weight: `{"base": "4.90", "per_kg": "1.50"}` in the option's data.
pub const BY_WEIGHT: &str = "weight_weight";

/// Who sends things.
pub const FULFILLMENT: &[&str] = &[MANUAL_FULFILLMENT, BY_WEIGHT];
