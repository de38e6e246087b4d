//! Colours, and whether a text can be read on one (WCAG 2.2, success criterion 1.4.3). It knows no theme, and does no I/O.

/// A colour: `#1f4e5f`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hex([u8; 3]);

impl Hex {
    /// Reads `#1f4e5f` or `#fff`.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let digits: Vec<u8> = digits
            .chars()
            .map(|digit| digit.to_digit(16))
            .map(|digit| digit?.try_into().ok())
            .collect::<Option<_>>()?;
        match *digits.as_slice() {
            [red, green, blue] => Some(Self([red, green, blue].map(|digit| digit * 17))),
            [_, _, _, _, _, _] => Some(Self([0, 2, 4].map(|at| digits[at] * 16 + digits[at + 1]))),
            _ => None,
        }
    }

    /// In its one form.
    pub fn text(self) -> String {
        let Self([r, g, b]) = self;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = self.0.map(linear);
        0.0722_f64.mul_add(b, 0.2126_f64.mul_add(r, 0.7152 * g))
    }

    /// So much of the way to another colour, in percent.
    #[must_use]
    pub fn towards(self, other: Self, percent: u16) -> Self {
        let (mut mixed, percent) = (self.0, percent.min(100));
        for (part, to) in mixed.iter_mut().zip(other.0) {
            let sum = u16::from(*part) * (100 - percent) + u16::from(to) * percent;
            *part = u8::try_from(sum / 100).unwrap_or(u8::MAX);
        }
        Self(mixed)
    }

    /// Whether light texts are read better on it than dark ones.
    pub fn is_dark(self) -> bool {
        contrast(WHITE, self) > contrast(BLACK, self)
    }
}

/// Nothing but light.
pub const WHITE: Hex = Hex([255; 3]);
/// None.
pub const BLACK: Hex = Hex([0; 3]);

/// What texts need at least.
pub const LEAST: f64 = 4.5;

/// From 1 to 21.
pub fn contrast(one: Hex, other: Hex) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Whether texts of this colour can be read on that one; if not, the nearest colour of its kind that can.
pub fn readable(text: Hex, on: Hex) -> Result<(), Hex> {
    if contrast(text, on) >= LEAST {
        return Ok(());
    }
    let end = if on.is_dark() { WHITE } else { BLACK };
    Err((1..=100).map(|percent| text.towards(end, percent)).find(|color| contrast(*color, on) >= LEAST).unwrap_or(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Hex {
        Hex::read(text).unwrap()
    }

    #[test]
    fn colours_are_read_in_both_forms() {
        assert_eq!(hex("#FFF").text(), "#ffffff");
        assert_eq!(hex("#1f4E5f").text(), "#1f4e5f");
        for wrong in ["", "fff", "#ff", "#gggggg", "#1234567", "red", "#ффф"] {
            assert!(Hex::read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_answered_with_what_can() {
        assert!((contrast(hex("#000"), hex("#fff")) - 21.0).abs() < 0.01);
        assert!((contrast(hex("#777"), hex("#fff")) - 4.48).abs() < 0.01);
        assert_eq!(readable(hex("#595959"), hex("#ffffff")), Ok(()));
        for on in ["#ffffff", "#000000", "#777777", "#e0b000", "#1f4e5f", "#ff0000"] {
            for text in ["#808080", "#cccccc", "#333333", "#ff8800"] {
                if let Err(better) = readable(hex(text), hex(on)) {
                    assert!(contrast(better, hex(on)) >= 4.5, "{text} on {on}: {}", better.text());
                }
            }
        }
    }
}
