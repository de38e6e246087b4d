//! Addresses, region, customer, promotions and credit of a cart.

use std::collections::BTreeSet;

use db::Tx;
use entity::{
    Timestamp,
    ids::{
        CartAddressId, CartCreditLineId, CartId, CustomerGroupId, CustomerId, GiftCardId, OrderAddressId, PromotionId,
        RegionId,
    },
};
use money::wire::Number;
use resource::row;
use uuid::Uuid;
use web::fields::{Column, Relation, View, json, many, one};

use crate::cart::document::{Address, Cart, CreditLine, CustomerOf, RegionOf};

/// Where to, or whom the bill is for.
#[derive(Debug)]
pub(crate) struct AddressView {
    address: Address,
    id: String,
}

impl AddressView {
    pub(crate) fn new(address: &Address) -> Self {
        Self { id: CartAddressId(address.id).to_string(), address: address.clone() }
    }

    /// One of an order.
    pub(crate) fn of_order(address: &Address) -> Self {
        Self { id: OrderAddressId(address.id).to_string(), address: address.clone() }
    }
}

impl View for AddressView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&view.id, out)),
        ("first_name", |view, out| json(&view.address.first_name, out)),
        ("last_name", |view, out| json(&view.address.last_name, out)),
        ("company", |view, out| json(&view.address.company, out)),
        ("address_1", |view, out| json(&view.address.address_1, out)),
        ("address_2", |view, out| json(&view.address.address_2, out)),
        ("city", |view, out| json(&view.address.city, out)),
        ("postal_code", |view, out| json(&view.address.postal_code, out)),
        ("country_code", |view, out| json(&view.address.country_code, out)),
        ("province", |view, out| json(&view.address.province, out)),
        ("phone", |view, out| json(&view.address.phone, out)),
        ("metadata", |view, out| json(&view.address.metadata, out)),
        ("created_at", |view, out| json(&view.address.created_at.map(Timestamp), out)),
        ("updated_at", |view, out| json(&view.address.updated_at.map(Timestamp), out)),
    ];
}

/// The region, with its countries.
#[derive(Debug)]
pub(super) struct RegionView {
    region: RegionOf,
    countries: Vec<CountryView>,
}

/// A country of it.
#[derive(Debug)]
pub(super) struct CountryView {
    iso_2: String,
    region_id: RegionId,
}

impl RegionView {
    pub(super) fn new(region: &RegionOf) -> Self {
        let region_id = RegionId(region.id);
        let countries = region.countries.iter().map(|iso_2| CountryView { iso_2: iso_2.clone(), region_id }).collect();
        Self { region: region.clone(), countries }
    }
}

impl View for RegionView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&RegionId(view.region.id), out)),
        ("name", |view, out| json(&view.region.name, out)),
        ("currency_code", |view, out| json(&view.region.currency_code, out)),
        ("automatic_taxes", |view, out| json(&view.region.automatic_taxes, out)),
    ];
    const RELATIONS: &'static [Relation<Self>] = &[("countries", |s| many(s, |view: &Self| &view.countries))];
}

impl View for CountryView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("iso_2", |view, out| json(&view.iso_2, out)),
        ("iso_3", |view, out| json(&iso::country(&view.iso_2).map(|country| country.iso_3), out)),
        ("num_code", |view, out| json(&iso::country(&view.iso_2).map(|country| country.num_code), out)),
        ("name", |view, out| json(&iso::country(&view.iso_2).map(|country| country.name.to_uppercase()), out)),
        ("display_name", |view, out| json(&iso::country(&view.iso_2).map(|country| country.name), out)),
        ("region_id", |view, out| json(&view.region_id, out)),
    ];
}

/// Whose cart it is.
#[derive(Debug)]
pub(super) struct CustomerView {
    customer: CustomerOf,
    groups: Vec<GroupView>,
}

/// A group he is in.
#[derive(Debug)]
pub(super) struct GroupView(CustomerGroupId);

impl CustomerView {
    pub(super) fn new(customer: &CustomerOf) -> Self {
        let groups = customer.groups.iter().map(|id| GroupView(CustomerGroupId(*id))).collect();
        Self { customer: customer.clone(), groups }
    }
}

impl View for CustomerView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&CustomerId(view.customer.id), out)),
        ("email", |view, out| json(&view.customer.email, out)),
    ];
    const RELATIONS: &'static [Relation<Self>] = &[("groups", |s| many(s, |view: &Self| &view.groups))];
}

impl View for GroupView {
    const COLUMNS: &'static [Column<Self>] = &[("id", |view, out| json(&view.0, out))];
}

