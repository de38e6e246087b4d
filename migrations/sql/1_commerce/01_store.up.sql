-- The shop itself: settings, sales channels, keys, currencies, regions.
create table public.sales_channels (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (name <> ''),
  description text,
  is_disabled boolean not null default false,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
call private.secure_table('public.sales_channels', shopper => 'deleted_at is null and not is_disabled', permission => 'shop', topic => 'catalog');

-- Keys are found by their SHA-256 only. A publishable key is public by nature, so its text is kept to be shown again.
create table public.api_keys (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  type text not null check (type in ('publishable', 'secret')),
  title text not null check (title <> ''),
  token_sha256 bytea not null check (length(token_sha256) = 32),
  token text check (token is null or type = 'publishable'),
  redacted text not null,
  -- What a secret key may do; `*` is everything.
  scopes text[] not null default array['*'],
  expires_at timestamptz,
  -- Requests a minute; null: as many as the installation allows.
  rate_limit integer check (rate_limit > 0),
  revoked_at timestamptz,
  revoked_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, token_sha256)
);
create index on public.api_keys (token_sha256);
-- Made by Kontor only: who could choose a hash could claim the public key of another shop.
call private.secure_table('public.api_keys', reader => 'admin', writer => 'nobody', topic => 'catalog');

-- Apart, because a key that is used makes no cached answer stale.
create table public.api_key_uses (
  organization_id uuid not null,
  api_key_id uuid not null,
  last_used_at timestamptz not null,
  primary key (organization_id, api_key_id),
  foreign key (organization_id, api_key_id) references public.api_keys (organization_id, id) on delete cascade
);
call private.secure_table('public.api_key_uses', reader => 'admin', writer => 'nobody');

create table public.api_key_sales_channels (
  organization_id uuid not null,
  api_key_id uuid not null,
  sales_channel_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, api_key_id, sales_channel_id),
  foreign key (organization_id, api_key_id) references public.api_keys (organization_id, id) on delete cascade,
  foreign key (organization_id, sales_channel_id) references public.sales_channels (organization_id, id) on delete cascade
);
create index on public.api_key_sales_channels (organization_id, sales_channel_id);
call private.secure_table('public.api_key_sales_channels', permission => 'shop', topic => 'catalog');

-- The currencies a shop sells in. Names, symbols and digits are ISO 4217's and stand in the code.
create table public.store_currencies (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, currency_code)
);
create unique index store_currencies_one_default on public.store_currencies (organization_id) where is_default;
call private.secure_table('public.store_currencies', shopper => 'true', permission => 'shop', topic => 'catalog');

create table public.regions (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  name text not null check (name <> ''),
  currency_code text not null,
  automatic_taxes boolean not null default true,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id) references auth.organization (id) on delete cascade,
  foreign key (organization_id, currency_code) references public.store_currencies (organization_id, currency_code)
);
create index on public.regions (organization_id, currency_code);
call private.secure_table('public.regions', shopper => 'deleted_at is null', permission => 'shop', topic => 'catalog');

-- A country belongs to one region of a shop at most.
create table public.region_countries (
  organization_id uuid not null,
  iso_2 text not null check (iso_2 ~ '^[a-z]{2}$'),
  region_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, iso_2),
  foreign key (organization_id, region_id) references public.regions (organization_id, id) on delete cascade
);
create index on public.region_countries (organization_id, region_id);
call private.secure_table('public.region_countries', shopper => 'true', permission => 'shop', topic => 'catalog');

create table public.stores (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (name <> ''),
  default_sales_channel_id uuid,
  default_region_id uuid,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id),
  foreign key (organization_id, default_sales_channel_id)
    references public.sales_channels (organization_id, id) on delete set null (default_sales_channel_id),
  foreign key (organization_id, default_region_id)
    references public.regions (organization_id, id) on delete set null (default_region_id)
);
create index on public.stores (organization_id, default_sales_channel_id);
create index on public.stores (organization_id, default_region_id);
call private.secure_table('public.stores', shopper => 'true', permission => 'shop', topic => 'catalog');

-- Which shop a key opens: asked before there is a tenant, so it runs as its owner. It is given the key's SHA-256 and
-- tells nothing about a key that it was not given.
create function private.resolve_api_key(key_sha256 bytea)
  returns table (
    organization_id uuid, api_key_id uuid, key_type text,
    sales_channel_ids uuid[], shop_channel_count bigint, default_region_id uuid
  )
  language sql stable security definer set search_path = ''
as $$
  select k.organization_id, k.id, k.type,
    array(select c.id
          from public.api_key_sales_channels l
          join public.sales_channels c on c.organization_id = l.organization_id and c.id = l.sales_channel_id
          where l.organization_id = k.organization_id and l.api_key_id = k.id
            and c.deleted_at is null and not c.is_disabled
          order by c.id),
    (select count(*) from public.sales_channels c where c.organization_id = k.organization_id and c.deleted_at is null),
    (select s.default_region_id from public.stores s where s.organization_id = k.organization_id)
  from (
    -- The first to have it has it, revoked or not.
    select * from public.api_keys a where a.token_sha256 = key_sha256 order by a.created_at, a.id limit 1
  ) k
  where k.revoked_at is null and k.deleted_at is null
$$;
grant execute on function private.resolve_api_key(bytea) to service_role;
