//! The place of a category among its siblings: 0, 1, 2, … without gaps. All who change the tree of a shop wait for each other.

use db::Tx;
use uuid::Uuid;

/// Nobody else changes the shop's tree before this transaction ends. The tree's trigger takes the same lock.
pub(super) async fn lock(tx: &Tx) -> db::Result<()> {
    let sql = "select pg_advisory_xact_lock(hashtextextended('categories ' || $1::uuid, 0))";
    db::exec(tx, sql, [tx.organization()?.into()]).await.map(drop)
}

/// Puts a category at a place among the children of its parent, last when none is said; the others make room.
pub(super) async fn place(tx: &Tx, id: Uuid, at: Option<i64>) -> db::Result<()> {
    let sql = "with self as (
          select parent_category_id from public.product_categories where organization_id = $1 and id = $2
        ), others as (
          select c.id, row_number() over (order by c.rank, c.id) - 1 as place
          from public.product_categories c, self s
          where c.organization_id = $1 and c.id <> $2 and c.deleted_at is null
            and c.parent_category_id is not distinct from s.parent_category_id
        ), mine as (
          select least(coalesce($3, count(*)), count(*)) as place from others
        ), placed as (
          select o.id, o.place + (o.place >= m.place)::integer as place from others o, mine m
          union all select $2, m.place from mine m
        )
        update public.product_categories c set rank = p.place from placed p
        where c.organization_id = $1 and c.id = p.id and c.rank <> p.place";
    db::exec(tx, sql, [tx.organization()?.into(), id.into(), at.into()]).await.map(drop)
}

/// Closes the gaps among the children of a parent, or among the roots.
pub(super) async fn close_up(tx: &Tx, parent: Option<Uuid>) -> db::Result<()> {
    let sql = "update public.product_categories c set rank = p.place from (
          select c.id, row_number() over (order by c.rank, c.id) - 1 as place from public.product_categories c
          where c.organization_id = $1 and c.deleted_at is null and c.parent_category_id is not distinct from $2
        ) p
        where c.organization_id = $1 and c.id = p.id and c.rank <> p.place";
    db::exec(tx, sql, [tx.organization()?.into(), parent.into()]).await.map(drop)
}