row! {
    /// A promotion of the cart.
    pub(crate) struct PromotionView from "p" {
        id: PromotionId,
        code: String,
        is_automatic: bool,
        is_tax_inclusive: bool,
        value: bigdecimal::BigDecimal,
        method_type: String,
        currency_code: Option<String>,
    }
    loaded {
        application_method: Option<MethodOf>,
    }
}

/// How it is applied.
#[derive(Debug, Clone)]
pub(crate) struct MethodOf {
    value: bigdecimal::BigDecimal,
    method_type: String,
    currency_code: Option<String>,
}

/// Those whose codes were entered, and the automatic ones that take something off.
pub(super) fn promotion_ids(cart: &Cart) -> BTreeSet<Uuid> {
    let mut ids: BTreeSet<Uuid> = cart.promotion_ids.iter().copied().collect();
    let of_items = cart.items.iter().flat_map(|line| &line.adjustments);
    let of_methods = cart.shipping_methods.iter().flat_map(|method| &method.adjustments);
    ids.extend(of_items.chain(of_methods).filter_map(|adjustment| adjustment.promotion_id));
    ids
}

/// Promotions by their keys, in the order of them.
pub(crate) async fn promotions(tx: &Tx, ids: BTreeSet<Uuid>) -> db::Result<Vec<PromotionView>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("select {} from promotions p where p.id = any($1) order by p.id", PromotionView::SELECT);
    let mut found: Vec<PromotionView> =
        db::fetch_all(tx, &sql, [ids.into_iter().collect::<Vec<Uuid>>().into()]).await?;
    for promotion in &mut found {
        promotion.application_method = Some(MethodOf {
            value: promotion.value.clone(),
            method_type: promotion.method_type.clone(),
            currency_code: promotion.currency_code.clone(),
        });
    }
    Ok(found)
}

impl View for PromotionView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&view.id, out)),
        ("code", |view, out| json(&view.code, out)),
        ("is_automatic", |view, out| json(&view.is_automatic, out)),
        ("is_tax_inclusive", |view, out| json(&view.is_tax_inclusive, out)),
    ];
    const RELATIONS: &'static [Relation<Self>] =
        &[("application_method", |s| one(s, |view: &Self| view.application_method.as_ref()))];
}

impl View for MethodOf {
    const COLUMNS: &'static [Column<Self>] = &[
        ("value", |view, out| json(&money::Amount::new(view.value.clone()).ok().map(Number), out)),
        ("type", |view, out| json(&view.method_type, out)),
        ("currency_code", |view, out| json(&view.currency_code, out)),
    ];
}

/// What is to be paid with credit.
#[derive(Debug)]
pub(super) struct CreditLineView {
    cart_id: CartId,
    line: CreditLine,
}

impl CreditLineView {
    pub(super) fn new(cart: &Cart, line: &CreditLine) -> Self {
        Self { cart_id: CartId(cart.id), line: line.clone() }
    }
}

impl View for CreditLineView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&CartCreditLineId(view.line.id), out)),
        ("cart_id", |view, out| json(&view.cart_id, out)),
        ("reference", |view, out| json(&view.line.reference, out)),
        // Of what it is taken is nobody's to know who has the cart's id: a gift card's row would be as good as its code.
        ("reference_id", |_, out| out.extend_from_slice(b"null")),
        ("amount", |view, out| json(&Number(view.line.amount.clone()), out)),
        ("metadata", |view, out| json(&view.line.metadata, out)),
        ("created_at", |view, out| json(&view.line.created_at.map(Timestamp), out)),
        ("updated_at", |view, out| json(&view.line.updated_at.map(Timestamp), out)),
    ];
}

/// A gift card that pays for the cart: what its holder knows it by, and not its code.
#[derive(Debug)]
pub(super) struct GiftCardView(CreditLine);

impl GiftCardView {
    pub(super) fn of(cart: &Cart) -> Vec<Self> {
        cart.credit_lines.iter().filter(|line| line.reference == "gift_card").cloned().map(Self).collect()
    }
}

impl View for GiftCardView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&GiftCardId(view.0.reference_id), out)),
        ("code", |view, out| json(&view.0.account.as_ref().map(|account| &account.code), out)),
        ("currency_code", |view, out| json(&view.0.account.as_ref().map(|account| &account.currency_code), out)),
        ("balance", |view, out| json(&view.0.account.as_ref().map(|account| Number(account.balance.clone())), out)),
        ("amount", |view, out| json(&Number(view.0.amount.clone()), out)),
        ("expires_at", |view, out| {
            json(&view.0.account.as_ref().and_then(|account| account.expires_at).map(Timestamp), out);
        }),
    ];
}
