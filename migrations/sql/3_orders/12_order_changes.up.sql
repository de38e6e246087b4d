-- Goods that come back, and what became of them.
create table public.order_returns (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  claim_id uuid,
  exchange_id uuid,
  display_id bigint not null check (display_id > 0),
  order_version integer not null check (order_version > 0),
  status text not null default 'open' check (status in ('open', 'requested', 'received', 'partially_received', 'canceled')),
  location_id uuid,
  refund_amount numeric check (refund_amount >= 0 and refund_amount < 'Infinity'),
  no_notification boolean,
  metadata jsonb,
  requested_at timestamptz,
  received_at timestamptz,
  canceled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, display_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade,
  foreign key (organization_id, location_id) references public.stock_locations (organization_id, id) on delete set null (location_id)
);
create index on public.order_returns (organization_id, order_id);
create index on public.order_returns (organization_id, location_id);
create index on public.order_returns (organization_id, created_at desc, id desc) where deleted_at is null;
call private.secure_table('public.order_returns', permission => 'order', writer => 'kontor');

-- Which of the lines, how many, and how they came.
create table public.order_return_items (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  return_id uuid not null,
  item_id uuid not null,
  quantity bigint not null check (quantity > 0),
  received_quantity bigint not null default 0 check (received_quantity >= 0),
  damaged_quantity bigint not null default 0 check (damaged_quantity >= 0),
  reason_id uuid,
  note text check (length(note) <= 2000),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, return_id, item_id),
  foreign key (organization_id, return_id) references public.order_returns (organization_id, id) on delete cascade,
  foreign key (organization_id, item_id) references public.order_line_items (organization_id, id) on delete cascade,
  foreign key (organization_id, reason_id) references public.return_reasons (organization_id, id) on delete set null (reason_id),
  constraint order_return_items_received check (received_quantity + damaged_quantity <= quantity)
);
create index on public.order_return_items (organization_id, item_id);
create index on public.order_return_items (organization_id, reason_id);
call private.secure_table('public.order_return_items', permission => 'order', writer => 'kontor');

-- What was wrong with what came: money back, or the thing again.
create table public.order_claims (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  return_id uuid,
  display_id bigint not null check (display_id > 0),
  order_version integer not null check (order_version > 0),
  type text not null check (type in ('refund', 'replace')),
  refund_amount numeric check (refund_amount >= 0 and refund_amount < 'Infinity'),
  no_notification boolean,
  metadata jsonb,
  canceled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, display_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade,
  foreign key (organization_id, return_id) references public.order_returns (organization_id, id) on delete set null (return_id)
);
create index on public.order_claims (organization_id, order_id);
create index on public.order_claims (organization_id, return_id);
create index on public.order_claims (organization_id, created_at desc, id desc) where deleted_at is null;
call private.secure_table('public.order_claims', permission => 'order', writer => 'kontor');

-- What is claimed of which line.
create table public.order_claim_items (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  claim_id uuid not null,
  item_id uuid not null,
  is_additional_item boolean not null default false,
  quantity bigint not null check (quantity > 0),
  reason text check (reason in ('missing_item', 'wrong_item', 'production_failure', 'other')),
  note text check (length(note) <= 2000),
  images text[] not null default '{}' check (cardinality(images) <= 20),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, claim_id) references public.order_claims (organization_id, id) on delete cascade,
  foreign key (organization_id, item_id) references public.order_line_items (organization_id, id) on delete cascade
);
create index on public.order_claim_items (organization_id, claim_id);
create index on public.order_claim_items (organization_id, item_id);
call private.secure_table('public.order_claim_items', permission => 'order', writer => 'kontor');

-- One thing for another: a return, and new lines.
create table public.order_exchanges (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  return_id uuid,
  display_id bigint not null check (display_id > 0),
  order_version integer not null check (order_version > 0),
  difference_due numeric check (difference_due > '-Infinity' and difference_due < 'Infinity'),
  allow_backorder boolean not null default false,
  no_notification boolean,
  metadata jsonb,
  canceled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, display_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade,
  foreign key (organization_id, return_id) references public.order_returns (organization_id, id) on delete set null (return_id)
);
create index on public.order_exchanges (organization_id, order_id);
create index on public.order_exchanges (organization_id, return_id);
create index on public.order_exchanges (organization_id, created_at desc, id desc) where deleted_at is null;
call private.secure_table('public.order_exchanges', permission => 'order', writer => 'kontor');

-- What is sent instead.
create table public.order_exchange_items (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  exchange_id uuid not null,
  item_id uuid not null,
  quantity bigint not null check (quantity > 0),
  note text check (length(note) <= 2000),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, exchange_id) references public.order_exchanges (organization_id, id) on delete cascade,
  foreign key (organization_id, item_id) references public.order_line_items (organization_id, id) on delete cascade
);
create index on public.order_exchange_items (organization_id, exchange_id);
create index on public.order_exchange_items (organization_id, item_id);
call private.secure_table('public.order_exchange_items', permission => 'order', writer => 'kontor');

