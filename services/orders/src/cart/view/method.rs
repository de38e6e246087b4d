//! Shipping methods of carts and orders.

use entity::{Timestamp, ids::ShippingOptionId};
use money::{Rounding, totals::LineTotals, wire::Number};
use web::fields::{Column, Relation, View, json, many};

use super::{
    line::{AdjustmentView, Owner, Part, TaxLineView, Whose, adjustments, tax_lines},
    sums::{self, totals},
};
use crate::cart::document::Method;

/// A method with what it comes to.
#[derive(Debug)]
pub(crate) struct MethodView {
    whose: Whose,
    method: Method,
    totals: LineTotals,
    rounding: Rounding,
    tax_lines: Vec<TaxLineView>,
    adjustments: Vec<AdjustmentView>,
    actions: String,
}

impl MethodView {
    pub(crate) fn new(whose: Whose, method: &Method, totals: &LineTotals, rounding: Rounding) -> Self {
        let owner = Owner { whose, part: Part::Method(method.id) };
        let (created_at, updated_at) = (method.created_at, method.updated_at);
        Self {
            whose,
            tax_lines: tax_lines(&method.tax_lines, totals, rounding, owner, created_at, updated_at),
            adjustments: adjustments(&method.adjustments, owner, created_at, updated_at),
            method: method.clone(),
            totals: totals.clone(),
            rounding,
            actions: "[]".to_owned(),
        }
    }

    /// Of an order that is about to change: what is done to it, as JSON.
    pub(crate) fn with_actions(self, actions: String) -> Self {
        Self { actions, ..self }
    }

    fn sum(&self, name: &str) -> Option<Number> {
        sums::of_line(&self.totals, self.rounding, name)
    }
}

impl View for MethodView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&view.whose.method(view.method.id), out)),
        ("cart_id", |view, out| json(&view.whose.cart(), out)),
        ("order_id", |view, out| json(&view.whose.order(), out)),
        ("name", |view, out| json(&view.method.name, out)),
        ("description", |view, out| json(&view.method.description, out)),
        ("amount", |view, out| json(&Number(view.method.amount.clone()), out)),
        ("is_tax_inclusive", |view, out| json(&view.method.is_tax_inclusive, out)),
        ("shipping_option_id", |view, out| json(&view.method.shipping_option_id.map(ShippingOptionId), out)),
        ("data", |view, out| json(&view.method.data, out)),
        ("metadata", |view, out| json(&view.method.metadata, out)),
        ("created_at", |view, out| json(&view.method.created_at.map(Timestamp), out)),
        ("updated_at", |view, out| json(&view.method.updated_at.map(Timestamp), out)),
    ];
    const COMPUTED: &'static [Column<Self>] = totals!(
        total,
        subtotal,
        tax_total,
        discount_total,
        discount_subtotal,
        discount_tax_total,
        original_total,
        original_subtotal,
        original_tax_total,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("tax_lines", |s| many(s, |view: &Self| &view.tax_lines)),
        ("adjustments", |s| many(s, |view: &Self| &view.adjustments)),
        ("actions", |_| Box::new(|view: &Self, out| out.extend_from_slice(view.actions.as_bytes()))),
    ];
}
