//! The colours by which people are told apart.

use uuid::Uuid;

/// White stands well on each (4.5 to 1 and more), and each stands out from light pages and dark ones (3 to 1).
const COLORS: [&str; 8] = ["#2f6fd6", "#b8480f", "#1d7f4d", "#a33fb0", "#c22f5b", "#7a6410", "#0b7b8a", "#6a55d8"];

/// How many there are.
pub(super) const MANY: u8 = 8;

pub(super) fn of(nth: u8) -> &'static str {
    COLORS[usize::from(nth) % COLORS.len()]
}

/// The one that somebody has where it is free, else the next one that is; where none is, he shares his own.
pub(super) fn choose(user: Uuid, is_taken: impl Fn(u8) -> bool) -> u8 {
    // The last bits of a UUID are random.
    let own = user.as_bytes()[15] % MANY;
    (0..MANY).map(|step| (own + step) % MANY).find(|nth| !is_taken(*nth)).unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: &str) -> f64 {
        let part = |at: usize| {
            let part = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: f64, other: f64) -> f64 {
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn each_is_read_on_and_seen() {
        assert_eq!(COLORS.len(), usize::from(MANY));
        let (white, dark) = (1.0, luminance("#12151a"));
        for color in COLORS {
            let own = luminance(color);
            assert!(contrast(own, white) >= 4.5, "{color} under white: {}", contrast(own, white));
            assert!(contrast(own, dark) >= 3.0, "{color} on a dark page: {}", contrast(own, dark));
        }
    }

    #[test]
    fn nobody_shares_while_some_are_free() {
        let user = Uuid::from_u128(11);
        assert_eq!(choose(user, |_| false), 3);
        assert_eq!(choose(user, |nth| nth == 3), 4);
        assert_eq!(choose(user, |nth| nth != 2), 2);
        assert_eq!(choose(user, |_| true), 3);
    }
}
