alter table public.inventory_items
  add column description text,
  add column thumbnail text,
  add column origin_country text,
  add column hs_code text,
  add column mid_code text,
  add column material text,
  add column unit_of_measure text,
  add column weight double precision,
  add column length double precision,
  add column height double precision,
  add column width double precision,
  -- From what number left, at one location, `inventory.low_stock` is told; null: the shop's.
  add column low_stock_threshold bigint check (low_stock_threshold >= 0);
create index on public.inventory_items (organization_id, created_at desc, id desc) where deleted_at is null;
alter table public.inventory_levels add column metadata jsonb;

create table public.stock_location_addresses (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  address_1 text not null check (address_1 <> ''),
  address_2 text,
  company text,
  city text,
  country_code text not null check (country_code ~ '^[a-z]{2}$'),
  phone text,
  province text,
  postal_code text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
call private.secure_table('public.stock_location_addresses', permission => 'inventory');
alter table public.stock_locations
  add column address_id uuid,
  add foreign key (organization_id, address_id)
    references public.stock_location_addresses (organization_id, id) on delete set null (address_id);
create index on public.stock_locations (organization_id, address_id);

-- Deleted softly, so that it is told once to whom it belonged.
create table public.reservation_items (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  inventory_item_id uuid not null,
  location_id uuid not null,
  quantity bigint not null check (quantity > 0),
  allow_backorder boolean not null default false,
  line_item_id text check (length(line_item_id) <= 255),
  external_id text,
  description text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, inventory_item_id) references public.inventory_items (organization_id, id) on delete cascade,
  foreign key (organization_id, location_id) references public.stock_locations (organization_id, id) on delete cascade
);
create index on public.reservation_items (organization_id, inventory_item_id, location_id) ;
create index on public.reservation_items (organization_id, location_id);
create index on public.reservation_items (organization_id, line_item_id) where line_item_id is not null;
create index on public.reservation_items (organization_id, created_at desc, id desc) where deleted_at is null;
call private.secure_table('public.reservation_items', permission => 'inventory');

-- Who changed a number, why, and what it was: written by a trigger, whoever makes the change. Nobody changes a line.
create table public.inventory_ledger (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  inventory_item_id uuid not null,
  location_id uuid not null,
  reason text not null check (reason in ('reserve', 'release', 'sell', 'adjust', 'set', 'import', 'return', 'by_hand')),
  note text,
  -- What it was done for: a reservation, an order, an import.
  cause_id uuid,
  stocked_before bigint not null,
  stocked_after bigint not null,
  reserved_before bigint not null,
  reserved_after bigint not null,
  incoming_before bigint not null,
  incoming_after bigint not null,
  actor_id uuid,
  api_key_id uuid,
  request_id text,
  -- A line is written while its level is locked: the time at that moment puts the lines of a level in the order in which they
  -- happened; that of the transaction's beginning does not.
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, id),
  foreign key (organization_id, inventory_item_id) references public.inventory_items (organization_id, id) on delete cascade,
  foreign key (organization_id, location_id) references public.stock_locations (organization_id, id) on delete cascade
);
create index on public.inventory_ledger (organization_id, inventory_item_id, created_at desc);
create index on public.inventory_ledger (organization_id, location_id, created_at desc);
call private.secure_table('public.inventory_ledger', permission => 'inventory', writer => 'nobody');
revoke update, delete on public.inventory_ledger from service_role;

-- The reason is said by the transaction in `kontor.stock`: {"reason", "note", "cause_id"}; who says nothing did it by hand.
-- Low, out and back are told of a location, when a change passes the mark, and once; a level that comes or goes passes it too.
create function private.record_stock() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  said jsonb := coalesce(nullif(current_setting('kontor.stock', true), '')::jsonb, '{}');
  request text := coalesce(nullif(current_setting('kontor.request', true), '')::jsonb, '{}') ->> 'request_id';
  actor constant uuid := auth.uid();
  api_key constant uuid := auth.api_key_id();
  crossed jsonb;