-- A change of an order before it is one. It was made looking at a version; it is applied to that version or not at all. An order has one
-- that is open.
create table public.order_changes (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  return_id uuid,
  claim_id uuid,
  exchange_id uuid,
  -- The version that it was made for, which it turns into the next.
  version integer not null check (version > 0),
  change_type text not null check (change_type in ('edit', 'return_request', 'return_receive', 'claim', 'exchange', 'transfer',
    'update_order', 'credit_line')),
  status text not null default 'pending' check (status in ('pending', 'requested', 'confirmed', 'declined', 'canceled')),
  description text check (length(description) <= 2000),
  internal_note text check (length(internal_note) <= 2000),
  carry_over_promotions boolean,
  metadata jsonb,
  requested_by text, requested_at timestamptz,
  confirmed_by text, confirmed_at timestamptz,
  declined_by text, declined_reason text, declined_at timestamptz,
  canceled_by text, canceled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade,
  foreign key (organization_id, return_id) references public.order_returns (organization_id, id) on delete cascade,
  foreign key (organization_id, claim_id) references public.order_claims (organization_id, id) on delete cascade,
  foreign key (organization_id, exchange_id) references public.order_exchanges (organization_id, id) on delete cascade
);
create unique index order_changes_one_open on public.order_changes (organization_id, order_id)
  where status in ('pending', 'requested') and deleted_at is null;
create index on public.order_changes (organization_id, order_id);
create index on public.order_changes (organization_id, return_id);
create index on public.order_changes (organization_id, claim_id);
create index on public.order_changes (organization_id, exchange_id);
call private.secure_table('public.order_changes', permission => 'order', writer => 'kontor');

-- What a change consists of.
create table public.order_change_actions (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_change_id uuid not null,
  -- The order in which they are applied.
  ordering bigint not null check (ordering > 0),
  action text not null check (action in ('ITEM_ADD', 'ITEM_UPDATE', 'ITEM_REMOVE', 'SHIPPING_ADD', 'SHIPPING_REMOVE', 'SHIPPING_UPDATE',
    'RETURN_ITEM', 'CANCEL_RETURN_ITEM', 'RECEIVE_RETURN_ITEM', 'RECEIVE_DAMAGED_RETURN_ITEM', 'WRITE_OFF_ITEM', 'REINSTATE_ITEM',
    'CREDIT_LINE_ADD', 'PROMOTION_ADD', 'PROMOTION_REMOVE', 'TRANSFER_CUSTOMER', 'UPDATE_ORDER_PROPERTIES')),
  reference text,
  reference_id uuid,
  amount numeric check (amount > '-Infinity' and amount < 'Infinity'),
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 131072),
  internal_note text check (length(internal_note) <= 2000),
  applied boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, order_change_id, ordering),
  foreign key (organization_id, order_change_id) references public.order_changes (organization_id, id) on delete cascade
);
call private.secure_table('public.order_change_actions', permission => 'order', writer => 'kontor');

alter table public.order_shipping_methods
  add foreign key (organization_id, return_id) references public.order_returns (organization_id, id) on delete set null (return_id),
  add foreign key (organization_id, claim_id) references public.order_claims (organization_id, id) on delete set null (claim_id),
  add foreign key (organization_id, exchange_id) references public.order_exchanges (organization_id, id) on delete set null (exchange_id);
create index on public.order_shipping_methods (organization_id, return_id);
create index on public.order_shipping_methods (organization_id, claim_id);
create index on public.order_shipping_methods (organization_id, exchange_id);
alter table public.fulfillments
  add foreign key (organization_id, return_id) references public.order_returns (organization_id, id) on delete set null (return_id);
create index on public.fulfillments (organization_id, return_id);

-- The next version: what was is kept whole, and the change is no longer open. False when the order has moved on meanwhile, or the change
-- was confirmed or taken back by somebody else. The caller holds the order, and writes the lines behind it.
create function private.confirm_change(change uuid, by text, at timestamptz, was jsonb) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  c public.order_changes;
begin
  perform from public.orders o where o.organization_id = org
    and o.id = (select k.order_id from public.order_changes k where k.organization_id = org and k.id = change) for no key update;
  update public.order_changes k set status = 'confirmed', confirmed_by = by, confirmed_at = at
  where k.organization_id = org and k.id = change and k.status in ('pending', 'requested') and k.deleted_at is null
    and k.version = (select o.version from public.orders o where o.organization_id = org and o.id = k.order_id)
  returning * into c;
  if not found then
    return false;
  end if;
  update public.order_change_actions a set applied = true where a.organization_id = org and a.order_change_id = change;
  insert into public.order_versions (organization_id, order_id, version, snapshot) values (org, c.order_id, c.version, was);
  update public.orders o set version = o.version + 1 where o.organization_id = org and o.id = c.order_id;
  return true;
end $$;
grant execute on function private.confirm_change(uuid, text, timestamptz, jsonb) to authenticated, service_role;
