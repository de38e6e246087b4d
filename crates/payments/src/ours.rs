//! What a provider says is compared with a row of ours before it moves anything.

use money::{Amount, minor};

use crate::{Labels, Refund, Session};

/// What a row of ours says of something at the provider.
#[derive(Debug, Clone, Copy)]
pub struct Ours<'a> {
    /// How much it is about.
    pub amount: &'a Amount,
    /// In lower case.
    pub currency: &'a str,
    /// What has to stand beside it: whose it is.
    pub labels: &'a [(&'a str, &'a str)],
}

/// What is not as we have it. Whatever it says then, it is not said of this row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// Another amount.
    #[error("the amount is another one")]
    Amount,
    /// Another currency.
    #[error("the currency is another one")]
    Currency,
    /// More was taken than is due.
    #[error("more was taken than is due")]
    Received,
    /// It is somebody else's.
    #[error("it is labelled for something else")]
    Label,
}

impl Ours<'_> {
    /// Whether a session is the one of our row.
    pub fn check_session(&self, said: &Session) -> Result<(), Mismatch> {
        self.check(&said.amount, &said.currency, &said.labels)?;
        let due = minor(self.amount, self.currency);
        let is_within = |said: &Amount| minor(said, self.currency).is_some_and(|said| Some(said) <= due);
        if is_within(&said.received) && is_within(&said.capturable) { Ok(()) } else { Err(Mismatch::Received) }
    }

    /// Whether a refund is the one of our row.
    pub fn check_refund(&self, said: &Refund) -> Result<(), Mismatch> {
        self.check(&said.amount, &said.currency, &said.labels)
    }

    fn check(&self, amount: &Amount, currency: &str, labels: &Labels) -> Result<(), Mismatch> {
        if currency != self.currency {
            return Err(Mismatch::Currency);
        }
        // As whole numbers of the smallest unit: our amount may have more digits than were asked for.
        let due = minor(self.amount, self.currency);
        if due.is_none() || due != minor(amount, self.currency) {
            return Err(Mismatch::Amount);
        }
        let is_said = |(name, value): &(&str, &str)| labels.get(*name).is_some_and(|said| said == value);
        if self.labels.iter().all(is_said) { Ok(()) } else { Err(Mismatch::Label) }
    }
}
