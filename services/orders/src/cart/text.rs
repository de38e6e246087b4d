//! Money between the database and us is text: numbers of JSON lose digits on their way.

use money::Amount;
use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

/// Writes an amount.
pub(crate) fn serialize<S: Serializer>(amount: &Amount, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

/// Reads an amount.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(D::Error::custom)
}

/// The same where there may be none.
pub(crate) mod optional {
    use super::{Amount, Deserialize, Deserializer, Serializer};
    use serde::{Serialize, de::Error as _};

    /// Writes an amount, or nothing.
    #[expect(clippy::ref_option, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(amount: &Option<Amount>, serializer: S) -> Result<S::Ok, S::Error> {
        amount.as_ref().map(ToString::to_string).serialize(serializer)
    }

    /// Reads an amount, or nothing.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Amount>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}
