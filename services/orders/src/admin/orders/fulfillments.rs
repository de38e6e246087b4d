//! `/admin/orders/{id}/fulfillments`

use auth::Staff;
use db::Tx;
use entity::ids::OrderLineItemId;
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use web::{
    ApiError, App, body,
    body::{AdditionalData, Change, Required},
};

use crate::{
    admin::{
        deed::{Deed, deed},
        fields::{Pieces, Several},
        labels::LabelBody,
    },
    fulfilment::{self, Parcel, Piece},
    order::Held,
};

body! {
    /// So many of a line.
    pub(super) struct ItemBody {
        /// The line.
        id: Required = "ordli_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// So many.
        quantity: Pieces = 1,
    }
}

body! {
    /// What is packed.
    pub(super) struct New {
        /// Of which lines, and how many.
        items: Several<ItemBody> = [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
        /// Where from; the place of the shipping option when it is left out.
        location_id: Option<String> = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Another way of sending than the customer chose.
        shipping_option_id: Option<String> = "so_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// By which it is followed.
        labels: Option<Vec<LabelBody>> = [{"tracking_number": "00340434", "tracking_url": "https://example.com/t/00340434", "label_url": ""}],
        /// Whether the customer is not told.
        no_notification: Option<bool> = false,
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"packer": "Olga"},
        /// For hooks of Medusa's workflows; kept nowhere.
        additional_data: AdditionalData = {},
    }
}

body! {
    /// What is shipped: all that is in the fulfilment.
    pub(super) struct Shipment {
        /// The lines that are in it.
        items: Several<ItemBody> = [{"id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
        /// By which it is followed.
        labels: Option<Vec<LabelBody>> = [{"tracking_number": "00340434", "tracking_url": "https://example.com/t/00340434", "label_url": ""}],
        /// Whether the customer is not told.
        no_notification: Option<bool> = false,
        /// For hooks of Medusa's workflows; kept nowhere.
        metadata: Change<Map<String, Value>> = {"van": "3"},
        /// For hooks of Medusa's workflows; kept nowhere.
        additional_data: AdditionalData = {},
    }
}

body! {
    /// What is said of it.
    pub(super) struct Said {
        /// Whether the customer is not told.
        no_notification: Option<bool> = false,
        /// For hooks of Medusa's workflows; kept nowhere.
        additional_data: AdditionalData = {},
    }
}

body! {
    /// What is said of a delivery.
    pub(super) struct Arrival {
        /// Whether the customer is not told.
        no_notification: Option<bool> = false,
    }
}

const PART: Option<(&str, &str, &str)> = Some(("fulfillment_id", "Fulfillment", "ful_01jd6nwvvgfa5sr38y5wx4pq3d"));

fn pieces(items: Vec<ItemBody>) -> Vec<Piece> {
    items
        .into_iter()
        .map(|ItemBody { id: Required(line), quantity: Pieces(quantity) }| Piece { line, quantity })
        .collect()
}

pub(super) struct Create;

impl Deed for Create {
    type Input = New;

    const PATH: &'static str = "/fulfillments";
    const NAME: &'static str = "create_order_fulfillment";

    async fn act(tx: &Tx, _: &Staff, order: &Held, _: &str, new: New) -> Result<(), ApiError> {
        let New { items: Several(items), location_id, shipping_option_id, labels, no_notification, metadata, .. } = new;
        let parcel = Parcel {
            pieces: pieces(items),
            location: location_id,
            option: shipping_option_id,
            labels: labels.unwrap_or_default().into_iter().map(LabelBody::label).collect(),
            no_notification,
            metadata: metadata.given().map(Value::Object),
            ..Parcel::default()
        };
        fulfilment::create(tx, order, parcel).await?;
        Ok(())
    }
}

pub(super) struct Cancel;

impl Deed for Cancel {
    type Input = Said;

    const PATH: &'static str = "/fulfillments/{fulfillment_id}/cancel";
    const NAME: &'static str = "cancel_order_fulfillment";
    const PART: Option<(&'static str, &'static str, &'static str)> = PART;

    async fn act(tx: &Tx, _: &Staff, order: &Held, part: &str, said: Said) -> Result<(), ApiError> {
        let found = fulfilment::find(tx, order, part).await?;
        fulfilment::cancel(tx, order, &found, said.no_notification).await
    }
}

pub(super) struct Ship;

impl Deed for Ship {
    type Input = Shipment;

    const PATH: &'static str = "/fulfillments/{fulfillment_id}/shipments";
    const NAME: &'static str = "create_order_shipment";
    const PART: Option<(&'static str, &'static str, &'static str)> = PART;

    /// Medusa ships all of a fulfilment, whatever the quantities say: what is not in it cannot be meant.
    async fn act(tx: &Tx, staff: &Staff, order: &Held, part: &str, said: Shipment) -> Result<(), ApiError> {
        let found = fulfilment::find(tx, order, part).await?;
        let Shipment { items: Several(items), labels, no_notification, .. } = said;
        let held = fulfilment::in_it(tx, &found).await?;
        for Piece { line, quantity } in pieces(items) {
            let there = line.parse::<OrderLineItemId>().ok().and_then(|id| held.get(&id.0).copied());
            let line: String = line.chars().take(100).collect();
            match there {
                None => {
                    let words = format!("Items with ids {line} does not exist in fulfillment with id {part}.");
                    return Err(ApiError::invalid_data(words));
                }
                Some(there) if quantity > there => {
                    let words = format!("Cannot ship more items than what was fulfilled for item {line}.");
                    return Err(ApiError::invalid_data(words));
                }
                Some(_) => {}
            }
        }
        let labels: Vec<_> = labels.unwrap_or_default().into_iter().map(LabelBody::label).collect();
        fulfilment::ship(tx, staff, order, &found, &labels, no_notification).await
    }
}

pub(super) struct Deliver;

impl Deed for Deliver {
    type Input = Arrival;

    const PATH: &'static str = "/fulfillments/{fulfillment_id}/mark-as-delivered";
    const NAME: &'static str = "mark_order_fulfillment_as_delivered";
    const PART: Option<(&'static str, &'static str, &'static str)> = PART;

    async fn act(tx: &Tx, _: &Staff, order: &Held, part: &str, said: Arrival) -> Result<(), ApiError> {
        let found = fulfilment::find(tx, order, part).await?;
        fulfilment::deliver(tx, order, &found, said.no_notification).await
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(deed::<Create>("Pack pieces of an order: they leave the stock of the place."))
        .merge(deed::<Cancel>(
            "Take back what was packed and has not left: it is in stock again, and kept for the order.",
        ))
        .merge(deed::<Ship>("What was packed leaves."))
        .merge(deed::<Deliver>("What was sent has arrived."))
}
