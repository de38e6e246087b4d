//! What of a cart is paid with gift cards, store credit and points.
//!
//! A line says how much is wanted of an account; how much is taken of it follows from what the cart comes to, at each change. Nothing
//! is taken before the order is placed.

use chrono::{DateTime, Utc};
use money::{Amount, Rounding};
use uuid::Uuid;

use crate::cart::{Account, Cart, CreditLine, Program};

/// Most lines of credit of a cart.
pub(crate) const MOST: usize = 20;

/// A line that takes nothing yet, and is not in the cart.
fn line(reference: &str, of: Uuid) -> CreditLine {
    CreditLine {
        id: Uuid::now_v7(),
        reference: reference.to_owned(),
        reference_id: of,
        store_credit_account_id: None,
        points: None,
        wanted: None,
        amount: Amount::zero(),
        metadata: None,
        account: None,
        program: None,
        created_at: None,
        updated_at: None,
    }
}

/// A line of an account.
pub(crate) fn account_line(
    reference: &str,
    of: Uuid,
    id: Uuid,
    account: Account,
    wanted: Option<Amount>,
) -> CreditLine {
    CreditLine { store_credit_account_id: Some(id), account: Some(account), wanted, ..line(reference, of) }
}

/// A line of points: `wanted` says how many.
pub(crate) fn points_line(account: Uuid, program: Program, points: i64) -> CreditLine {
    CreditLine { wanted: Some(Amount::of_units(points, 0)), program: Some(program), ..line("loyalty", account) }
}

/// Says of each line how much is taken: gift cards first, for they end and belong to nobody, then store credit, then points. What does not
/// hold any more falls out: another currency, another customer, a card that is over.
pub(crate) fn refresh(cart: &mut Cart, due: &Amount, rounding: Rounding, at: DateTime<Utc>) {
    let (currency, customer) = (cart.currency_code.clone(), cart.customer_id);
    cart.credit_lines.retain(|line| is_usable(line, &currency, customer, at));
    cart.credit_lines.sort_by_key(|line| (rank(&line.reference), line.created_at, line.id));
    let due = due.at_least_zero();
    let mut left = due.clone();
    for line in &mut cart.credit_lines {
        let taken = if let Some(program) = &line.program {
            let share = digits(&(&due * &program.most_percent.percent()), rounding);
            let room = if share < left { share } else { left.clone() };
            let points = program.affordable(line.wanted.as_ref(), &room);
            line.points = (points > 0).then_some(points);
            program.worth(points, rounding)
        } else {
            let balance = line.account.as_ref().map_or_else(Amount::zero, |account| account.balance.clone());
            let wanted = line.wanted.clone().unwrap_or_else(|| balance.clone());
            let least = |least: Amount, one: Amount| if one < least { one } else { least };
            digits(&[balance, wanted].into_iter().fold(left.clone(), least), rounding)
        };
        left = &left - &taken;
        line.amount = taken;
        line.created_at.get_or_insert(at);
        line.updated_at = Some(at);
    }
}

fn rank(reference: &str) -> u8 {
    match reference {
        "gift_card" => 0,
        "store_credit" => 1,
        _ => 2,
    }
}

/// In the digits of the currency, where the shop rounds: nobody pays a tenth of a cent.
fn digits(amount: &Amount, rounding: Rounding) -> Amount {
    match rounding {
        Rounding::Currency(digits) => amount.down(digits),
        Rounding::None(_) => amount.clone(),
    }
}

fn is_usable(line: &CreditLine, currency: &str, customer: Option<Uuid>, at: DateTime<Utc>) -> bool {
    if let Some(program) = &line.program {
        return program.is_enabled && program.currency_code == currency && customer == program.customer_id;
    }
    let Some(account) = &line.account else { return false };
    let is_theirs = match line.reference.as_str() {
        "store_credit" => account.customer_id.is_some() && account.customer_id == customer,
        _ => account.customer_id.is_none() || account.customer_id == customer,
    };
    let is_over = account.expires_at.is_some_and(|end| end <= at);
    is_theirs && !is_over && account.currency_code == currency && account.balance.is_positive()
}

impl Program {
    /// How many points can be spent on so much.
    pub(crate) fn affordable(&self, wanted: Option<&Amount>, room: &Amount) -> i64 {
        let whole = |amount: &Amount| amount.down(0).to_string().parse::<i64>().unwrap_or(i64::MAX);
        let fits = whole(&room.ratio_down(&self.point_value, 0));
        let points = self.available.min(fits).min(wanted.map_or(i64::MAX, whole));
        if points < self.least { 0 } else { points }
    }

    /// What so many points pay.
    pub(crate) fn worth(&self, points: i64, rounding: Rounding) -> Amount {
        digits(&(&Amount::of_units(points, 0) * &self.point_value), rounding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(available: i64, point_value: &str, least: i64) -> Program {
        Program {
            customer_id: None,
            available,
            point_value: point_value.parse().unwrap(),
            most_percent: Amount::of_units(100, 0),
            least,
            currency_code: "eur".to_owned(),
            is_enabled: true,
        }
    }

    /// What points pay is never more than there is room for, and never more points than there are.
    #[test]
    fn points_fit() {
        for value in ["0.01", "0.003", "0.1", "1", "0.07", "12.5"] {
            for room in [0_i64, 1, 99, 100, 2_300, 99_999] {
                for available in [0, 1, 50, 1_000_000] {
                    let (program, room) = (program(available, value, 1), Amount::of_units(room, 2));
                    let points = program.affordable(None, &room);
                    assert!((0..=available).contains(&points), "{value} {room} {available}");
                    assert!(program.worth(points, Rounding::Currency(2)) <= room, "{value} {room} {available}");
                    assert!(points == available || program.worth(points + 1, Rounding::None(2)) > room);
                }
            }
        }
    }

    #[test]
    fn fewer_points_than_the_least_are_none() {
        let program = program(500, "0.1", 100);
        let room = Amount::of_units(99, 1);
        assert_eq!(program.affordable(None, &room), 0);
        assert_eq!(program.affordable(Some(&Amount::of_units(99, 0)), &Amount::of_units(50, 0)), 0);
        assert_eq!(program.affordable(Some(&Amount::of_units(150, 0)), &Amount::of_units(50, 0)), 150);
    }
}
