//! Lines of carts and orders, with their taxes and discounts.

use entity::{
    Timestamp,
    ids::{
        CartId, CartLineAdjustmentId, CartLineItemId, CartLineTaxLineId, CartMethodAdjustmentId, CartMethodTaxLineId,
        CartShippingMethodId, OrderId, OrderLineAdjustmentId, OrderLineItemId, OrderLineTaxLineId,
        OrderMethodAdjustmentId, OrderMethodTaxLineId, OrderShippingMethodId, ProductId, ProductTypeId, PromotionId,
        TaxRateId, VariantId,
    },
};
use money::{Amount, Rounding, totals::LineTotals, wire::Number};
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, json, many, one};

use super::{
    goods::{Goods, ProductOf, VariantOf},
    sums::{self, totals},
};
use crate::{
    cart::document::{Adjustment, Line, TaxLine},
    order::{DetailView, Refundable},
};

/// A line with what it comes to.
#[derive(Debug)]
pub(crate) struct LineView {
    whose: Whose,
    line: Line,
    totals: LineTotals,
    rounding: Rounding,
    tax_lines: Vec<TaxLineView>,
    adjustments: Vec<AdjustmentView>,
    product: Option<ProductOf>,
    variant: Option<VariantOf>,
    detail: Option<DetailView>,
    refundable: Option<Refundable>,
    actions: String,
}

impl LineView {
    pub(crate) fn new(whose: Whose, line: &Line, totals: &LineTotals, rounding: Rounding, goods: &Goods) -> Self {
        let owner = Owner { whose, part: Part::Item(line.id) };
        Self {
            whose,
            tax_lines: tax_lines(&line.tax_lines, totals, rounding, owner, line.created_at, line.updated_at),
            adjustments: adjustments(&line.adjustments, owner, line.created_at, line.updated_at),
            product: line.product_id.and_then(|id| goods.products.get(&id).cloned()),
            variant: line.variant_id.and_then(|id| goods.variants.get(&id).cloned()),
            line: line.clone(),
            totals: totals.clone(),
            rounding,
            detail: None,
            refundable: None,
            actions: "[]".to_owned(),
        }
    }

    /// Of an order: how much of it is where.
    pub(crate) fn with_detail(self, detail: DetailView) -> Self {
        Self { detail: Some(detail), ..self }
    }

    /// Of an order: how much of it is where.
    pub(crate) fn detail(&self) -> Option<&DetailView> {
        self.detail.as_ref()
    }

    /// Of an order: what its pieces are worth that are on their way back.
    pub(crate) fn requested(&self) -> Option<&Amount> {
        self.refundable.as_ref().map(|all| &all.requested)
    }

    /// Of an order: what may still be given back.
    pub(crate) fn with_refundable(self, refundable: Refundable) -> Self {
        Self { refundable: Some(refundable), ..self }
    }

    /// Of an order that is about to change: what is done to the line, as JSON.
    pub(crate) fn with_actions(self, actions: String) -> Self {
        Self { actions, ..self }
    }

    fn sum(&self, name: &str) -> Option<Number> {
        let refundable = self.refundable.as_ref();
        let of_order = match name {
            "refundable_total" => refundable.map(|all| &all.total),
            "refundable_total_per_unit" => refundable.map(|all| &all.per_unit),
            "return_requested_total" => refundable.map(|all| &all.requested),
            _ => return sums::of_line(&self.totals, self.rounding, name),
        };
        of_order.map(|amount| Number(amount.clone()))
    }
}

