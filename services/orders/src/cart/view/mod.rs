//! A cart as shoppers see it: Medusa 2.21's fields.

pub(crate) mod goods;
pub(crate) mod line;
pub(crate) mod method;
pub(crate) mod parts;
pub(crate) mod payment;
mod rules;
pub(crate) mod sums;
mod variants;

use db::Tx;
use entity::{
    Timestamp,
    ids::{CartAddressId, CartId, RegionId, SalesChannelId},
};
use web::{
    ApiError,
    fields::{Column, FieldRules, JsonOut, Plan, Relation, Selection, View, json, many, one},
};

use self::{
    goods::{Audience, Goods},
    line::{LineView, Whose},
    method::MethodView,
    parts::{AddressView, CreditLineView, CustomerView, GiftCardView, PromotionView, RegionView},
    payment::CollectionView,
    sums::totals,
};
use super::{Cart, Counted};

/// What may be asked for of carts.
pub(crate) fn rules() -> &'static FieldRules {
    &rules::CARTS
}

/// A cart with all that is told of it.
#[derive(Debug)]
pub(crate) struct CartView {
    cart: Cart,
    sums: Vec<(&'static str, money::Amount)>,
    items: Vec<LineView>,
    methods: Vec<MethodView>,
    shipping_address: Option<AddressView>,
    billing_address: Option<AddressView>,
    promotions: Vec<PromotionView>,
    region: Option<RegionView>,
    customer: Option<CustomerView>,
    credit_lines: Vec<CreditLineView>,
    gift_cards: Vec<GiftCardView>,
    payment_collection: Option<CollectionView>,
}

/// Reads what is selected and does not stand in the cart.
pub(crate) async fn view(tx: &Tx, cart: Cart, counted: Counted, selection: &Selection) -> Result<CartView, ApiError> {
    let goods = goods::load(tx, cart.items.iter(), Audience::Shopper, selection).await?;
    view_of(tx, (cart, counted, goods), selection).await
}

/// The same with what its lines name, which was read before.
pub(crate) async fn view_of(
    tx: &Tx,
    (cart, counted, goods): (Cart, Counted, Goods),
    selection: &Selection,
) -> Result<CartView, ApiError> {
    let promotions = if selection.has("promotions") {
        parts::promotions(tx, parts::promotion_ids(&cart)).await?
    } else {
        Vec::new()
    };
    Ok(CartView::new(cart, &counted, &goods, promotions))
}

/// Writes the answer: `{"cart": …}`.
pub(crate) fn answer(view: &CartView, selection: &Selection) -> Vec<u8> {
    let mut body = b"{\"cart\":".to_vec();
    write(view, selection, &mut body);
    body.push(b'}');
    body
}

/// Writes the cart alone.
pub(crate) fn write(view: &CartView, selection: &Selection, out: &mut JsonOut) {
    Plan::<CartView>::new(selection).write(view, out);
}

impl CartView {
    fn new(cart: Cart, counted: &Counted, goods: &Goods, promotions: Vec<PromotionView>) -> Self {
        let whose = Whose::Cart(cart.id);
        let items = (cart.items.iter().zip(&counted.items))
            .map(|(line, totals)| LineView::new(whose, line, totals, counted.rounding, goods))
            .collect();
        let methods = (cart.shipping_methods.iter().zip(&counted.methods))
            .map(|(method, totals)| MethodView::new(whose, method, totals, counted.rounding))
            .collect();
        Self {
            items,
            methods,
            shipping_address: cart.shipping_address().map(AddressView::new),
            billing_address: cart.billing_address().map(AddressView::new),
            promotions,
            region: cart.region.as_ref().map(RegionView::new),
            customer: cart.customer.as_ref().map(CustomerView::new),
            gift_cards: GiftCardView::of(&cart),
            credit_lines: cart.credit_lines.iter().map(|line| CreditLineView::new(&cart, line)).collect(),
            payment_collection: cart.payment_collection.as_ref().map(CollectionView::new),
            cart,
            sums: counted.sums(),
        }
    }

    fn sum(&self, name: &str) -> Option<money::wire::Number> {
        let found = self.sums.iter().find(|(known, _)| *known == name);
        found.map(|(_, amount)| money::wire::Number(amount.clone()))
    }
}

impl View for CartView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&CartId(view.cart.id), out)),
        ("currency_code", |view, out| json(&view.cart.currency_code, out)),
        ("email", |view, out| json(&view.cart.email, out)),
        ("locale", |view, out| json(&view.cart.locale, out)),
        ("region_id", |view, out| json(&view.cart.region_id.map(RegionId), out)),
        ("sales_channel_id", |view, out| json(&view.cart.sales_channel_id.map(SalesChannelId), out)),
        ("shipping_address_id", |view, out| json(&id_of(view.cart.shipping_address()), out)),
        ("billing_address_id", |view, out| json(&id_of(view.cart.billing_address()), out)),
        ("metadata", |view, out| json(&view.cart.metadata, out)),
        ("completed_at", |view, out| json(&view.cart.completed_at.map(Timestamp), out)),
        ("created_at", |view, out| json(&Timestamp(view.cart.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.cart.updated_at), out)),
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
        item_discount_total,
        original_item_total,
        original_item_subtotal,
        original_item_tax_total,
        shipping_total,
        shipping_subtotal,
        shipping_tax_total,
        shipping_discount_total,
        original_shipping_total,
        original_shipping_subtotal,
        original_shipping_tax_total,
        credit_line_total,
        credit_line_subtotal,
        credit_line_tax_total,
        gift_card_total,
        gift_card_tax_total,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("items", |s| many(s, |view: &Self| &view.items)),
        ("shipping_methods", |s| many(s, |view: &Self| &view.methods)),
        ("shipping_address", |s| one(s, |view: &Self| view.shipping_address.as_ref())),
        ("billing_address", |s| one(s, |view: &Self| view.billing_address.as_ref())),
        ("promotions", |s| many(s, |view: &Self| &view.promotions)),
        ("region", |s| one(s, |view: &Self| view.region.as_ref())),
        ("customer", |s| one(s, |view: &Self| view.customer.as_ref())),
        ("credit_lines", |s| many(s, |view: &Self| &view.credit_lines)),
        ("gift_cards", |s| many(s, |view: &Self| &view.gift_cards)),
        ("payment_collection", |s| one(s, |view: &Self| view.payment_collection.as_ref())),
    ];
}

fn id_of(address: Option<&super::Address>) -> Option<CartAddressId> {
    address.map(|address| CartAddressId(address.id))
}
