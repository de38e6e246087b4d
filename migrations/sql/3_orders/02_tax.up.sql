-- Countries, and provinces of them, in which something is taxed.
create table public.tax_regions (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  country_code text not null check (country_code ~ '^[a-z]{2}$'),
  province_code text check (province_code ~ '^[a-z0-9]{1,3}(-[a-z0-9]{1,3})?$'),
  parent_id uuid,
  provider_id text check (provider_id ~ '^tp_[a-z0-9_-]{1,60}$'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, id, country_code),
  -- A province lies in a country, and in the same one.
  foreign key (organization_id, parent_id, country_code) references public.tax_regions (organization_id, id, country_code) on delete cascade,
  check ((province_code is null) = (parent_id is null)),
  check (parent_id is distinct from id)
);
create unique index tax_regions_place on public.tax_regions (organization_id, country_code, province_code) nulls not distinct
  where deleted_at is null;
create index on public.tax_regions (organization_id, parent_id, country_code);
call private.secure_table('public.tax_regions', shopper => 'deleted_at is null', permission => 'shop', topic => 'catalog');

-- `rate` is in percent: 19 is nineteen of a hundred.
create table public.tax_rates (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  tax_region_id uuid not null,
  rate numeric check (rate >= 0 and rate <= 1000),
  code text check (code <> '' and length(code) <= 255),
  name text not null check (name <> '' and length(name) <= 500),
  is_default boolean not null default false,
  is_combinable boolean not null default false,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, tax_region_id) references public.tax_regions (organization_id, id) on delete cascade
);
create index on public.tax_rates (organization_id, tax_region_id);
create unique index tax_rates_one_default on public.tax_rates (organization_id, tax_region_id) where is_default and deleted_at is null;
call private.secure_table('public.tax_rates', shopper => 'deleted_at is null', permission => 'shop', topic => 'catalog');

-- For what a rate is meant that is not the default one.
create table public.tax_rate_rules (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  tax_rate_id uuid not null,
  reference text not null check (reference in ('product', 'product_type', 'shipping_option')),
  reference_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, tax_rate_id, reference, reference_id),
  foreign key (organization_id, tax_rate_id) references public.tax_rates (organization_id, id) on delete cascade
);
create index on public.tax_rate_rules (organization_id, reference, reference_id);
call private.secure_table('public.tax_rate_rules', shopper => 'true', permission => 'shop', topic => 'catalog');

-- All rates that might hold at a place, for these things: crates/money chooses among them. Nothing without a region of the country.
create function private.tax_candidates(country text, province text, things uuid[])
  returns table (id uuid, tax_region_id uuid, parent_id uuid, is_province boolean, provider_id text, rate text, code text, name text,
    is_default boolean, is_combinable boolean, rules jsonb)
  language sql stable
begin atomic
  select r.id, g.id, g.parent_id, g.province_code is not null, g.provider_id, coalesce(r.rate, 0)::text, r.code, r.name,
    r.is_default, r.is_combinable,
    coalesce((select jsonb_agg(jsonb_build_object('reference', u.reference, 'reference_id', u.reference_id))
              from public.tax_rate_rules u
              where u.organization_id = r.organization_id and u.tax_rate_id = r.id and u.reference_id = any (things)), '[]')
  from public.tax_regions g
  join public.tax_rates r on r.organization_id = g.organization_id and r.tax_region_id = g.id and r.deleted_at is null
  where g.organization_id = auth.organization_id() and g.deleted_at is null and g.country_code = country
    and (g.province_code is null or g.province_code = province)
    and (r.is_default or exists (
      select from public.tax_rate_rules u
      where u.organization_id = r.organization_id and u.tax_rate_id = r.id and u.reference_id = any (things)))
    and exists (select from public.tax_regions c where c.organization_id = g.organization_id and c.country_code = country
      and c.province_code is null and c.deleted_at is null);
end;
grant execute on function private.tax_candidates(text, text, uuid[]) to anon, authenticated, service_role;