impl View for LineView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&view.whose.line(view.line.id), out)),
        ("cart_id", |view, out| json(&view.whose.cart(), out)),
        ("title", |view, out| json(&view.line.title, out)),
        ("subtitle", |view, out| json(&view.line.subtitle, out)),
        ("thumbnail", |view, out| json(&view.line.thumbnail, out)),
        ("quantity", |view, out| json(&view.line.quantity, out)),
        ("variant_id", |view, out| json(&view.line.variant_id.map(VariantId), out)),
        ("product_id", |view, out| json(&view.line.product_id.map(ProductId), out)),
        ("product_title", |view, out| json(&view.line.product_title, out)),
        ("product_description", |view, out| json(&view.line.product_description, out)),
        ("product_subtitle", |view, out| json(&view.line.product_subtitle, out)),
        ("product_type", |view, out| json(&view.line.product_type, out)),
        ("product_type_id", |view, out| json(&view.line.product_type_id.map(ProductTypeId), out)),
        ("product_collection", |view, out| json(&view.line.product_collection, out)),
        ("product_handle", |view, out| json(&view.line.product_handle, out)),
        ("variant_sku", |view, out| json(&view.line.variant_sku, out)),
        ("variant_barcode", |view, out| json(&view.line.variant_barcode, out)),
        ("variant_title", |view, out| json(&view.line.variant_title, out)),
        ("variant_option_values", |view, out| json(&view.line.variant_option_values, out)),
        ("requires_shipping", |view, out| json(&view.line.requires_shipping, out)),
        ("is_discountable", |view, out| json(&view.line.is_discountable, out)),
        ("is_giftcard", |view, out| json(&view.line.is_giftcard, out)),
        ("is_tax_inclusive", |view, out| json(&view.line.is_tax_inclusive, out)),
        ("is_custom_price", |view, out| json(&view.line.is_custom_price, out)),
        ("unit_price", |view, out| json(&Number(view.line.unit_price.clone()), out)),
        ("compare_at_unit_price", |view, out| json(&view.line.compare_at_unit_price.clone().map(Number), out)),
        ("metadata", |view, out| json(&view.line.metadata, out)),
        ("created_at", |view, out| json(&view.line.created_at.map(Timestamp), out)),
        ("updated_at", |view, out| json(&view.line.updated_at.map(Timestamp), out)),
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
        item_total,
        item_subtotal,
        item_tax_total,
        refundable_total,
        refundable_total_per_unit,
        return_requested_total,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("tax_lines", |s| many(s, |view: &Self| &view.tax_lines)),
        ("adjustments", |s| many(s, |view: &Self| &view.adjustments)),
        ("product", |s| one(&named(s), |view: &Self| view.product.as_ref())),
        ("variant", |s| one(&named(s), |view: &Self| view.variant.as_ref())),
        ("detail", |s| one(s, |view: &Self| view.detail.as_ref())),
        ("actions", |_| Box::new(|view: &Self, out| out.extend_from_slice(view.actions.as_bytes()))),
    ];
}

/// A relation of which nothing is named answers at least which one it is.
fn named(selection: &Selection) -> Selection {
    let mut selection = selection.clone();
    if !selection.is_star() && selection.children().next().is_none() {
        selection.add("id");
    }
    selection
}

/// Whose a line is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose {
    Cart(Uuid),
    Order(Uuid),
}

/// Of what of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Item(Uuid),
    Method(Uuid),
}

/// Whose tax lines and discounts they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner {
    pub(super) whose: Whose,
    pub(super) part: Part,
}

impl Whose {
    /// The id of a line of it.
    pub(crate) fn line(self, id: Uuid) -> String {
        match self {
            Self::Cart(_) => CartLineItemId(id).to_string(),
            Self::Order(_) => OrderLineItemId(id).to_string(),
        }
    }

    /// The id of a way in which it is sent.
    pub(crate) fn method(self, id: Uuid) -> String {
        match self {
            Self::Cart(_) => CartShippingMethodId(id).to_string(),
            Self::Order(_) => OrderShippingMethodId(id).to_string(),
        }
    }

    pub(super) fn cart(self) -> Option<CartId> {
        match self {
            Self::Cart(id) => Some(CartId(id)),
            Self::Order(_) => None,
        }
    }

    pub(super) fn order(self) -> Option<OrderId> {
        match self {
            Self::Cart(_) => None,
            Self::Order(id) => Some(OrderId(id)),
        }
    }
}

type Time = Option<chrono::DateTime<chrono::Utc>>;

/// A tax line with its sums.
#[derive(Debug)]
pub(super) struct TaxLineView {
    owner: Owner,
    line: TaxLine,
    total: Number,
    subtotal: Number,
    created_at: Time,
    updated_at: Time,
}

pub(super) fn tax_lines(
    lines: &[TaxLine],
    totals: &LineTotals,
    rounding: Rounding,
    owner: Owner,
    created_at: Time,
    updated_at: Time,
) -> Vec<TaxLineView> {
    let with_sums = lines.iter().zip(&totals.tax_lines);
    let one = |(line, part): (&TaxLine, &money::totals::Part)| TaxLineView {
        owner,
        line: line.clone(),
        total: sums::written(&part.total, rounding),
        subtotal: sums::written(&part.subtotal, rounding),
        created_at,
        updated_at,
    };
    with_sums.map(one).collect()
}

