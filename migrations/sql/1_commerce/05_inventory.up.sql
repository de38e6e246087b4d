-- What is where. Shoppers see none of it but the sum that private.channel_stock answers. A change of stock makes other answers stale than a change of the catalogue, hence its own topic.
create table public.stock_locations (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (name <> ''),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
call private.secure_table('public.stock_locations', permission => 'inventory', topic => 'stock');

create table public.sales_channel_stock_locations (
  organization_id uuid not null,
  sales_channel_id uuid not null,
  stock_location_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, sales_channel_id, stock_location_id),
  foreign key (organization_id, sales_channel_id)
    references public.sales_channels (organization_id, id) on delete cascade,
  foreign key (organization_id, stock_location_id)
    references public.stock_locations (organization_id, id) on delete cascade
);
create index on public.sales_channel_stock_locations (organization_id, stock_location_id);
call private.secure_table('public.sales_channel_stock_locations', permission => 'inventory', topic => 'stock');

create table public.inventory_items (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  sku text,
  title text,
  requires_shipping boolean not null default true,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index inventory_items_sku on public.inventory_items (organization_id, sku) where deleted_at is null;
call private.secure_table('public.inventory_items', permission => 'inventory', topic => 'stock');

create table public.product_variant_inventory_items (
  organization_id uuid not null,
  variant_id uuid not null,
  inventory_item_id uuid not null,
  required_quantity bigint not null default 1 check (required_quantity > 0),
  created_at timestamptz not null default now(),
  primary key (organization_id, variant_id, inventory_item_id),
  foreign key (organization_id, variant_id) references public.product_variants (organization_id, id) on delete cascade,
  foreign key (organization_id, inventory_item_id)
    references public.inventory_items (organization_id, id) on delete cascade
);
create index on public.product_variant_inventory_items (organization_id, inventory_item_id);
call private.secure_table('public.product_variant_inventory_items', permission => 'inventory', topic => 'stock');

create table public.inventory_levels (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  inventory_item_id uuid not null,
  location_id uuid not null,
  stocked_quantity bigint not null default 0 check (stocked_quantity >= 0),
  reserved_quantity bigint not null default 0 check (reserved_quantity >= 0),
  incoming_quantity bigint not null default 0 check (incoming_quantity >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, inventory_item_id, location_id),
  foreign key (organization_id, inventory_item_id)
    references public.inventory_items (organization_id, id) on delete cascade,
  foreign key (organization_id, location_id) references public.stock_locations (organization_id, id) on delete cascade
);
create index on public.inventory_levels (organization_id, location_id);
call private.secure_table('public.inventory_levels', permission => 'inventory', topic => 'stock');

-- How many of some variants a sales channel has: a variant that takes several items is there as often as its scarcest item
-- allows. Of the caller's shop only.
create function private.channel_stock(variants uuid[], channel uuid) returns table (variant_id uuid, quantity bigint)
  language sql stable security definer set search_path = ''
as $$
  select k.variant_id, min(k.available / k.required_quantity)::bigint
  from (
    select i.variant_id, i.inventory_item_id, i.required_quantity,
      greatest(coalesce(sum(l.stocked_quantity - l.reserved_quantity), 0), 0)::bigint as available
    from public.product_variant_inventory_items i
    left join (
      public.inventory_levels l
      join public.sales_channel_stock_locations c
        on c.organization_id = l.organization_id and c.stock_location_id = l.location_id and c.sales_channel_id = channel
      join public.stock_locations s
        on s.organization_id = l.organization_id and s.id = l.location_id and s.deleted_at is null
      join public.inventory_items t
        on t.organization_id = l.organization_id and t.id = l.inventory_item_id and t.deleted_at is null
    ) on l.organization_id = i.organization_id and l.inventory_item_id = i.inventory_item_id
    where i.organization_id = auth.organization_id() and i.variant_id = any (variants)
    group by i.variant_id, i.inventory_item_id, i.required_quantity
  ) k
  group by k.variant_id
$$;
grant execute on function private.channel_stock(uuid[], uuid) to anon, authenticated, service_role;
