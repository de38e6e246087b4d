//! What of an offer is to be paid at once.

use money::Amount;

/// So many percent of a total, in whole coins of its currency.
pub(crate) fn deposit(total: &Amount, percent: &Amount, currency: &str) -> Amount {
    (&percent.percent() * total).r(money::currency::digits(currency))
}

#[cfg(test)]
mod tests {
    use money::Amount;

    use super::deposit;

    /// Whatever the percentage, it is a sum that can be paid, and no more than there is to pay.
    #[test]
    fn a_deposit_is_a_part_in_coins() {
        for (currency, digits) in [("eur", 2), ("jpy", 0), ("kwd", 3)] {
            for total in ["0.001", "0.01", "1", "9.99", "41", "1428.57", "999999999999.99"] {
                let total: Amount = total.parse::<Amount>().unwrap().r(digits);
                for percent in ["0.01", "1", "33.3333", "50", "99.99", "100"] {
                    let part = deposit(&total, &percent.parse().unwrap(), currency);
                    assert_eq!(part, part.r(digits), "{percent} % of {total} {currency}");
                    assert!(
                        !part.is_negative() && !(&total - &part).is_negative(),
                        "{percent} % of {total} {currency}: {part}"
                    );
                }
                assert_eq!(deposit(&total, &"100".parse().unwrap(), currency), total);
            }
        }
    }
}
