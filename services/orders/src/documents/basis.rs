//! What an invoice came to, kept beside it: what later papers take back is taken back of that, whatever became of the order since.

use db::Tx;
use entity::ids::OrderId;
use money::Amount;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use crate::cart::text;

/// What a paper comes to, and each tax in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Basis {
    /// With tax, before what was paid.
    #[serde(with = "text")]
    pub(super) total: Amount,
    pub(super) taxes: Vec<Tax>,
}

/// A tax, as the paper names it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Tax {
    pub(super) label: String,
    #[serde(with = "text")]
    pub(super) amount: Amount,
}

/// An invoice, and what its credit notes took back so far.
#[derive(Debug, Clone)]
pub(crate) struct Invoiced {
    pub(super) number: i64,
    invoice: Basis,
    credited: Vec<Basis>,
}

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    amounts: Value,
    credited: Value,
}

impl Invoiced {
    /// The invoice of an order that is held.
    pub(super) async fn of(tx: &Tx, order: Uuid) -> Result<Self, ApiError> {
        let sql = "select d.number, d.amounts, (select coalesce(jsonb_agg(n.amounts), '[]') from documents n
              where n.organization_id = d.organization_id and n.order_id = d.order_id and n.kind = 'credit_note') as credited
            from documents d where d.order_id = $1 and d.kind = 'invoice'";
        let found: Option<Row> = db::fetch_optional(tx, sql, [order.into()]).await?;
        let Some(Row { number, amounts, credited }) = found else {
            let order = OrderId(order);
            return Err(ApiError::not_allowed(format!("Order with id: {order} has no invoice yet: write it first")));
        };
        Ok(Self {
            number,
            invoice: serde_json::from_value(amounts).map_err(ApiError::internal)?,
            credited: serde_json::from_value(credited).map_err(ApiError::internal)?,
        })
    }

    /// What of the invoice nobody took back yet.
    pub(super) fn left(&self) -> Amount {
        &self.invoice.total - &self.before()
    }

    fn before(&self) -> Amount {
        self.credited.iter().map(|note| &note.total).sum()
    }

    /// What another credit note takes back. Each tax has its share in all that was taken back, less what was told of it before: when all
    /// of the invoice is taken back, so is all of its tax.
    pub(super) fn share(&self, total: Amount, digits: u8) -> Basis {
        let back = &self.before() + &total;
        let taxes = self.invoice.taxes.iter().map(|tax| {
            let told: Amount = (self.credited.iter().flat_map(|note| &note.taxes))
                .filter(|other| other.label == tax.label)
                .map(|other| &other.amount)
                .sum();
            let whole = &self.invoice.total;
            let share = if whole.is_positive() { (&back * &tax.amount).ratio(whole, digits) } else { Amount::zero() };
            Tax { label: tax.label.clone(), amount: &share - &told }
        });
        Basis { taxes: taxes.collect(), total }
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Basis, Invoiced, Tax};

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    #[test]
    fn taxes_are_taken_back_to_the_last_cent() {
        let tax = |label: &str, tax: &str| Tax { label: label.to_owned(), amount: amount(tax) };
        let invoice = Basis { total: amount("10"), taxes: vec![tax("19 %", "1.01"), tax("7 %", "0.05")] };
        let mut invoiced = Invoiced { number: 1, invoice, credited: Vec::new() };
        for part in ["3.33", "3.33", "3.34"] {
            let note = invoiced.share(amount(part), 2);
            invoiced.credited.push(note);
        }
        assert_eq!(invoiced.left(), Amount::zero());
        for (nth, expected) in ["1.01", "0.05"].into_iter().enumerate() {
            let sum: Amount = invoiced.credited.iter().map(|note| &note.taxes[nth].amount).sum();
            assert_eq!(sum, amount(expected));
        }
    }
}
