//! Amounts as people write them.

use money::Amount;

use super::Words;

/// An amount with its currency: `€1,234.50`, `1.234,50 €`, `DKK 100.00`.
pub(crate) fn written(words: &Words, currency: &str, amount: &Amount) -> String {
    money::written(words.writing(), currency, amount, ' ')
}
