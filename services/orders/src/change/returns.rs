//! What comes back, and what is given up.
//!
//! A piece that was fulfilled is in one place: with the customer, asked back, back (whole or damaged), or written off. A piece that a claim
//! both writes off and asks back is asked back.

use uuid::Uuid;

use super::{Refusal, apply::Applying};
use crate::order::document::Detail;

/// Pieces that are with the customer, and that nothing is said of.
fn with_customer(detail: &Detail) -> i64 {
    detail.fulfilled_quantity
        - detail.return_requested_quantity
        - detail.return_received_quantity
        - detail.return_dismissed_quantity
        - detail.written_off_quantity
}

impl Applying {
    pub(super) fn ask_back(&mut self, item: Uuid, quantity: u32) -> Result<(), Refusal> {
        some(item, quantity)?;
        self.line(item)?;
        self.claim(item, 0, quantity.into()).map_err(|_| Refusal::ReturnsMore(item))
    }

    pub(super) fn write_off(&mut self, item: Uuid, quantity: u32) -> Result<(), Refusal> {
        some(item, quantity)?;
        self.claim(item, quantity.into(), 0)
    }

    /// So many more of a line are written off, and so many more asked back, by this change.
    fn claim(&mut self, item: Uuid, written_off: i64, returned: i64) -> Result<(), Refusal> {
        let mut claimed = self.claimed.remove(&item).unwrap_or_default();
        let given_up = |written_off: i64, returned: i64| (written_off - returned).max(0);
        let before = given_up(claimed.written_off, claimed.returned);
        claimed.written_off += written_off;
        claimed.returned += returned;
        let after = given_up(claimed.written_off, claimed.returned);
        let detail = &mut self.line(item)?.detail;
        if with_customer(detail) + before < after + returned {
            return Err(Refusal::ClaimsMore(item));
        }
        detail.written_off_quantity += after - before;
        detail.return_requested_quantity += returned;
        self.claimed.insert(item, claimed);
        Ok(())
    }

    pub(super) fn ask_back_no_more(&mut self, item: Uuid, quantity: u32) -> Result<(), Refusal> {
        some(item, quantity)?;
        let detail = &mut self.line(item)?.detail;
        if detail.return_requested_quantity < i64::from(quantity) {
            return Err(Refusal::CancelsMore(item));
        }
        detail.return_requested_quantity -= i64::from(quantity);
        Ok(())
    }

    pub(super) fn receive(&mut self, item: Uuid, quantity: u32, is_damaged: bool) -> Result<(), Refusal> {
        some(item, quantity)?;
        let detail = &mut self.line(item)?.detail;
        if detail.return_requested_quantity < i64::from(quantity) {
            return Err(Refusal::ReceivesMore(item));
        }
        detail.return_requested_quantity -= i64::from(quantity);
        if is_damaged {
            detail.return_dismissed_quantity += i64::from(quantity);
        } else {
            detail.return_received_quantity += i64::from(quantity);
        }
        Ok(())
    }

    pub(super) fn reinstate(&mut self, item: Uuid, quantity: u32) -> Result<(), Refusal> {
        some(item, quantity)?;
        let detail = &mut self.line(item)?.detail;
        if detail.written_off_quantity < i64::from(quantity) {
            return Err(Refusal::ReinstatesMore(item));
        }
        detail.written_off_quantity -= i64::from(quantity);
        // What this change has claimed itself is not claimed any more.
        if let Some(claimed) = self.claimed.get_mut(&item) {
            let least = claimed.written_off.min(claimed.returned);
            claimed.written_off = (claimed.written_off - i64::from(quantity)).max(least);
        }
        Ok(())
    }
}

fn some(item: Uuid, quantity: u32) -> Result<(), Refusal> {
    if quantity == 0 { Err(Refusal::Nothing(item)) } else { Ok(()) }
}
