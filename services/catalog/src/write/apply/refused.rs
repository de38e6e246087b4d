//! Why products were not changed.

use web::{ApiError, Kind};

/// Why products were not changed. Nothing of the transaction may be kept.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// What was said is wrong.
    #[error("Invalid request: {0}")]
    Invalid(String),
    /// What was said is right, and goes against what is there.
    #[error("{0}")]
    NotAllowed(String),
    /// The shop has no such thing.
    #[error("{what} with id: {id} was not found")]
    Missing {
        /// What.
        what: &'static str,
        /// As it was called.
        id: String,
    },
    /// Only one may have it, and another one has.
    #[error("{0}")]
    Taken(String),
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

impl Refused {
    /// A field is wrong.
    pub(super) fn field(at: &str, name: &str, problem: impl std::fmt::Display) -> Self {
        Self::Invalid(format!("Value for field '{}' {problem}", path(at, name)))
    }
}

/// Where a field lies in the body.
pub(super) fn path(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}, {name}") }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Missing { what, id } => Self::missing(what, &id),
            Refused::Invalid(_) => Self::invalid_data(refused.to_string()),
            Refused::NotAllowed(message) => Self::not_allowed(message),
            Refused::Taken(message) => Self::new(Kind::Duplicate, message),
            Refused::Database(error) => error.into(),
        }
    }
}

/// Medusa's words for something that only one may have.
pub(super) fn taken(what: &str, field: &str, value: &str) -> Refused {
    Refused::Taken(format!("{what} with {field}: {value}, already exists."))
}

/// What was free when it was looked at may be taken by another writer meanwhile.
pub(super) fn raced(error: db::Error) -> Refused {
    let db::Error::Constraint { name, .. } = &error else { return error.into() };
    let (what, field) = match name.as_str() {
        "products_handle" => ("Product", "handle"),
        "product_variants_sku" | "inventory_items_sku" => ("Product variant", "sku"),
        "product_variants_barcode" => ("Product variant", "barcode"),
        "product_variants_ean" => ("Product variant", "ean"),
        "product_variants_upc" => ("Product variant", "upc"),
        "product_option_values_value" => ("Product option value", "value"),
        // What a row refers to went while it was written.
        name if name.ends_with("_fkey") => {
            return Refused::Invalid(
                "Something that is named here was deleted meanwhile: read it anew and try again".to_owned(),
            );
        }
        _ => return error.into(),
    };
    Refused::Taken(format!("{what} with this {field} already exists: somebody else wrote it meanwhile."))
}
