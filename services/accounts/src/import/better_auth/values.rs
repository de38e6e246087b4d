//! Values as Postgres writes them into JSON.

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A time. Older versions of Better Auth made columns without a time zone, and wrote UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Time(pub(super) DateTime<Utc>);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let with_zone = DateTime::parse_from_rfc3339(&text).map(|time| time.to_utc());
        let time = with_zone
            .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f").map(|time| time.and_utc()));
        // The message tells what it was: a time is no secret.
        time.map(Self).map_err(|_| D::Error::custom(format!("'{text}' is no time of the years 0 to 9999")))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

/// JSON in a text, as Better Auth keeps it; some of its versions wrote the JSON of the JSON. `None` for what is no object.
pub(super) fn object(text: &str) -> Option<String> {
    let mut value: serde_json::Value = serde_json::from_str(text).ok()?;
    if let serde_json::Value::String(inner) = &value {
        value = serde_json::from_str(inner).ok()?;
    }
    value.is_object().then(|| value.to_string())
}

/// Roles that are joined by commas, without blanks.
pub(super) fn roles(text: &str) -> String {
    text.split(',').map(str::trim).filter(|role| !role.is_empty()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_zone() {
        let time = |text: &str| serde_json::from_value::<Time>(text.into()).map(|time| time.0.to_rfc3339());
        assert_eq!(time("2026-11-21T15:00:00.123+00:00").unwrap(), "2026-11-21T15:00:00.123+00:00");
        assert_eq!(time("2026-11-21T15:00:00.123").unwrap(), "2026-11-21T15:00:00.123+00:00");
        assert_eq!(time("2026-11-21T17:00:00+02:00").unwrap(), "2026-11-21T15:00:00+00:00");
        for wrong in ["infinity", "", "0044-03-15T00:00:00+00:00 BC"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn objects_once_or_twice_encoded() {
        assert_eq!(object(r#"{"a": 1}"#).unwrap(), r#"{"a":1}"#);
        assert_eq!(object(r#""{\"a\":1}""#).unwrap(), r#"{"a":1}"#);
        assert_eq!((object("null"), object("[1]"), object("nonsense")), (None, None, None));
    }

    #[test]
    fn roles_have_no_blanks() {
        assert_eq!(roles("admin, packer,,"), "admin,packer");
    }
}
