//! Levels that go.

use db::Tx;
use resource::Filter;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::because;

/// A level that was to go.
#[derive(Debug, FromQueryResult)]
pub struct Removed {
    /// Its key.
    pub id: Uuid,
    /// Of what.
    pub inventory_item_id: Uuid,
    /// Where.
    pub location_id: Uuid,
    /// Whether something is kept for somebody, or on its way.
    pub is_kept: bool,
    /// Whether it went. One that something held is still there.
    pub is_gone: bool,
}

/// What holds a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// What is kept for somebody.
    ByReservations,
    /// The same, and what is on its way.
    ByReservationsAndIncoming,
    /// The same, and what lies there.
    ByAnything,
}

/// Removes the levels for which this holds, and which nothing holds, in one statement: they are locked first, and what they are
/// then decides. `l` is the level.
pub async fn remove_levels(tx: &Tx, which: &Filter, held: Held, note: Option<&str>) -> db::Result<Vec<Removed>> {
    because(tx, "set", note).await?;
    let free = match held {
        Held::ByReservations => "",
        Held::ByReservationsAndIncoming => "and h.incoming_quantity = 0",
        Held::ByAnything => "and h.incoming_quantity = 0 and h.stocked_quantity = 0",
    };
    let mut values = vec![tx.organization()?.into()];
    let which = which.sql(&mut values);
    let sql = format!(
        "with held as (
           select l.id, l.inventory_item_id, l.location_id, l.reserved_quantity, l.incoming_quantity, l.stocked_quantity
           from public.inventory_levels l where l.organization_id = $1 and {which} order by l.id for update of l
         ), gone as (
           delete from public.inventory_levels l using held h
           where l.organization_id = $1 and l.id = h.id and h.reserved_quantity = 0 {free}
           returning l.id
         )
         select h.id, h.inventory_item_id, h.location_id,
           h.reserved_quantity > 0 or h.incoming_quantity > 0 as is_kept, g.id is not null as is_gone
         from held h left join gone g on g.id = h.id order by h.id"
    );
    db::fetch_all(tx, &sql, values).await
}
