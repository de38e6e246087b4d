create table public.products (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  title text not null check (title <> ''),
  subtitle text,
  description text,
  handle text not null check (handle ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  status text not null default 'draft' check (status in ('draft', 'proposed', 'published', 'rejected')),
  is_giftcard boolean not null default false,
  discountable boolean not null default true,
  thumbnail text,
  type_id uuid,
  collection_id uuid,
  weight text,
  length text,
  height text,
  width text,
  hs_code text,
  origin_country text,
  mid_code text,
  material text,
  external_id text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, type_id)
    references public.product_types (organization_id, id) on delete set null (type_id),
  foreign key (organization_id, collection_id)
    references public.product_collections (organization_id, id) on delete set null (collection_id)
);
create unique index products_handle on public.products (organization_id, handle) where deleted_at is null;
create index on public.products (organization_id, type_id);
create index on public.products (organization_id, collection_id);
create index on public.products (organization_id, created_at, id);
create index on public.products (organization_id, title, id);
-- What a shopper's list walks: only what he may see, in the order he sees it.
create index products_published on public.products (organization_id, id)
  where status = 'published' and deleted_at is null;
call private.secure_table('public.products',
  shopper => $$status = 'published' and deleted_at is null$$, permission => 'product', topic => 'catalog');

-- `published` repeats what the product says, so that a policy need not look the product up for every row.
create table public.product_variants (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  product_id uuid not null,
  published boolean not null default false,
  title text not null check (title <> ''),
  sku text,
  barcode text,
  ean text,
  upc text,
  allow_backorder boolean not null default false,
  manage_inventory boolean not null default true,
  variant_rank integer not null default 0,
  thumbnail text,
  weight double precision,
  length double precision,
  height double precision,
  width double precision,
  hs_code text,
  origin_country text,
  mid_code text,
  material text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade
);
create unique index product_variants_sku on public.product_variants (organization_id, sku) where deleted_at is null;
create unique index product_variants_barcode on public.product_variants (organization_id, barcode) where deleted_at is null;
create unique index product_variants_ean on public.product_variants (organization_id, ean) where deleted_at is null;
create unique index product_variants_upc on public.product_variants (organization_id, upc) where deleted_at is null;
create index on public.product_variants (organization_id, product_id, variant_rank);
call private.secure_table('public.product_variants', shopper => 'published and deleted_at is null', permission => 'product', topic => 'catalog');

create table public.product_images (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  product_id uuid not null,
  published boolean not null default false,
  url text not null check (url <> ''),
  rank integer not null default 0 check (rank >= 0),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade
);
create index on public.product_images (organization_id, product_id, rank);
call private.secure_table('public.product_images', shopper => 'published and deleted_at is null', permission => 'product', topic => 'catalog');

create function private.inherit_published() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  -- The lock makes a change of the product's status wait, or waits for it: otherwise both could miss each other.
  new.published := coalesce((
    select p.status = 'published' and p.deleted_at is null
    from public.products p where p.organization_id = new.organization_id and p.id = new.product_id
    for no key update), false);
  return new;
end $$;
-- Whether the product is published, the bulk writer knows, which holds its lock: it says `kontor.published` and writes it. Only Kontor
-- itself is believed; what a function of the schema writes meanwhile is looked up as ever.
create trigger inherit_published before insert or update of product_id, published on public.product_variants for each row
  when (current_user <> 'service_role' or current_setting('kontor.published', true) is distinct from 'given')
  execute function private.inherit_published();
create trigger inherit_published before insert or update of product_id, published on public.product_images for each row
  when (current_user <> 'service_role' or current_setting('kontor.published', true) is distinct from 'given')
  execute function private.inherit_published();

-- Once per statement: a shop that publishes all its products writes all variants and images in two statements.
create function private.pass_on_published() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  changed uuid[];
  shops uuid[];
begin
  select array_agg(n.id), array_agg(distinct n.organization_id) into changed, shops
  from after_update n
  join before_update o on o.organization_id = n.organization_id and o.id = n.id
  where (n.status = 'published' and n.deleted_at is null) is distinct from (o.status = 'published' and o.deleted_at is null);
  if changed is null then
    return null;
  end if;
  -- The value written does not matter: inherit_published takes the product's.
  update public.product_variants v set published = true
  where v.organization_id = any(shops) and v.product_id = any(changed);
  update public.product_images i set published = true
  where i.organization_id = any(shops) and i.product_id = any(changed);
  return null;
