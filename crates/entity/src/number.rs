//! Numbers of the database that JSON has digit by digit: rates, amounts.

use bigdecimal::BigDecimal;
use serde::{Serialize, Serializer};

/// A decimal, written as a JSON number from its own digits: no float is between the database and the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(pub BigDecimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::value::RawValue::from_string(self.0.normalized().to_plain_string())
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stay_what_they_are() {
        for (given, written) in [
            ("19.00", "19"),
            ("0", "0"),
            ("7.25", "7.25"),
            ("0.1234567890123456789", "0.1234567890123456789"),
            ("1000", "1000"),
        ] {
            assert_eq!(serde_json::to_string(&Number(given.parse().unwrap())).unwrap(), written);
        }
    }
}
