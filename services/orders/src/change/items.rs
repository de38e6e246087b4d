//! Lines that come, go, and change.

use money::Amount;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Refusal, apply::Applying};
use crate::{
    cart::{Line, MOST_PIECES},
    order::{
        document::{Detail, OrderLine},
        rounding,
    },
};

impl Applying {
    pub(super) fn add(&mut self, line: &Line, detail_id: Uuid, allow_backorder: bool) -> Result<(), Refusal> {
        if line.quantity > MOST_PIECES {
            return Err(Refusal::TooMany { item: line.id, most: MOST_PIECES });
        }
        self.order.items.push(OrderLine {
            line: line.clone(),
            detail: Detail {
                detail_id,
                fulfilled_quantity: 0,
                shipped_quantity: 0,
                delivered_quantity: 0,
                return_requested_quantity: 0,
                return_received_quantity: 0,
                return_dismissed_quantity: 0,
                written_off_quantity: 0,
            },
            allow_backorder,
        });
        Ok(())
    }

    /// What was fulfilled has been sent, and stays. A line of which nothing is left is shown until the change is confirmed, and gone then.
    pub(super) fn update(&mut self, item: Uuid, quantity: u32) -> Result<(), Refusal> {
        if quantity > MOST_PIECES {
            return Err(Refusal::TooMany { item, most: MOST_PIECES });
        }
        let (rounding, carry_over) = (rounding(&self.order), self.carry_over);
        let line = self.line(item)?;
        let least = line.detail.fulfilled_quantity;
        if i64::from(quantity) < least {
            return Err(Refusal::Fulfilled { item, least });
        }
        let before = line.line.quantity;
        line.line.quantity = quantity;
        // What was taken off was taken off so many pieces: of fewer it is less. Of more it is more only where that was said.
        if before > 0 && (quantity < before || (carry_over && quantity > before)) {
            for adjustment in &mut line.line.adjustments {
                let all = &adjustment.amount * &Amount::from(quantity);
                adjustment.amount = rounding.ratio(&all, &Amount::from(before));
            }
        }
        Ok(())
    }

    /// What is said of a line besides how many of it there are.
    pub(super) fn reprice(
        &mut self,
        item: Uuid,
        unit_price: Option<&Amount>,
        compare_at: Option<&Amount>,
        metadata: Option<&Map<String, Value>>,
    ) -> Result<(), Refusal> {
        let line = &mut self.line(item)?.line;
        if let Some(price) = unit_price {
            line.unit_price = price.clone();
            line.is_custom_price = true;
        }
        if compare_at.is_some() {
            line.compare_at_unit_price = compare_at.cloned();
        }
        if let Some(said) = metadata {
            let mut all = line.metadata.take().and_then(|old| old.as_object().cloned()).unwrap_or_default();
            for (key, value) in said {
                match value.as_str() {
                    Some("") => drop(all.remove(key)),
                    _ => drop(all.insert(key.clone(), value.clone())),
                }
            }
            line.metadata = Some(Value::Object(all));
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, item: Uuid, quantity: u32) -> Result<(), Refusal> {
        if quantity == 0 {
            return Err(Refusal::Nothing(item));
        }
        let line = self.line(item)?;
        let open = i64::from(line.line.quantity) - line.detail.fulfilled_quantity;
        if i64::from(quantity) > open {
            return Err(Refusal::RemovesFulfilled(item));
        }
        let left = line.line.quantity - quantity;
        self.update(item, left)
    }
}
