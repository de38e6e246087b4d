-- Takes all of it or nothing: one statement locks the levels in their order, guards, changes them and writes the reservations.
-- `lines`: [{id, inventory_item_id, location_id, quantity, line_item_id?, description?, metadata?, allow_backorder?}]. Runs with the
-- rights of whoever calls (staff by inventory:write, Kontor as service_role). Breaks `inventory_insufficient` or
-- `inventory_not_stocked`; the detail says item and location.
-- What is available is read off the row that is locked: that of the statement's own snapshot may be older, and units that were given
-- back meanwhile would be refused. A line of the ledger names the reservation, if it is for one.
create function private.reserve_stock(lines jsonb) returns setof uuid
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

-- Gives reservations back; those that were given back already are left out. `sold` takes them off the stock as well: what is not
-- there yet cannot be sold off it, a backorder stays reserved until goods come. Breaks `inventory_insufficient`.
create function private.end_reservations(ids uuid[], sold boolean default false) returns setof uuid
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  ended uuid[];
  culprit jsonb;
begin
  perform set_config('kontor.stock', jsonb_build_object('reason', case when sold then 'sell' else 'release' end,
    'cause_id', case when cardinality(ids) = 1 then ids[1] end)::text, true);
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
    select l.id, l.inventory_item_id, l.location_id, s.quantity, l.stocked_quantity from public.inventory_levels l
    join sums s on s.inventory_item_id = l.inventory_item_id and s.location_id = l.location_id
    where l.organization_id = auth.organization_id() order by l.id for update of l
  ), freed as (
    update public.inventory_levels l
    set reserved_quantity = greatest(l.reserved_quantity - h.quantity, 0),
      stocked_quantity = l.stocked_quantity - case when sold then h.quantity else 0 end
    from held h where l.organization_id = auth.organization_id() and l.id = h.id and (not sold or h.stocked_quantity >= h.quantity)
    returning l.id
  )
  select array(select g.id from gone g), (
      select jsonb_build_object('inventory_item_id', h.inventory_item_id, 'location_id', h.location_id)
      from held h where sold and h.stocked_quantity < h.quantity limit 1)
    into ended, culprit;
  if culprit is not null then
    raise exception 'not enough stock' using errcode = 'check_violation', schema = 'public', table = 'inventory_levels',
      constraint = 'inventory_insufficient', detail = culprit::text;
  end if;
  return query select unnest(ended);
end $$;

-- Another quantity or place of a reservation: what it held is given back and taken anew, in one statement.
-- What is null stays. A place that does not keep the item breaks `inventory_not_stocked`.
create function private.move_reservation(reservation uuid, new_location uuid, new_quantity bigint) returns boolean
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

-- More or fewer of an item; false when it is not kept there. Below zero breaks `inventory_insufficient`.
create function private.adjust_stock(item uuid, place uuid, by bigint, why text, said_note text, cause uuid) returns boolean
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare changed integer;
begin
  perform set_config('kontor.stock', jsonb_build_object('reason', why, 'note', said_note, 'cause_id', cause)::text, true);
  update public.inventory_levels l set stocked_quantity = l.stocked_quantity + by
  where l.organization_id = auth.organization_id() and l.inventory_item_id = item and l.location_id = place
    and l.stocked_quantity + by >= 0;
  get diagnostics changed = row_count;
  if changed = 0 and exists (select from public.inventory_levels l
      where l.organization_id = auth.organization_id() and l.inventory_item_id = item and l.location_id = place) then
    raise exception 'not enough stock' using errcode = 'check_violation', schema = 'public', table = 'inventory_levels',
      constraint = 'inventory_insufficient', detail = jsonb_build_object('inventory_item_id', item, 'location_id', place)::text;
  end if;
  return changed > 0;
end $$;

-- What an order of a channel needs, from wherever the channel's locations have it: kits by their parts, the fullest location first,
-- split over several if need be; what may be back-ordered is taken from the first. All or nothing, one statement. Demand and supply
-- of an item are laid side by side as ranges of numbers: where two overlap, that much of the line comes from that place.
-- `lines`: [{variant_id, quantity, line_item_id, allow_backorder?}]. Breaks `inventory_insufficient`, also for a variant that is counted and made of
-- nothing, or that there is not: the detail says which.
create function private.reserve_for_channel(lines jsonb, channel uuid) returns setof uuid
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  made uuid[];
  short record;
  missing uuid;
