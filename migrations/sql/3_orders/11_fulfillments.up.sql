-- What of an order is packed and sent from one place, or comes back to it.
create table public.fulfillments (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  order_id uuid,
  return_id uuid,
  location_id uuid,
  provider_id text check (provider_id ~ '^[a-z][a-z0-9_-]{0,99}$'),
  shipping_option_id uuid,
  requires_shipping boolean not null default true,
  delivery_address jsonb,
  data jsonb,
  packed_at timestamptz,
  shipped_at timestamptz,
  delivered_at timestamptz,
  canceled_at timestamptz,
  marked_shipped_by uuid,
  no_notification boolean,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade,
  foreign key (organization_id, location_id) references public.stock_locations (organization_id, id) on delete set null (location_id),
  foreign key (organization_id, shipping_option_id)
    references public.shipping_options (organization_id, id) on delete set null (shipping_option_id),
  -- What has left is not taken back by pretending it never did.
  constraint fulfillments_canceled check (canceled_at is null or shipped_at is null)
);
create index on public.fulfillments (organization_id, order_id);
create index on public.fulfillments (organization_id, location_id);
create index on public.fulfillments (organization_id, shipping_option_id);
call private.secure_table('public.fulfillments', permission => 'order', writer => 'kontor');

-- What is in it.
create table public.fulfillment_items (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  fulfillment_id uuid not null,
  line_item_id uuid,
  inventory_item_id uuid,
  title text not null,
  sku text,
  barcode text,
  quantity bigint not null check (quantity > 0),
  -- So many of it make one of the line: what a variant is made of may be something else by the time it is sent.
  required_quantity bigint not null default 1 check (required_quantity > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, fulfillment_id) references public.fulfillments (organization_id, id) on delete cascade,
  foreign key (organization_id, line_item_id) references public.order_line_items (organization_id, id) on delete set null (line_item_id),
  foreign key (organization_id, inventory_item_id) references public.inventory_items (organization_id, id) on delete set null (inventory_item_id)
);
create index on public.fulfillment_items (organization_id, fulfillment_id);
create index on public.fulfillment_items (organization_id, line_item_id);
create index on public.fulfillment_items (organization_id, inventory_item_id);
call private.secure_table('public.fulfillment_items', permission => 'order', writer => 'kontor');

-- By which it is followed.
create table public.fulfillment_labels (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  fulfillment_id uuid not null,
  tracking_number text not null default '' check (length(tracking_number) <= 500),
  tracking_url text not null default '' check (length(tracking_url) <= 2048),
  label_url text not null default '' check (length(label_url) <= 2048),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, fulfillment_id) references public.fulfillments (organization_id, id) on delete cascade
);
create index on public.fulfillment_labels (organization_id, fulfillment_id);
call private.secure_table('public.fulfillment_labels', permission => 'order', writer => 'kontor');

-- Goods that leave: what was kept for these lines goes off the stock of the place they leave from. What was kept elsewhere is kept here
-- instead, if there is enough here. One statement locks the reservations, then the levels, in the order of their keys.
-- `lines`: [{line_item_id, quantity}], quantities of the line and not of its parts. Answers what left: (line, item, quantity).
-- Breaks `fulfillments_not_reserved`, `inventory_insufficient`, `inventory_not_stocked`.
create function private.ship_reserved(lines jsonb, place uuid)
  returns table (line_item_id uuid, inventory_item_id uuid, quantity bigint)
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  org uuid := auth.organization_id();
  missing jsonb;
  short jsonb;