impl View for TaxLineView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&view.owner.tax_line(view.line.id), out)),
        ("description", |view, out| json(&view.line.description, out)),
        ("code", |view, out| json(&view.line.code, out)),
        ("rate", |view, out| json(&Number(view.line.rate.clone()), out)),
        ("provider_id", |view, out| json(&view.line.provider_id, out)),
        ("tax_rate_id", |view, out| json(&view.line.tax_rate_id.map(TaxRateId), out)),
        ("data", |_, out| out.extend_from_slice(b"null")),
        ("metadata", |_, out| out.extend_from_slice(b"null")),
        ("item_id", |view, out| json(&view.owner.item(), out)),
        ("shipping_method_id", |view, out| json(&view.owner.method(), out)),
        ("created_at", |view, out| json(&view.created_at.map(Timestamp), out)),
        ("updated_at", |view, out| json(&view.updated_at.map(Timestamp), out)),
    ];
    const COMPUTED: &'static [Column<Self>] =
        &[("total", |view, out| json(&view.total, out)), ("subtotal", |view, out| json(&view.subtotal, out))];
}

/// A discount.
#[derive(Debug)]
pub(super) struct AdjustmentView {
    owner: Owner,
    adjustment: Adjustment,
    created_at: Time,
    updated_at: Time,
}

pub(super) fn adjustments(all: &[Adjustment], owner: Owner, created_at: Time, updated_at: Time) -> Vec<AdjustmentView> {
    let one =
        |adjustment: &Adjustment| AdjustmentView { owner, adjustment: adjustment.clone(), created_at, updated_at };
    all.iter().map(one).collect()
}

impl View for AdjustmentView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&view.owner.adjustment(view.adjustment.id), out)),
        ("code", |view, out| json(&view.adjustment.code, out)),
        ("promotion_id", |view, out| json(&view.adjustment.promotion_id.map(PromotionId), out)),
        ("amount", |view, out| json(&Number(view.adjustment.amount.clone()), out)),
        ("is_tax_inclusive", |view, out| json(&view.adjustment.is_tax_inclusive, out)),
        ("description", |view, out| json(&view.adjustment.description, out)),
        ("provider_id", |_, out| out.extend_from_slice(b"null")),
        ("cart_id", |view, out| json(&view.owner.whose.cart(), out)),
        ("order_id", |view, out| json(&view.owner.whose.order(), out)),
        ("item_id", |view, out| json(&view.owner.item(), out)),
        ("shipping_method_id", |view, out| json(&view.owner.method(), out)),
        ("created_at", |view, out| json(&view.created_at.map(Timestamp), out)),
        ("updated_at", |view, out| json(&view.updated_at.map(Timestamp), out)),
    ];
}

impl Owner {
    /// The id of something that has no table: it stands in the row of its owner.
    fn tax_line(self, id: Uuid) -> String {
        match (self.whose, self.part) {
            (Whose::Cart(_), Part::Item(_)) => CartLineTaxLineId(id).to_string(),
            (Whose::Cart(_), Part::Method(_)) => CartMethodTaxLineId(id).to_string(),
            (Whose::Order(_), Part::Item(_)) => OrderLineTaxLineId(id).to_string(),
            (Whose::Order(_), Part::Method(_)) => OrderMethodTaxLineId(id).to_string(),
        }
    }

    fn adjustment(self, id: Uuid) -> String {
        match (self.whose, self.part) {
            (Whose::Cart(_), Part::Item(_)) => CartLineAdjustmentId(id).to_string(),
            (Whose::Cart(_), Part::Method(_)) => CartMethodAdjustmentId(id).to_string(),
            (Whose::Order(_), Part::Item(_)) => OrderLineAdjustmentId(id).to_string(),
            (Whose::Order(_), Part::Method(_)) => OrderMethodAdjustmentId(id).to_string(),
        }
    }

    fn item(self) -> Option<String> {
        match self.part {
            Part::Item(id) => Some(self.whose.line(id)),
            Part::Method(_) => None,
        }
    }

    fn method(self) -> Option<String> {
        match self.part {
            Part::Item(_) => None,
            Part::Method(id) => Some(self.whose.method(id)),
        }
    }
}
