//! Money, as the API writes it.

use std::str::FromStr;

use bigdecimal::{BigDecimal, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// An amount of money, exact: it is read from the digits of a JSON number, which never becomes a float.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Amount(pub(crate) BigDecimal);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let digits = raw.get().trim_matches('"');
        BigDecimal::from_str(digits).map(Self).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl Amount {
    /// Its digits, as templates are given them.
    pub(crate) fn plain(&self) -> String {
        self.0.normalized().to_plain_string()
    }

    /// Whether there is something.
    pub(crate) fn is_some(&self) -> bool {
        !self.0.is_zero()
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn digits_stay_as_they_are() {
        let read: Vec<Amount> = serde_json::from_str("[19.90, 0.1, 1e2, \"12345678901234567890.05\"]").unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), "[\"19.9\",\"0.1\",\"100\",\"12345678901234567890.05\"]");
        assert!(serde_json::from_str::<Amount>("true").is_err());
    }
}
