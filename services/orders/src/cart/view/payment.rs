//! What is paid for a cart, and the try that is open.

use entity::{
    Timestamp,
    ids::{PaymentCollectionId, PaymentSessionId},
    providers::SYSTEM_PAYMENT,
};
use money::wire::Number;
use web::fields::{Column, Relation, View, json, many};

use crate::cart::document::{Collection, Session};

/// A payment collection.
#[derive(Debug)]
pub(crate) struct CollectionView {
    collection: Collection,
    sessions: Vec<SessionView>,
}

/// A payment session.
#[derive(Debug)]
pub(crate) struct SessionView(Session);

impl CollectionView {
    pub(crate) fn new(collection: &Collection) -> Self {
        // One that its provider knows nothing of yet is nothing to pay with.
        let is_there = |session: &&Session| session.provider_id == SYSTEM_PAYMENT || session.provider_ref.is_some();
        let sessions: Vec<_> = collection.session.iter().filter(is_there).cloned().map(SessionView).collect();
        let mut collection = collection.clone();
        if sessions.is_empty() && collection.status == "awaiting" {
            "not_paid".clone_into(&mut collection.status);
        }
        Self { collection, sessions }
    }
}

impl View for CollectionView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&PaymentCollectionId(view.collection.id), out)),
        ("currency_code", |view, out| json(&view.collection.currency_code, out)),
        ("amount", |view, out| json(&Number(view.collection.amount.clone()), out)),
        ("authorized_amount", |view, out| json(&Number(view.collection.authorized_amount.clone()), out)),
        ("captured_amount", |view, out| json(&Number(view.collection.captured_amount.clone()), out)),
        ("refunded_amount", |view, out| json(&Number(view.collection.refunded_amount.clone()), out)),
        ("status", |view, out| json(&view.collection.status, out)),
        ("completed_at", |view, out| json(&view.collection.completed_at.map(Timestamp), out)),
        ("metadata", |view, out| json(&view.collection.metadata, out)),
        ("created_at", |view, out| json(&Timestamp(view.collection.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.collection.updated_at), out)),
    ];
    const RELATIONS: &'static [Relation<Self>] = &[
        ("payment_sessions", |s| many(s, |view: &Self| &view.sessions)),
        // Those of the region; they are asked for at /store/payment-providers.
        ("payment_providers", |_| Box::new(|_, out| out.extend_from_slice(b"[]"))),
    ];
}

impl View for SessionView {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |view, out| json(&PaymentSessionId(view.0.id), out)),
        ("payment_collection_id", |view, out| json(&PaymentCollectionId(view.0.payment_collection_id), out)),
        ("provider_id", |view, out| json(&view.0.provider_id, out)),
        ("amount", |view, out| json(&Number(view.0.amount.clone()), out)),
        ("currency_code", |view, out| json(&view.0.currency_code, out)),
        ("status", |view, out| json(&view.0.status, out)),
        // What whoever has the cart needs to pay, such as Stripe's client secret.
        ("data", |view, out| json(&view.0.data, out)),
        ("context", |view, out| json(&view.0.context, out)),
        ("metadata", |view, out| json(&view.0.metadata, out)),
        ("authorized_at", |view, out| json(&view.0.authorized_at.map(Timestamp), out)),
        ("created_at", |view, out| json(&Timestamp(view.0.created_at), out)),
        ("updated_at", |view, out| json(&Timestamp(view.0.updated_at), out)),
    ];
}
