//! Time on the wire: RFC 3339 in UTC with three digits of milliseconds, as JavaScript writes it.

use chrono::{DateTime, Datelike, Timelike, Utc};

/// A time as the database keeps it and the wire shows it: `2026-11-21T05:30:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, sea_orm::DeriveValueType)]
pub struct Timestamp(pub DateTime<Utc>);

impl Timestamp {
    /// Lists carry hundreds of these, so it is written digit by digit.
    fn write(self) -> [u8; 24] {
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let year = self.0.year().clamp(0, 9999).unsigned_abs();
        put(&mut text[0..4], year);
        put(&mut text[5..7], self.0.month());
        put(&mut text[8..10], self.0.day());
        put(&mut text[11..13], self.0.hour());
        put(&mut text[14..16], self.0.minute());
        put(&mut text[17..19], self.0.second());
        put(&mut text[20..23], self.0.timestamp_subsec_millis().min(999));
        text
    }
}

fn put(digits: &mut [u8], mut number: u32) {
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789"[(number % 10) as usize];
        number /= 10;
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.write();
        serializer.serialize_str(std::str::from_utf8(&text).unwrap_or("0000-00-00T00:00:00.000Z"))
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn milliseconds_and_z() {
        let time = "2026-01-02T03:04:05.006789Z".parse().unwrap();
        assert_eq!(serde_json::to_string(&Timestamp(time)).unwrap(), "\"2026-01-02T03:04:05.006Z\"");
    }
}
