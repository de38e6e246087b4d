-- What products are sorted by.
create table public.product_types (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  value text not null check (value <> ''),
  external_id text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index product_types_value on public.product_types (organization_id, value) where deleted_at is null;
call private.secure_table('public.product_types', shopper => 'deleted_at is null', permission => 'product', topic => 'catalog');

create table public.product_tags (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  value text not null check (value <> ''),
  external_id text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index product_tags_value on public.product_tags (organization_id, value) where deleted_at is null;
call private.secure_table('public.product_tags', shopper => 'deleted_at is null', permission => 'product', topic => 'catalog');

create table public.product_collections (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  title text not null check (title <> ''),
  handle text not null check (handle ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  external_id text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index product_collections_handle on public.product_collections (organization_id, handle)
  where deleted_at is null;
create index on public.product_collections (organization_id, created_at);
call private.secure_table('public.product_collections', shopper => 'deleted_at is null', permission => 'product', topic => 'catalog');

create table public.product_categories (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  parent_category_id uuid,
  name text not null check (name <> ''),
  description text not null default '',
  handle text not null check (handle ~ '^[a-z0-9]+([-/_][a-z0-9]+)*$'),
  rank integer not null default 0 check (rank >= 0),
  is_active boolean not null default false,
  is_internal boolean not null default false,
  external_id text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, parent_category_id) references public.product_categories (organization_id, id),
  check (parent_category_id is distinct from id)
);
create unique index product_categories_handle on public.product_categories (organization_id, handle)
  where deleted_at is null;
create index on public.product_categories (organization_id, parent_category_id, rank);
call private.secure_table('public.product_categories',
  shopper => 'deleted_at is null and is_active and not is_internal', permission => 'product', topic => 'catalog');
