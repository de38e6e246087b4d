//! An amount in parts that sum up to it.

use std::cmp::Reverse;

use bigdecimal::num_bigint::BigInt;

use crate::Amount;

/// Splits an amount by weights into parts of so many digits, which sum up to it: by largest remainder, the first of equal
/// ones. The amount is rounded to the digits first; weights below zero count as zero; without any weight all parts are zero.
pub fn shares(amount: &Amount, weights: &[Amount], digits: u8) -> Vec<Amount> {
    let finest = weights.iter().map(Amount::scale).max().unwrap_or(0).clamp(0, 255);
    let finest = u8::try_from(finest).unwrap_or(u8::MAX);
    let weights: Vec<BigInt> = weights.iter().map(|weight| weight.at_least_zero().units(finest)).collect();
    let whole: BigInt = weights.iter().sum();
    if whole == BigInt::ZERO {
        return vec![Amount::zero(); weights.len()];
    }
    let units = amount.at_least_zero().r(digits).units(digits);
    let mut parts = Vec::with_capacity(weights.len());
    let mut rests = Vec::with_capacity(weights.len());
    let mut left = units.clone();
    for (index, weight) in weights.iter().enumerate() {
        let exact = &units * weight;
        let part = &exact / &whole;
        rests.push((Reverse(exact - &part * &whole), index));
        left -= &part;
        parts.push(part);
    }
    rests.sort_unstable();
    // Fewer units are left than there are parts.
    for (_, index) in rests {
        if left == BigInt::ZERO {
            break;
        }
        parts[index] += 1;
        left -= 1;
    }
    parts.into_iter().map(|part| Amount::from_big_units(part, digits)).collect()
}
