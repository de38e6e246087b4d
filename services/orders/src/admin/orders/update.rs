//! `POST /admin/orders/{id}`

use auth::Staff;
use db::Tx;
use entity::ids::OrderAddressId;
use events::{Emit, EventName};
use resource::{Set, fields::AtMost, merged_metadata};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Map, Value, json};
use web::{
    ApiError, body,
    body::{Change, Email, Fields, Filled},
};

use crate::{
    admin::{deed::Deed, fields::Inner},
    cart::{self, Address},
    order::{Held, by, find_again},
    store::one_line,
};

const UPDATED: EventName = EventName::new("order.updated");

/// A line of an address.
type Line = Change<AtMost<500>>;

body! {
    /// What changes of an address; what is not named stays.
    pub(super) struct AddressChanges {
        /// The first name.
        first_name: Line = "Ann",
        /// The last name.
        last_name: Line = "Berg",
        /// The telephone number.
        phone: Line = "+45 12 34 56 78",
        /// The company.
        company: Line = "Berg ApS",
        /// Street and number.
        address_1: Line = "Havnegade 1",
        /// What else there is to say.
        address_2: Line = "2nd floor",
        /// The city.
        city: Line = "København",
        /// The country that it has; another one would change its taxes.
        country_code: Filled<AtMost<2>> = "dk",
        /// The province or state.
        province: Line = "us-ca",
        /// The postal code.
        postal_code: Line = "1058",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"floor": 2},
    }
    checked by check_address
}

fn check_address(fields: &mut Fields, body: &AddressChanges) {
    for (name, line) in [
        ("first_name", &body.first_name),
        ("last_name", &body.last_name),
        ("phone", &body.phone),
        ("company", &body.company),
        ("address_1", &body.address_1),
        ("address_2", &body.address_2),
        ("city", &body.city),
        ("province", &body.province),
        ("postal_code", &body.postal_code),
    ] {
        if let Change::Set(AtMost(text)) = line {
            one_line(fields, name, Some(text));
        }
    }
}

body! {
    /// What changes of an order; what is not named stays.
    pub(super) struct Changes {
        /// Whom it is for.
        email: Filled<Email> = "ann@example.com",
        /// Where it goes.
        shipping_address: Inner<AddressChanges> = {"city": "København"},
        /// Whom the bill is for.
        billing_address: Inner<AddressChanges> = {"city": "København"},
        /// The shop's own data, which is merged: a key that is empty goes.
        metadata: Change<Map<String, Value>> = {"gift": true},
        /// The language of the customer.
        locale: Filled<AtMost<35>> = "da-DK",
    }
}

impl AddressChanges {
    fn apply(self, old: Address) -> Result<Address, ApiError> {
        let country = self.country_code.0.map(|AtMost(code)| code.to_lowercase());
        if country.is_some_and(|code| old.country_code.as_ref() != Some(&code)) {
            return Err(ApiError::invalid_data("Country code cannot be changed"));
        }
        let line = |change: Line, old: Option<String>| change.map(|AtMost(text)| text).apply(old);
        Ok(Address {
            first_name: line(self.first_name, old.first_name),
            last_name: line(self.last_name, old.last_name),
            phone: line(self.phone, old.phone),
            company: line(self.company, old.company),
            address_1: line(self.address_1, old.address_1),
            address_2: line(self.address_2, old.address_2),
            city: line(self.city, old.city),
            province: line(self.province, old.province),
            postal_code: line(self.postal_code, old.postal_code),
            metadata: merged_metadata(old.metadata, self.metadata),
            ..old
        })
    }
}

/// Something that changed, as it is written down.
struct Done {
    what: &'static str,
    old: Value,
    new: Value,
}

pub(super) struct Update;

impl Deed for Update {
    type Input = Changes;

    const PATH: &'static str = "";
    const NAME: &'static str = "update_order";

