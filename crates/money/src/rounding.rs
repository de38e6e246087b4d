//! Where rounding happens, and where it does not.

use crate::{Amount, currency};

/// What Medusa's tolerance is: so little counts as nothing.
fn tolerance() -> Amount {
    Amount::of_units(1, 4)
}

/// `stores.totals_rounding`, with the digits of the currency (ISO 4217: 0, 2 or 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Every amount of a line is rounded half-up to the currency's digits; sums are sums of those.
    Currency(u8),
    /// Medusa's arithmetic: nothing is rounded but a division, to 20 digits.
    None(u8),
}

impl Rounding {
    /// By the setting's name (`currency`, `none`) and the currency's lower-case code.
    pub fn of(name: &str, currency_code: &str) -> Option<Self> {
        let digits = currency::digits(currency_code);
        match name {
            "currency" => Some(Self::Currency(digits)),
            "none" => Some(Self::None(digits)),
            _ => None,
        }
    }

    /// As the database and the wire have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Currency(_) => "currency",
            Self::None(_) => "none",
        }
    }

    /// Digits of the currency.
    pub const fn digits(self) -> u8 {
        match self {
            Self::Currency(digits) | Self::None(digits) => digits,
        }
    }

    /// The least coin: 0.01 with two digits.
    pub fn unit(self) -> Amount {
        Amount::of_units(1, self.digits())
    }

    /// Half-up to the currency's digits; exact with [`Rounding::None`].
    #[must_use]
    pub fn r(self, amount: &Amount) -> Amount {
        match self {
            Self::Currency(digits) => amount.r(digits),
            Self::None(_) => amount.clone(),
        }
    }

    /// The quotient, rounded once: to the currency's digits, or to 20.
    #[must_use]
    pub fn ratio(self, amount: &Amount, by: &Amount) -> Amount {
        match self {
            Self::Currency(digits) => amount.ratio(by, digits),
            Self::None(_) => amount.div20(by),
        }
    }

    /// What is answered: with [`Rounding::None`] at most 0.0001 either side of zero is zero, as in Medusa.
    #[must_use]
    pub fn written(self, amount: &Amount) -> Amount {
        match self {
            Self::None(_) if amount.abs() <= tolerance() => Amount::zero(),
            _ => amount.clone(),
        }
    }

    /// What is left of an amount that is within one least coin of zero: nothing.
    #[must_use]
    pub(crate) fn beyond_a_unit(self, amount: Amount) -> Amount {
        if amount.abs() <= self.unit() { Amount::zero() } else { amount }
    }
}
