-- What is available is read off the row that is locked. The row of the statement's own snapshot may be older: units that were given
-- back meanwhile would have been refused. A line of the ledger names the reservation, if it is for one.
create or replace function private.reserve_stock(lines jsonb) returns setof uuid
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  made uuid[];
  asked bigint;
  culprit record;
begin
  perform set_config('kontor.stock', jsonb_build_object('reason', 'reserve',
    'cause_id', case when jsonb_array_length(lines) = 1 then lines -> 0 ->> 'id' end)::text, true);
  with asked as (
    select * from jsonb_to_recordset(lines) as a (id uuid, inventory_item_id uuid, location_id uuid, quantity bigint,
      line_item_id text, external_id text, description text, metadata jsonb, allow_backorder boolean)
  ), wanted as (
    select a.inventory_item_id, a.location_id, sum(a.quantity)::bigint as quantity, bool_and(coalesce(a.allow_backorder, false)) as anyway
    from asked a group by 1, 2
  ), held as (
    select l.id, w.quantity, w.anyway, l.stocked_quantity - l.reserved_quantity as available
    from public.inventory_levels l
    join wanted w on w.inventory_item_id = l.inventory_item_id and w.location_id = l.location_id
    where l.organization_id = auth.organization_id()
    order by l.id for update of l
  ), taken as (
    update public.inventory_levels l set reserved_quantity = l.reserved_quantity + h.quantity
    from held h
    where l.organization_id = auth.organization_id() and l.id = h.id
      and (h.anyway or h.available >= h.quantity)
    returning l.inventory_item_id, l.location_id
  ), written as (
    insert into public.reservation_items (organization_id, id, inventory_item_id, location_id, quantity, allow_backorder,
      line_item_id, external_id, description, metadata)
    select auth.organization_id(), coalesce(a.id, private.uuid_v7()), a.inventory_item_id, a.location_id, a.quantity, coalesce(a.allow_backorder, false),
      a.line_item_id, a.external_id, a.description, a.metadata
    from asked a join taken t on t.inventory_item_id = a.inventory_item_id and t.location_id = a.location_id
    returning id
  )
  select array_agg(w.id), (select count(*) from asked) into made, asked from written w;
  if coalesce(cardinality(made), 0) <> asked then
    select a.inventory_item_id, a.location_id, l.id is null as is_missing into culprit
    from jsonb_to_recordset(lines) as a (inventory_item_id uuid, location_id uuid, quantity bigint)
    left join public.inventory_levels l on l.organization_id = auth.organization_id()
      and l.inventory_item_id = a.inventory_item_id and l.location_id = a.location_id
    order by (l.id is null) desc, l.stocked_quantity - l.reserved_quantity - a.quantity limit 1;
    raise exception 'not enough stock' using errcode = 'check_violation', schema = 'public', table = 'inventory_levels',
      constraint = case when culprit.is_missing then 'inventory_not_stocked' else 'inventory_insufficient' end,
      detail = jsonb_build_object('inventory_item_id', culprit.inventory_item_id, 'location_id', culprit.location_id)::text;
  end if;
  return query select unnest(made);
end $$;

create or replace function private.end_reservations(ids uuid[], sold boolean default false) returns setof uuid
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_custom_plan
as $$ begin
  perform set_config('kontor.stock', jsonb_build_object('reason', case when sold then 'sell' else 'release' end,
    'cause_id', case when cardinality(ids) = 1 then ids[1] end)::text, true);
  return query
  with mine as (
    select r.id from public.reservation_items r
    where r.organization_id = auth.organization_id() and r.id = any (ids) and r.deleted_at is null order by r.id for update
  ), gone as (
    update public.reservation_items r set deleted_at = now() from mine m
    where r.organization_id = auth.organization_id() and r.id = m.id and r.deleted_at is null
    returning r.id, r.inventory_item_id, r.location_id, r.quantity
  ), sums as (
    select g.inventory_item_id, g.location_id, sum(g.quantity)::bigint as quantity from gone g group by 1, 2
  ), held as (
    select l.id, s.quantity from public.inventory_levels l
    join sums s on s.inventory_item_id = l.inventory_item_id and s.location_id = l.location_id
    where l.organization_id = auth.organization_id() order by l.id for update of l
  ), freed as (
    -- A backorder that is sold before goods arrive: the stock does not fall below zero, the check of the table holds.
    update public.inventory_levels l
    set reserved_quantity = greatest(l.reserved_quantity - h.quantity, 0),
      stocked_quantity = case when sold then greatest(l.stocked_quantity - h.quantity, 0) else l.stocked_quantity end
    from held h where l.organization_id = auth.organization_id() and l.id = h.id
    returning l.id
  )
  select g.id from gone g;
end $$;

-- What is null stays. A place that does not keep the item breaks `inventory_not_stocked`.
create or replace function private.move_reservation(reservation uuid, new_location uuid, new_quantity bigint) returns boolean
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  was public.reservation_items;
  place uuid;
  amount bigint;
  needed integer;
  changed integer;
begin
  select * into was from public.reservation_items r
  where r.organization_id = auth.organization_id() and r.id = reservation and r.deleted_at is null for update;
  if not found then
    return false;
  end if;
  place := coalesce(new_location, was.location_id);
  amount := coalesce(new_quantity, was.quantity);
  needed := case when was.location_id = place then 1 else 2 end;
  perform set_config('kontor.stock', jsonb_build_object('reason', 'reserve', 'cause_id', reservation)::text, true);
  with deltas (location_id, delta) as (
    select d.location_id, sum(d.delta)::bigint from (values (was.location_id, -was.quantity), (place, amount)) d (location_id, delta) group by 1
  ), held as (
    select l.id, d.delta, l.stocked_quantity - l.reserved_quantity as available
    from public.inventory_levels l join deltas d on d.location_id = l.location_id
    where l.organization_id = auth.organization_id() and l.inventory_item_id = was.inventory_item_id order by l.id for update of l
  ), moved as (
    update public.inventory_levels l set reserved_quantity = greatest(l.reserved_quantity + h.delta, 0) from held h
    where l.organization_id = auth.organization_id() and l.id = h.id
      and (h.delta <= 0 or was.allow_backorder or h.available >= h.delta)
    returning l.id
  )
  select count(*) into changed from moved;
  if changed < needed then
    raise exception 'not enough stock' using errcode = 'check_violation', schema = 'public', table = 'inventory_levels',
      constraint = case when exists (select from public.inventory_levels l where l.organization_id = auth.organization_id()
          and l.inventory_item_id = was.inventory_item_id and l.location_id = place)
        then 'inventory_insufficient' else 'inventory_not_stocked' end,
      detail = jsonb_build_object('inventory_item_id', was.inventory_item_id, 'location_id', place)::text;
  end if;
  update public.reservation_items r set location_id = place, quantity = amount
  where r.organization_id = auth.organization_id() and r.id = reservation;
  return true;
end $$;

-- A line is written while its level is locked, so the time at that moment puts the lines of a level in the order in which they
-- happened; that of the transaction's beginning does not.
alter table public.inventory_ledger alter column created_at set default clock_timestamp();
