//! What of an offer is to be paid at once.

use money::Amount;

/// So many percent of a total, in whole coins of its currency.
pub(crate) fn deposit(total: &Amount, percent: &Amount, currency: &str) -> Amount {
    (&percent.percent() * total).r(money::currency::digits(currency))
}