begin
  perform set_config('kontor.stock', '{"reason": "sell"}', true);
  with need as (
    select o.id as line, i.inventory_item_id as item, sum(l.quantity * i.required_quantity)::bigint as n
    from jsonb_to_recordset(lines) as l (line_item_id uuid, quantity bigint)
    join public.order_line_items o on o.organization_id = org and o.id = l.line_item_id
    join public.product_variants v on v.organization_id = org and v.id = o.variant_id and v.manage_inventory
    join public.product_variant_inventory_items i on i.organization_id = org and i.variant_id = v.id
    group by 1, 2
  ), kept as (
    select r.id, r.inventory_item_id as item, r.location_id, r.quantity, n.line, n.n
    from public.reservation_items r
    join need n on r.line_item_id = n.line::text and r.inventory_item_id = n.item
    where r.organization_id = org and r.deleted_at is null order by r.id for update of r
  ), used as (
    select k.id, k.item, k.location_id, k.quantity, k.line, least(k.quantity, k.n - k.before_it) as used
    from (select k.*, coalesce(sum(k.quantity) over w, 0)::bigint as before_it from kept k
      window w as (partition by k.line, k.item order by (k.location_id = place) desc, k.id rows between unbounded preceding and 1 preceding)) k
    where k.before_it < k.n
  ), deltas as (
    select d.item, d.location_id, sum(d.reserved)::bigint as reserved, sum(d.stocked)::bigint as stocked, bool_or(d.is_moved) as is_moved
    from (
      select u.item, u.location_id, -u.used as reserved, 0 as stocked, false as is_moved from used u
      union all
      select n.item, place, 0, -n.n, exists (select from used u where u.item = n.item and u.location_id <> place) from need n
    ) d group by 1, 2
  ), held as (
    select l.id, l.stocked_quantity, l.reserved_quantity, d.*
    from public.inventory_levels l join deltas d on d.item = l.inventory_item_id and d.location_id = l.location_id
    where l.organization_id = org order by l.id for update of l
  ), changed as (
    update public.inventory_levels l set reserved_quantity = greatest(l.reserved_quantity + h.reserved, 0), stocked_quantity = l.stocked_quantity + h.stocked
    from held h
    where l.organization_id = org and l.id = h.id and h.stocked_quantity + h.stocked >= 0
      and (not h.is_moved or h.stocked_quantity + h.stocked >= h.reserved_quantity + h.reserved)
    returning l.inventory_item_id, l.location_id
  ), spent as (
    update public.reservation_items r set quantity = case when u.used = u.quantity then r.quantity else r.quantity - u.used end,
      deleted_at = case when u.used = u.quantity then now() end
    from used u where r.organization_id = org and r.id = u.id returning r.id
  )
  select
    (select jsonb_build_object('line_item_id', n.line) from need n
     where n.n > coalesce((select sum(u.used) from used u where u.line = n.line and u.item = n.item), 0) limit 1),
    (select jsonb_build_object('inventory_item_id', d.item, 'location_id', d.location_id,
       'is_missing', not exists (select from held h where h.item = d.item and h.location_id = d.location_id))
     from deltas d where not exists (select from changed c where c.inventory_item_id = d.item and c.location_id = d.location_id)
       and (select count(*) from spent) >= 0 limit 1)
    into missing, short;
  if missing is not null then
    perform private.refuse('fulfillments_not_reserved', 'reservation_items', 'that much of the line is not kept', missing);
  elsif short is not null then
    perform private.refuse(case when (short ->> 'is_missing')::boolean then 'inventory_not_stocked' else 'inventory_insufficient' end,
      'inventory_levels', 'not enough stock', short);
  end if;
  return query
    select o.id, i.inventory_item_id, sum(l.quantity * i.required_quantity)::bigint
    from jsonb_to_recordset(lines) as l (line_item_id uuid, quantity bigint)
    join public.order_line_items o on o.organization_id = org and o.id = l.line_item_id
    join public.product_variants v on v.organization_id = org and v.id = o.variant_id and v.manage_inventory
    join public.product_variant_inventory_items i on i.organization_id = org and i.variant_id = v.id
    group by 1, 2;
end $$;

-- Cancels a fulfilment: what had left is there again, and kept for the same lines. Once: false when it was canceled, or has been sent.
create function private.unship(fulfillment uuid, at timestamptz) returns boolean
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  gone jsonb;
begin
  update public.fulfillments f set canceled_at = at
  where f.organization_id = org and f.id = fulfillment and f.canceled_at is null and f.shipped_at is null;
  if not found then
    return false;
  end if;
  perform set_config('kontor.stock', jsonb_build_object('reason', 'return', 'cause_id', fulfillment)::text, true);
  with parts as (
    select i.line_item_id, i.inventory_item_id as item, f.location_id, i.quantity
    from public.fulfillments f
    join public.fulfillment_items i on i.organization_id = org and i.fulfillment_id = f.id and i.inventory_item_id is not null
    where f.organization_id = org and f.id = fulfillment and f.location_id is not null
  ), held as (
    select l.id, p.quantity
    from public.inventory_levels l
    join (select p.item, p.location_id, sum(p.quantity)::bigint as quantity from parts p group by 1, 2) p
      on p.item = l.inventory_item_id and p.location_id = l.location_id
    where l.organization_id = org order by l.id for update of l
  ), back as (
    update public.inventory_levels l set stocked_quantity = l.stocked_quantity + h.quantity, reserved_quantity = l.reserved_quantity + h.quantity
    from held h where l.organization_id = org and l.id = h.id returning l.inventory_item_id, l.location_id
  )
  insert into public.reservation_items (organization_id, inventory_item_id, location_id, quantity, line_item_id)
  select org, p.item, p.location_id, p.quantity, p.line_item_id::text
  from parts p join back b on b.inventory_item_id = p.item and b.location_id = p.location_id;
  -- What is not kept there any more cannot be put back there.
  select jsonb_build_object('inventory_item_id', i.inventory_item_id, 'location_id', f.location_id) into gone
  from public.fulfillments f
  join public.fulfillment_items i on i.organization_id = org and i.fulfillment_id = f.id and i.inventory_item_id is not null
  where f.organization_id = org and f.id = fulfillment and not exists (select from public.inventory_levels l
    where l.organization_id = org and l.inventory_item_id = i.inventory_item_id and l.location_id = f.location_id) limit 1;
  if gone is not null then
    perform private.refuse('inventory_not_stocked', 'inventory_levels', 'not kept there any more', gone);
  end if;
  return true;
end $$;
grant execute on function private.ship_reserved(jsonb, uuid), private.unship(uuid, timestamptz) to authenticated, service_role;
