//! Exact decimals with bounded digits.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, Mul, Neg, Sub},
    str::FromStr,
};

use bigdecimal::{
    BigDecimal, ToPrimitive,
    num_bigint::{BigInt, Sign},
};

/// Digits that an amount from outside may have before the point.
const WHOLE: u64 = 30;
/// Digits that it may have behind the point. Twenty are what a division leaves; two of them multiplied have forty.
const FRACTION: i64 = 60;
/// More characters than any amount needs.
const LONGEST: usize = 120;

/// An amount of money in units of its currency (19.99, not 1999), a rate in percent, or any other number that is counted
/// with exactly.
///
/// `+`, `−` and `×` are exact. There is no `/`: a division says its digits ([`Amount::div20`], [`Amount::ratio`]).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(BigDecimal);

/// Why a number is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// The text is none.
    #[error("not a number")]
    NotANumber,
    /// Nobody pays that much, or counts so finely.
    #[error("has too many digits: at most {WHOLE} before the point and {FRACTION} behind it")]
    TooManyDigits,
}

/// What becomes of the digits that are cut off.
#[derive(Clone, Copy)]
enum Cut {
    /// To the nearest; in the middle away from zero.
    HalfUp,
    Down,
}

impl Amount {
    /// Nothing.
    pub fn zero() -> Self {
        Self::default()
    }

    /// A number with at most 30 digits before the point and 60 behind it. Postgres' trailing zeros do not count.
    pub fn new(number: BigDecimal) -> Result<Self, AmountError> {
        let (digits, scale) = number.into_bigint_and_scale();
        if digits.sign() == Sign::NoSign {
            return Ok(Self::zero());
        }
        // Looked at before anything is done with it: a few bytes can say a number with a billion digits. Zeros behind the
        // last digit are in the bits, so some more are let in here than may stay.
        if digits.bits() > 2_000 || !(-100..=1_000).contains(&scale) {
            return Err(AmountError::TooManyDigits);
        }
        let number = BigDecimal::new(digits, scale).normalized();
        let (digits, scale) = (number.digits(), number.fractional_digit_count());
        if scale > FRACTION || digits.saturating_add_signed(-scale) > WHOLE {
            return Err(AmountError::TooManyDigits);
        }
        Ok(Self(if scale < 0 { number.with_scale(0) } else { number }))
    }

    /// So many hundredths, or thousandths: `units × 10^-digits`.
    pub fn of_units(units: i64, digits: u8) -> Self {
        Self(BigDecimal::new(units.into(), digits.into()))
    }

    /// The number.
    pub fn as_decimal(&self) -> &BigDecimal {
        &self.0
    }

    /// The number, without a copy.
    pub fn into_decimal(self) -> BigDecimal {
        self.0
    }

    /// Medusa's division: 20 digits behind the point, half-up (bignumber.js' `DECIMAL_PLACES`). By zero: zero.
    #[must_use]
    pub fn div20(&self, by: &Self) -> Self {
        self.ratio(by, 20)
    }

    /// The quotient, rounded half-up once. By zero: zero.
    #[must_use]
    pub fn ratio(&self, by: &Self, digits: u8) -> Self {
        self.divide(by, digits, Cut::HalfUp)
    }

    /// The quotient without the digits behind those. By zero: zero.
    #[must_use]
    pub fn ratio_down(&self, by: &Self, digits: u8) -> Self {
        self.divide(by, digits, Cut::Down)
    }

    /// So many percent, as a factor: 19 is 0.19. Exact, for only the point moves.
    #[must_use]
    pub fn percent(&self) -> Self {
        let (units, scale) = self.0.as_bigint_and_scale();
        Self(BigDecimal::new(units.into_owned(), scale + 2))
    }

    /// Rounded half-up to so many digits; in the middle away from zero.
    #[must_use]
    pub fn r(&self, digits: u8) -> Self {
        self.cut(digits, Cut::HalfUp)
    }

    /// Without the digits behind those.
    #[must_use]
    pub fn down(&self, digits: u8) -> Self {
        self.cut(digits, Cut::Down)
    }

    /// The amount, or zero where it is below.
    #[must_use]
    pub fn at_least_zero(&self) -> Self {
        if self.is_negative() { Self::zero() } else { self.clone() }
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }

    /// Below zero.
    pub fn is_negative(&self) -> bool {
        self.0.sign() == Sign::Minus
    }

    /// Above zero.
    pub fn is_positive(&self) -> bool {
        self.0.sign() == Sign::Plus
    }

    /// Nothing.
    pub fn is_zero(&self) -> bool {
        self.0.sign() == Sign::NoSign
    }

