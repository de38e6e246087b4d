-- What is where. A change of stock makes other answers stale than a change of the catalogue, hence its own topic.
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
call private.secure_table('public.stock_locations', shopper => 'deleted_at is null', topic => 'stock');

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
call private.secure_table('public.sales_channel_stock_locations', shopper => 'true', topic => 'stock');

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
call private.secure_table('public.inventory_items', shopper => 'deleted_at is null', topic => 'stock');

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
call private.secure_table('public.product_variant_inventory_items', shopper => 'true', topic => 'stock');

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
call private.secure_table('public.inventory_levels', shopper => 'true', topic => 'stock');