end $$;
create trigger pass_on_published after update on public.products
  referencing old table as before_update new table as after_update
  for each statement execute function private.pass_on_published();
grant execute on function private.inherit_published(), private.pass_on_published() to authenticated, service_role;

create table public.product_options (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  title text not null check (title <> ''),
  is_exclusive boolean not null default true,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
call private.secure_table('public.product_options', shopper => 'deleted_at is null', permission => 'product', topic => 'catalog');

create table public.product_option_values (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  option_id uuid not null,
  value text not null check (value <> ''),
  rank integer not null default 0,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, option_id) references public.product_options (organization_id, id) on delete cascade
);
create unique index product_option_values_value on public.product_option_values (organization_id, option_id, value)
  where deleted_at is null;
create index on public.product_option_values (organization_id, option_id, rank);
call private.secure_table('public.product_option_values', shopper => 'deleted_at is null', permission => 'product', topic => 'catalog');

create table public.product_product_options (
  organization_id uuid not null,
  product_id uuid not null,
  option_id uuid not null,
  rank integer not null default 0,
  -- Those that the product has of an option that several products share; all of them, also later ones, when null. Values that are
  -- deleted meanwhile may stand here: who reads joins them.
  value_ids uuid[] check (cardinality(value_ids) > 0),
  created_at timestamptz not null default now(),
  primary key (organization_id, product_id, option_id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade,
  foreign key (organization_id, option_id) references public.product_options (organization_id, id) on delete cascade
);
create index on public.product_product_options (organization_id, option_id);
call private.secure_table('public.product_product_options', shopper => 'true', permission => 'product', topic => 'catalog');

create table public.product_variant_options (
  organization_id uuid not null,
  variant_id uuid not null,
  option_value_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, variant_id, option_value_id),
  foreign key (organization_id, variant_id) references public.product_variants (organization_id, id) on delete cascade,
  foreign key (organization_id, option_value_id)
    references public.product_option_values (organization_id, id) on delete cascade
);
create index on public.product_variant_options (organization_id, option_value_id);
call private.secure_table('public.product_variant_options', shopper => 'true', permission => 'product', topic => 'catalog');

create table public.product_variant_images (
  organization_id uuid not null,
  variant_id uuid not null,
  image_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, variant_id, image_id),
  foreign key (organization_id, variant_id) references public.product_variants (organization_id, id) on delete cascade,
  foreign key (organization_id, image_id) references public.product_images (organization_id, id) on delete cascade
);
create index on public.product_variant_images (organization_id, image_id);
call private.secure_table('public.product_variant_images', shopper => 'true', permission => 'product', topic => 'catalog');

create table public.product_category_products (
  organization_id uuid not null,
  product_category_id uuid not null,
  product_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, product_category_id, product_id),
  foreign key (organization_id, product_category_id)
    references public.product_categories (organization_id, id) on delete cascade,
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade
);
create index on public.product_category_products (organization_id, product_id);
call private.secure_table('public.product_category_products', shopper => 'true', permission => 'product', topic => 'catalog');

create table public.product_product_tags (
  organization_id uuid not null,
  product_id uuid not null,
  tag_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, product_id, tag_id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade,
  foreign key (organization_id, tag_id) references public.product_tags (organization_id, id) on delete cascade
);
create index on public.product_product_tags (organization_id, tag_id);
call private.secure_table('public.product_product_tags', shopper => 'true', permission => 'product', topic => 'catalog');

create table public.product_sales_channels (
  organization_id uuid not null,
  product_id uuid not null,
  sales_channel_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, product_id, sales_channel_id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade,
  foreign key (organization_id, sales_channel_id)
    references public.sales_channels (organization_id, id) on delete cascade
);
create index on public.product_sales_channels (organization_id, sales_channel_id, product_id);
call private.secure_table('public.product_sales_channels', shopper => 'true', permission => 'product', topic => 'catalog');
