//! Why the stock refuses.

use entity::ids::{InventoryItemId, StockLocationId, VariantId};
use serde::Deserialize;
use uuid::Uuid;
use web::ApiError;

/// A change of the stock that is not possible.
#[derive(Debug, thiserror::Error)]
pub enum StockError {
    /// There is less than was asked for.
    #[error("not enough of {item} at {location:?}")]
    Insufficient {
        /// Of what.
        item: InventoryItemId,
        /// Where; nowhere in particular when it could have come from several places.
        location: Option<StockLocationId>,
    },
    /// The variant is counted and made of nothing, or there is no such variant.
    #[error("nothing to take for {0}")]
    Nothing(VariantId),
    /// The item is not kept at this place.
    #[error("{item} is not kept at {location}")]
    NotStocked {
        /// What.
        item: InventoryItemId,
        /// Where.
        location: StockLocationId,
    },
    /// The database.
    #[error(transparent)]
    Database(db::Error),
}

/// What the functions of the database say of a refusal, in its DETAIL.
#[derive(Deserialize)]
struct Detail {
    #[serde(rename = "inventory_item_id")]
    item: Option<Uuid>,
    #[serde(rename = "location_id")]
    location: Option<Uuid>,
    #[serde(rename = "variant_id")]
    variant: Option<Uuid>,
}

impl From<db::Error> for StockError {
    fn from(error: db::Error) -> Self {
        let db::Error::Constraint { name, extra: Some(extra), .. } = &error else {
            return Self::Database(error);
        };
        let Ok(Detail { item, location, variant }) = serde_json::from_str(extra) else {
            return Self::Database(error);
        };
        let (item, location) = (item.map(InventoryItemId), location.map(StockLocationId));
        match (name.as_str(), item, location, variant.map(VariantId)) {
            ("inventory_insufficient", Some(item), location, _) => Self::Insufficient { item, location },
            ("inventory_insufficient", None, _, Some(variant)) => Self::Nothing(variant),
            ("inventory_not_stocked", Some(item), Some(location), _) => Self::NotStocked { item, location },
            _ => Self::Database(error),
        }
    }
}

impl From<StockError> for ApiError {
    fn from(error: StockError) -> Self {
        match error {
            StockError::Insufficient { item, location } => {
                let place =
                    location.map_or_else(|| "in this sales channel".to_owned(), |at| format!("at location {at}"));
                Self::not_allowed(format!("Not enough stock available for item {item} {place}"))
                    .with_code("insufficient_inventory")
            }
            StockError::Nothing(variant) => {
                Self::not_allowed(format!("Not enough stock available for variant {variant}: it is made of nothing"))
                    .with_code("insufficient_inventory")
            }
            StockError::NotStocked { item, location } => not_stocked(&item.to_string(), &location.to_string()),
            StockError::Database(error) => error.into(),
        }
    }
}

/// 404 in Medusa's words. What was asked for may be no id at all.
pub(crate) fn not_stocked(item: &str, location: &str) -> ApiError {
    let short = |text: &str| text.chars().take(100).collect::<String>();
    ApiError::not_found(format!("Item {} is not stocked at location {}", short(item), short(location)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str, extra: Option<&str>) -> StockError {
        let (code, table, detail) = ("23514".to_owned(), None, "".into());
        db::Error::Constraint { name: name.to_owned(), code, table, detail, extra: extra.map(Box::from) }.into()
    }

    #[test]
    fn what_the_database_says_is_understood() {
        let extra = r#"{"inventory_item_id": "00000000-0000-7000-8000-000000000001", "location_id": null}"#;
        assert!(matches!(
            refused("inventory_insufficient", Some(extra)),
            StockError::Insufficient { location: None, .. }
        ));
        let extra = extra.replace("null", "\"00000000-0000-7000-8000-000000000002\"");
        assert!(matches!(
            refused("inventory_insufficient", Some(&extra)),
            StockError::Insufficient { location: Some(_), .. }
        ));
        assert!(matches!(refused("inventory_not_stocked", Some(&extra)), StockError::NotStocked { .. }));
        let variant = r#"{"variant_id": "00000000-0000-7000-8000-000000000003"}"#;
        assert!(matches!(refused("inventory_insufficient", Some(variant)), StockError::Nothing(_)));
        for other in [
            refused("some_check", Some(&extra)),
            refused("inventory_insufficient", Some("no JSON")),
            refused("x", None),
        ] {
            assert!(matches!(other, StockError::Database(_)), "{other:?}");
        }
    }
}