    /// How many units of `10^-digits` it is, the rest cut off.
    pub(crate) fn units(&self, digits: u8) -> BigInt {
        let (units, scale) = self.down(digits).0.into_bigint_and_scale();
        units * ten_to(i64::from(digits).saturating_sub(scale))
    }

    pub(crate) fn from_big_units(units: BigInt, digits: u8) -> Self {
        Self(BigDecimal::new(units, digits.into()))
    }

    /// Digits behind the point as it is kept, zeros included.
    pub(crate) fn scale(&self) -> i64 {
        self.0.fractional_digit_count()
    }

    fn cut(&self, digits: u8, cut: Cut) -> Self {
        let digits = i64::from(digits);
        let (units, scale) = self.0.as_bigint_and_scale();
        if scale <= digits {
            return self.clone();
        }
        Self(BigDecimal::new(quotient(&units, &ten_to(scale - digits), cut), digits))
    }

    fn divide(&self, by: &Self, digits: u8, cut: Cut) -> Self {
        if by.is_zero() {
            return Self::zero();
        }
        let digits = i64::from(digits);
        let (above, scale_above) = self.0.as_bigint_and_scale();
        let (below, scale_below) = by.0.as_bigint_and_scale();
        // One division of integers, so that nothing is rounded twice.
        let shift = digits + scale_below - scale_above;
        let found = if shift >= 0 {
            quotient(&(above.as_ref() * ten_to(shift)), &below, cut)
        } else {
            quotient(&above, &(below.as_ref() * ten_to(-shift)), cut)
        };
        Self(BigDecimal::new(found, digits))
    }
}

/// `below` is not zero.
fn quotient(above: &BigInt, below: &BigInt, cut: Cut) -> BigInt {
    // Nearly always both are small, and then it takes no memory at all.
    if let (Some(above), Some(below)) = (above.to_i128(), below.to_i128())
        && let (Some(whole), Some(rest)) = (above.checked_div(below), above.checked_rem(below))
    {
        let is_up = matches!(cut, Cut::HalfUp) && rest.unsigned_abs() >= below.unsigned_abs() - rest.unsigned_abs();
        let one = i128::from(is_up);
        let away = if (above < 0) == (below < 0) { one } else { -one };
        if let Some(found) = whole.checked_add(away) {
            return BigInt::from(found);
        }
    }
    let whole = above / below;
    let rest = above - &whole * below;
    let is_up = matches!(cut, Cut::HalfUp) && (rest.magnitude() * 2u8) >= *below.magnitude();
    match (is_up, above.sign() == below.sign()) {
        (false, _) => whole,
        (true, true) => whole + 1,
        (true, false) => whole - 1,
    }
}

fn ten_to(power: i64) -> BigInt {
    let power = u32::try_from(power).unwrap_or(0);
    10u64.checked_pow(power).map_or_else(|| BigInt::from(10).pow(power), BigInt::from)
}

impl From<u32> for Amount {
    fn from(number: u32) -> Self {
        Self(BigDecimal::from(number))
    }
}

impl TryFrom<BigDecimal> for Amount {
    type Error = AmountError;

    fn try_from(number: BigDecimal) -> Result<Self, AmountError> {
        Self::new(number)
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        // BigDecimal reads `1_000` too.
        if text.contains('_') {
            return Err(AmountError::NotANumber);
        }
        if text.len() > LONGEST {
            return Err(AmountError::TooManyDigits);
        }
        Self::new(text.parse().map_err(|_| AmountError::NotANumber)?)
    }
}

/// Digits without an exponent and without zeros behind the last: `19.90` is `19.9`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.normalized().to_plain_string())
    }
}

impl Add for &Amount {
    type Output = Amount;

    fn add(self, other: Self) -> Amount {
        Amount(&self.0 + &other.0)
    }
}

impl Sub for &Amount {
    type Output = Amount;

    fn sub(self, other: Self) -> Amount {
        Amount(&self.0 - &other.0)
    }
}

impl Mul for &Amount {
    type Output = Amount;

    fn mul(self, other: Self) -> Amount {
        Amount(&self.0 * &other.0)
    }
}

impl Neg for &Amount {
    type Output = Amount;

    fn neg(self) -> Amount {
        Amount(-&self.0)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::zero(), |sum, one| &sum + &one)
    }
}

impl<'a> Sum<&'a Self> for Amount {
    fn sum<I: Iterator<Item = &'a Self>>(all: I) -> Self {
        all.fold(Self::zero(), |sum, one| &sum + one)
    }
}