    async fn act(tx: &Tx, staff: &Staff, order: &Held, _: &str, changes: Changes) -> Result<(), ApiError> {
        order.must_stand()?;
        let Changes { email: Filled(email), shipping_address, billing_address, metadata, locale: Filled(locale) } =
            changes;
        let mut done = Vec::new();
        let mut set = Set::new(tx, order.id)?;
        if let Some(Email(email)) = email.filter(|Email(email)| order.email.as_ref() != Some(email)) {
            if order.email.is_none() && order.customer_id.is_none() {
                set.to("customer_id", cart::guest(tx, &email).await?.id);
            }
            done.push(Done { what: "email", old: json!(order.email), new: json!(email) });
            set.to("email", email);
        }
        if let Some(AtMost(locale)) = locale.filter(|AtMost(locale)| order.locale.as_ref() != Some(locale)) {
            done.push(Done { what: "locale", old: json!(order.locale), new: json!(locale) });
            set.to("locale", locale);
        }
        if !metadata.is_keep() {
            let new = merged_metadata(order.metadata.clone(), metadata.clone());
            done.push(Done { what: "metadata", old: json!(order.metadata), new: json!(new) });
            set.metadata("metadata", metadata);
        }
        for (kind, what, Inner(said)) in
            [("shipping", "shipping_address", shipping_address), ("billing", "billing_address", billing_address)]
        {
            let Some(said) = said else { continue };
            let old = address(tx, order, kind).await?;
            let new = said.apply(old.clone().unwrap_or_else(|| Address {
                id: OrderAddressId::new().0,
                kind: kind.to_owned(),
                ..Address::default()
            }))?;
            if old.as_ref() != Some(&new) {
                write(tx, order, &new).await?;
                done.push(Done { what, old: json!(old), new: json!(new) });
            }
        }
        if done.is_empty() {
            return Ok(());
        }
        set.run_where(tx, "public.orders", "not is_draft_order").await?;
        find_again(tx, order.id()).await?;
        note(tx, staff, order, &done).await
    }
}

#[derive(FromQueryResult)]
struct Row {
    found: Value,
}

async fn address(tx: &Tx, order: &Held, kind: &str) -> Result<Option<Address>, ApiError> {
    let sql = "select to_jsonb(a) as found from order_addresses a where a.order_id = $1 and a.kind = $2";
    let row: Option<Row> = db::fetch_optional(tx, sql, [order.id.into(), kind.into()]).await?;
    row.map(|row| serde_json::from_value(row.found)).transpose().map_err(ApiError::internal)
}

async fn write(tx: &Tx, order: &Held, address: &Address) -> Result<(), ApiError> {
    let sql = "insert into order_addresses as a (organization_id, id, order_id, kind, customer_id, company, first_name, last_name, address_1,
          address_2, city, country_code, province, postal_code, phone, metadata, created_at, updated_at)
        select $1, n.id, $2, n.kind, n.customer_id, n.company, n.first_name, n.last_name, n.address_1,
          n.address_2, n.city, n.country_code, n.province, n.postal_code, n.phone, n.metadata, $4, $4
        from jsonb_populate_record(null::order_addresses, $3) n
        on conflict (organization_id, order_id, kind) do update set (company, first_name, last_name, address_1, address_2, city, province,
          postal_code, phone, metadata) = (excluded.company, excluded.first_name, excluded.last_name, excluded.address_1, excluded.address_2,
          excluded.city, excluded.province, excluded.postal_code, excluded.phone, excluded.metadata)";
    let document = serde_json::to_value(address).map_err(ApiError::internal)?;
    let values: [Cell; 4] = [tx.organization()?.into(), order.id.into(), document.into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// Each of them is a change of the order that was confirmed at once, and all of them are one event.
async fn note(tx: &Tx, staff: &Staff, order: &Held, done: &[Done]) -> Result<(), ApiError> {
    let details: Vec<Value> =
        done.iter().map(|one| json!({ "type": one.what, "old": one.old, "new": one.new })).collect();
    let sql = "with said as (select private.uuid_v7() as id, d as details from jsonb_array_elements($3) d),
        made as (
          insert into order_changes (organization_id, id, order_id, version, change_type, status, confirmed_by, confirmed_at, created_at, updated_at)
          select $1, s.id, $2, $4, 'update_order', 'confirmed', $5, $6, $6, $6 from said s)
        insert into order_change_actions (organization_id, order_change_id, ordering, action, reference, reference_id, details, applied,
          created_at, updated_at)
        select $1, s.id, 1, 'UPDATE_ORDER_PROPERTIES', 'order', $2, s.details, true, $6, $6 from said s";
    let values: [Cell; 6] = [
        tx.organization()?.into(),
        order.id.into(),
        Value::Array(details).into(),
        order.version.into(),
        by(staff).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    let side = |value: fn(&Done) -> &Value| -> Value {
        done.iter().map(|one| (one.what.to_owned(), value(one).clone())).collect::<Map<_, _>>().into()
    };
    let event = Emit::new(UPDATED, order.id).before(side(|one| &one.old)).after(side(|one| &one.new));
    events::emit(tx, event).await?;
    Ok(())
}
