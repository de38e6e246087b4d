//! What the database refuses of an order, in words.

use serde_json::Value;
use web::{ApiError, Kind};

use crate::cart;

/// What to answer.
pub(super) fn explain(error: db::Error) -> ApiError {
    let db::Error::Constraint { name, extra, .. } = &error else { return error.into() };
    let about: Value = extra.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let code = || about["code"].as_str().unwrap_or("of the cart").to_owned();
    match name.as_str() {
        "inventory_insufficient" => ApiError::not_allowed("Some variant does not have the required inventory")
            .with_code("insufficient_inventory"),
        "variants_hidden" => {
            let all = about["variants"].as_array().into_iter().flatten();
            cart::not_sold(all.filter_map(|id| id.as_str().map(str::to_owned)))
        }
        "promotions_ended" => ApiError::not_allowed(format!("Promotion {} does not hold any more: remove it", code())),
        "promotions_limit" | "campaigns_budget" => {
            ApiError::not_allowed(format!("Promotion {} has reached its limit: remove it", code()))
        }
        "carts_changed" | "payments_do_not_cover" => {
            ApiError::new(Kind::Conflict, "The cart was changed at the same time. Please try again.")
        }
        "store_credit_unknown" | "store_credit_insufficient" | "loyalty_insufficient" => {
            ApiError::not_allowed("The credit of the cart does not cover what it is to pay: remove it, and try again")
        }
        _ => error.into(),
    }
}