begin
  select a.variant_id into short
  from jsonb_to_recordset(lines) as a (variant_id uuid)
  left join public.product_variants v on v.organization_id = auth.organization_id() and v.id = a.variant_id and v.deleted_at is null
  -- Not `or not exists`: that may be planned as a look at all variants of the shop.
  left join lateral (select true as is_there from public.product_variant_inventory_items i
    where i.organization_id = v.organization_id and i.variant_id = v.id limit 1) i on true
  where v.id is null or (v.manage_inventory and i.is_there is null)
  limit 1;
  if found then
    raise exception 'nothing to take' using errcode = 'check_violation', schema = 'public', table = 'inventory_levels',
      constraint = 'inventory_insufficient', detail = jsonb_build_object('variant_id', short.variant_id)::text;
  end if;
  perform set_config('kontor.stock', '{"reason": "reserve"}', true);
  with asked as (
    select row_number() over () as line, a.* from jsonb_to_recordset(lines) as a (variant_id uuid, quantity bigint, line_item_id text, allow_backorder boolean)
  ), demand as (
    select a.line, a.line_item_id, i.inventory_item_id, v.allow_backorder or coalesce(a.allow_backorder, false) as allow_backorder,
      sum(a.quantity * i.required_quantity) over w - a.quantity * i.required_quantity as from_n,
      sum(a.quantity * i.required_quantity) over w as to_n
    from asked a
    join public.product_variants v on v.organization_id = auth.organization_id() and v.id = a.variant_id and v.manage_inventory
    join public.product_variant_inventory_items i on i.organization_id = v.organization_id and i.variant_id = v.id
    -- Lines that must be had come before those that may wait.
    window w as (partition by i.inventory_item_id order by v.allow_backorder or coalesce(a.allow_backorder, false), a.line rows unbounded preceding)
  ), held as (
    select l.id, l.inventory_item_id, l.location_id, greatest(l.stocked_quantity - l.reserved_quantity, 0) as available
    from public.inventory_levels l
    join public.sales_channel_stock_locations c on c.organization_id = l.organization_id
      and c.stock_location_id = l.location_id and c.sales_channel_id = channel
    join public.stock_locations s on s.organization_id = l.organization_id and s.id = l.location_id and s.deleted_at is null
    where l.organization_id = auth.organization_id() and l.inventory_item_id in (select d.inventory_item_id from demand d)
    order by l.id for update of l
  ), ranked as (
    select h.*, row_number() over w as place, sum(h.available) over w as to_n, sum(h.available) over (partition by h.inventory_item_id) as all_n
    from held h window w as (partition by h.inventory_item_id order by h.available desc, h.location_id rows unbounded preceding)
  ), supply as (
    select r.id, r.inventory_item_id, r.location_id, r.to_n - r.available as from_n, r.to_n, false as is_later from ranked r where r.available > 0
    union all
    select r.id, r.inventory_item_id, r.location_id, r.all_n, 9223372036854775807, true from ranked r where r.place = 1
  ), shares as (
    select d.line_item_id, s.id, s.inventory_item_id, s.location_id, bool_or(s.is_later) as is_later,
      sum(least(d.to_n, s.to_n) - greatest(d.from_n, s.from_n))::bigint as quantity
    from demand d join supply s on s.inventory_item_id = d.inventory_item_id
      and least(d.to_n, s.to_n) > greatest(d.from_n, s.from_n) and (d.allow_backorder or not s.is_later)
    group by 1, 2, 3, 4
  ), taken as (
    update public.inventory_levels l set reserved_quantity = l.reserved_quantity + t.quantity
    from (select s.id, sum(s.quantity)::bigint as quantity from shares s group by s.id) t
    where l.organization_id = auth.organization_id() and l.id = t.id
    returning l.id
  ), written as (
    insert into public.reservation_items (organization_id, inventory_item_id, location_id, quantity, allow_backorder, line_item_id)
    select auth.organization_id(), s.inventory_item_id, s.location_id, s.quantity, s.is_later, s.line_item_id
    from shares s join taken t on t.id = s.id
    returning id, inventory_item_id, quantity
  )
  select array_agg(w.id), (
      select n.inventory_item_id from (select d.inventory_item_id, max(d.to_n) as needed from demand d group by 1) n
      where n.needed > coalesce((select sum(k.quantity) from written k where k.inventory_item_id = n.inventory_item_id), 0) limit 1)
    into made, missing
  from written w;
  if missing is not null then
    raise exception 'not enough stock' using errcode = 'check_violation', schema = 'public', table = 'inventory_levels',
      constraint = 'inventory_insufficient', detail = jsonb_build_object('inventory_item_id', missing)::text;
  end if;
  return query select unnest(made);
end $$;
grant execute on function private.reserve_stock(jsonb), private.end_reservations(uuid[], boolean),
  private.move_reservation(uuid, uuid, bigint), private.adjust_stock(uuid, uuid, bigint, text, text, uuid),
  private.reserve_for_channel(jsonb, uuid) to authenticated, service_role;