begin
  if tg_op = 'UPDATE' then
    insert into public.inventory_ledger (organization_id, inventory_item_id, location_id, reason, note, cause_id, stocked_before,
      stocked_after, reserved_before, reserved_after, incoming_before, incoming_after, actor_id, api_key_id, request_id)
    select n.organization_id, n.inventory_item_id, n.location_id, coalesce(said ->> 'reason', 'by_hand'), said ->> 'note',
      (said ->> 'cause_id')::uuid, o.stocked_quantity, n.stocked_quantity, o.reserved_quantity, n.reserved_quantity,
      o.incoming_quantity, n.incoming_quantity, actor, api_key, request
    from after_change n join before_change o on o.organization_id = n.organization_id and o.id = n.id
    where (o.stocked_quantity, o.reserved_quantity, o.incoming_quantity)
      is distinct from (n.stocked_quantity, n.reserved_quantity, n.incoming_quantity);
    -- Most changes cross no mark: only those that do are worth a statement that wakes what listens to events.
    select jsonb_agg(jsonb_build_object('organization_id', n.organization_id, 'name', c.name, 'entity_id', n.inventory_item_id,
      'before', jsonb_build_object('location_id', n.location_id, 'available', o.stocked_quantity - o.reserved_quantity),
      'after', jsonb_build_object('location_id', n.location_id, 'available', n.stocked_quantity - n.reserved_quantity, 'threshold', low.mark)))
    into crossed
    from after_change n join before_change o on o.organization_id = n.organization_id and o.id = n.id
    cross join lateral (
      select coalesce(i.low_stock_threshold, (select s.low_stock_threshold from public.stores s where s.organization_id = n.organization_id)) as mark
      from public.inventory_items i where i.organization_id = n.organization_id and i.id = n.inventory_item_id
    ) low
    cross join lateral (values
      ('inventory.low_stock', o.stocked_quantity - o.reserved_quantity > low.mark and n.stocked_quantity - n.reserved_quantity <= low.mark),
      ('inventory.out_of_stock', o.stocked_quantity - o.reserved_quantity > 0 and n.stocked_quantity - n.reserved_quantity <= 0),
      ('inventory.back_in_stock', o.stocked_quantity - o.reserved_quantity <= 0 and n.stocked_quantity - n.reserved_quantity > 0)
    ) c (name, is_so)
    where c.is_so;
    if crossed is not null then
      insert into public.events (organization_id, name, entity_id, actor_id, before, after)
      select e.organization_id, e.name, e.entity_id, actor, e.before, e.after
      from jsonb_to_recordset(crossed) as e (organization_id uuid, name text, entity_id uuid, before jsonb, after jsonb);
    end if;
  elsif tg_op = 'INSERT' then
    insert into public.inventory_ledger (organization_id, inventory_item_id, location_id, reason, note, cause_id, stocked_before,
      stocked_after, reserved_before, reserved_after, incoming_before, incoming_after, actor_id, api_key_id, request_id)
    select n.organization_id, n.inventory_item_id, n.location_id, coalesce(said ->> 'reason', 'by_hand'), said ->> 'note',
      (said ->> 'cause_id')::uuid, 0, n.stocked_quantity, 0, n.reserved_quantity, 0, n.incoming_quantity,
      actor, api_key, request
    from after_change n;
    -- Of a new item nothing is told; of one that was out wherever it is kept, that it is back.
    insert into public.events (organization_id, name, entity_id, actor_id, before, after)
    select n.organization_id, 'inventory.back_in_stock', n.inventory_item_id, actor,
      jsonb_build_object('location_id', n.location_id, 'available', 0),
      jsonb_build_object('location_id', n.location_id, 'available', n.stocked_quantity - n.reserved_quantity)
    from after_change n
    cross join lateral (
      select max(l.stocked_quantity - l.reserved_quantity) as most from public.inventory_levels l
      where l.organization_id = n.organization_id and l.inventory_item_id = n.inventory_item_id
        and l.id not in (select a.id from after_change a)
    ) others
    where n.stocked_quantity - n.reserved_quantity > 0 and others.most <= 0;
  else
    insert into public.inventory_ledger (organization_id, inventory_item_id, location_id, reason, note, cause_id, stocked_before,
      stocked_after, reserved_before, reserved_after, incoming_before, incoming_after, actor_id, api_key_id, request_id)
    select o.organization_id, o.inventory_item_id, o.location_id, coalesce(said ->> 'reason', 'by_hand'), said ->> 'note',
      (said ->> 'cause_id')::uuid, o.stocked_quantity, 0, o.reserved_quantity, 0, o.incoming_quantity, 0,
      actor, api_key, request
    from before_change o
    -- A level that goes with its item, its location or its shop leaves no line: what it would belong to is gone.
    where exists (select from public.inventory_items i where i.organization_id = o.organization_id and i.id = o.inventory_item_id)
      and exists (select from public.stock_locations s where s.organization_id = o.organization_id and s.id = o.location_id);
    insert into public.events (organization_id, name, entity_id, actor_id, before, after)
    select o.organization_id, 'inventory.out_of_stock', o.inventory_item_id, actor,
      jsonb_build_object('location_id', o.location_id, 'available', o.stocked_quantity - o.reserved_quantity),
      jsonb_build_object('location_id', o.location_id, 'available', 0)
    from before_change o
    join public.inventory_items i on i.organization_id = o.organization_id and i.id = o.inventory_item_id and i.deleted_at is null
    where o.stocked_quantity - o.reserved_quantity > 0
      and exists (select from public.stock_locations s where s.organization_id = o.organization_id and s.id = o.location_id);
  end if;
  return null;
end $$;
grant execute on function private.record_stock() to authenticated, service_role;
create trigger record_insert after insert on public.inventory_levels referencing new table as after_change
  for each statement execute function private.record_stock();
create trigger record_update after update on public.inventory_levels referencing old table as before_change new table as after_change
  for each statement execute function private.record_stock();
create trigger record_delete after delete on public.inventory_levels referencing old table as before_change
  for each statement execute function private.record_stock();
