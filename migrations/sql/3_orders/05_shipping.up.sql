-- Who may send from where.
create table public.stock_location_fulfillment_providers (
  organization_id uuid not null,
  stock_location_id uuid not null,
  provider_id text not null check (provider_id ~ '^[a-z][a-z0-9_-]{0,99}$'),
  created_at timestamptz not null default now(),
  primary key (organization_id, stock_location_id, provider_id),
  foreign key (organization_id, stock_location_id) references public.stock_locations (organization_id, id) on delete cascade
);
call private.secure_table('public.stock_location_fulfillment_providers', permission => 'inventory');

-- How a place gets goods to people: shipping, pick-up.
create table public.fulfillment_sets (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  stock_location_id uuid not null,
  name text not null check (name <> '' and length(name) <= 500),
  type text not null check (type <> '' and length(type) <= 255),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, stock_location_id) references public.stock_locations (organization_id, id) on delete cascade
);
create unique index fulfillment_sets_name on public.fulfillment_sets (organization_id, name) where deleted_at is null;
create index on public.fulfillment_sets (organization_id, stock_location_id);
call private.secure_table('public.fulfillment_sets', permission => 'inventory');

-- Where a set reaches to.
create table public.service_zones (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  fulfillment_set_id uuid not null,
  name text not null check (name <> '' and length(name) <= 500),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, fulfillment_set_id) references public.fulfillment_sets (organization_id, id) on delete cascade
);
create unique index service_zones_name on public.service_zones (organization_id, name) where deleted_at is null;
create index on public.service_zones (organization_id, fulfillment_set_id);
call private.secure_table('public.service_zones', permission => 'inventory');

-- `postal_expression` of type zip: {"values": ["10115"], "prefixes": ["10"], "ranges": [["10000", "10999"]]}; one of them matches.
create table public.geo_zones (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  service_zone_id uuid not null,
  type text not null default 'country' check (type in ('country', 'province', 'city', 'zip')),
  country_code text not null check (country_code ~ '^[a-z]{2}$'),
  province_code text check (province_code ~ '^[a-z0-9]{1,3}(-[a-z0-9]{1,3})?$'),
  city text check (city <> '' and length(city) <= 500),
  postal_expression jsonb check (jsonb_typeof(postal_expression) = 'object'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, service_zone_id) references public.service_zones (organization_id, id) on delete cascade,
  check (type = 'country' or province_code is not null),
  check (type not in ('city', 'zip') or city is not null),
  check (type <> 'zip' or postal_expression is not null)
);
create index on public.geo_zones (organization_id, service_zone_id);
create index on public.geo_zones (organization_id, country_code) where deleted_at is null;
call private.secure_table('public.geo_zones', permission => 'inventory');

-- Kinds of options, for storefronts to sort by.
create table public.shipping_option_types (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  label text not null check (label <> '' and length(label) <= 500),
  description text,
  code text not null check (code <> '' and length(code) <= 255),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create index on public.shipping_option_types (organization_id, created_at desc, id desc) where deleted_at is null;
call private.secure_table('public.shipping_option_types', permission => 'shop');

-- What a customer chooses among.
create table public.shipping_options (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  service_zone_id uuid not null,
  shipping_profile_id uuid,
  shipping_option_type_id uuid,
  provider_id text check (provider_id ~ '^[a-z][a-z0-9_-]{0,99}$'),
  name text not null check (name <> '' and length(name) <= 500),
  price_type text not null default 'flat' check (price_type in ('flat', 'calculated')),
  data jsonb,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, service_zone_id) references public.service_zones (organization_id, id) on delete cascade,
  foreign key (organization_id, shipping_profile_id)
    references public.shipping_profiles (organization_id, id) on delete set null (shipping_profile_id),
  foreign key (organization_id, shipping_option_type_id)
    references public.shipping_option_types (organization_id, id) on delete set null (shipping_option_type_id)
);
create index on public.shipping_options (organization_id, service_zone_id);
create index on public.shipping_options (organization_id, shipping_profile_id);
create index on public.shipping_options (organization_id, shipping_option_type_id);
create index on public.shipping_options (organization_id, created_at desc, id desc) where deleted_at is null;
call private.secure_table('public.shipping_options', permission => 'shop');

-- `enabled_in_store` eq "true" and `is_return` eq "false" are rules like others, as in Medusa.
create table public.shipping_option_rules (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  shipping_option_id uuid not null,
  attribute text not null check (attribute <> '' and length(attribute) <= 255),
  operator text not null check (operator in ('eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin')),
  value jsonb not null check (jsonb_typeof(value) in ('string', 'array')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, shipping_option_id) references public.shipping_options (organization_id, id) on delete cascade
);
create index on public.shipping_option_rules (organization_id, shipping_option_id);
call private.secure_table('public.shipping_option_rules', permission => 'shop');

-- Apart from the prices of products: who sets up shipping need not write products, and the search need not hear of it.
-- `rules`: [{"attribute": "item_total", "operator": "gte", "value": "50"}, {"attribute": "region_id", …}]: all must hold.
create table public.shipping_option_prices (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  shipping_option_id uuid not null,
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  rules jsonb not null default '[]' check (jsonb_typeof(rules) = 'array'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, shipping_option_id) references public.shipping_options (organization_id, id) on delete cascade,
  foreign key (organization_id, currency_code) references public.store_currencies (organization_id, currency_code) on delete cascade
);
create index on public.shipping_option_prices (organization_id, shipping_option_id, currency_code);
create index on public.shipping_option_prices (organization_id, currency_code);
call private.secure_table('public.shipping_option_prices', permission => 'shop');

create function private.matches_postal(expression jsonb, postal text) returns boolean
  language sql immutable parallel safe set search_path = ''
as $$
  select coalesce(
    expression -> 'values' ? postal
    or exists (select from jsonb_array_elements_text(coalesce(expression -> 'prefixes', '[]')) p where starts_with(postal, p))
    or exists (select from jsonb_array_elements(coalesce(expression -> 'ranges', '[]')) r
      where length(postal) = length(r ->> 0) and postal collate "C" between r ->> 0 and r ->> 1), false)
$$;

-- Which options reach an address from the places of a channel, with where each is sent from. What their rules say of the cart,
-- crates/money decides.
create function private.shipping_options_at(channel uuid, country text, province text, city text, postal text, returns boolean)
  returns table (id uuid, stock_location_id uuid)
  language sql stable
begin atomic
  select distinct on (o.id) o.id, s.stock_location_id
  from public.sales_channel_stock_locations l
  join public.stock_locations p on p.organization_id = l.organization_id and p.id = l.stock_location_id and p.deleted_at is null
  join public.fulfillment_sets s on s.organization_id = l.organization_id and s.stock_location_id = l.stock_location_id and s.deleted_at is null
  join public.service_zones z on z.organization_id = s.organization_id and z.fulfillment_set_id = s.id and z.deleted_at is null
  join public.shipping_options o on o.organization_id = z.organization_id and o.service_zone_id = z.id and o.deleted_at is null
  where l.organization_id = auth.organization_id() and l.sales_channel_id = channel
    and exists (
      select from public.geo_zones g
      where g.organization_id = z.organization_id and g.service_zone_id = z.id and g.deleted_at is null and g.country_code = country
        and (g.type = 'country' or g.province_code = province)
        and (g.type not in ('city', 'zip') or lower(g.city) = lower(shipping_options_at.city))
        and (g.type <> 'zip' or private.matches_postal(g.postal_expression, postal)))
    and returns = exists (
      select from public.shipping_option_rules r
      where r.organization_id = o.organization_id and r.shipping_option_id = o.id and r.attribute = 'is_return' and r.operator = 'eq'
        and r.value = '"true"')
  order by o.id, s.stock_location_id;
end;
grant execute on function private.matches_postal(jsonb, text), private.shipping_options_at(uuid, text, text, text, text, boolean)
  to authenticated, service_role;

-- What ends with a place, with a set of it, with a zone: whoever ends it, and its name is free again.
create function private.retire_shipping() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_table_name = 'stock_locations' then
    update public.fulfillment_sets s set deleted_at = new.deleted_at
    where s.organization_id = new.organization_id and s.stock_location_id = new.id and s.deleted_at is null;
  elsif tg_table_name = 'fulfillment_sets' then
    update public.service_zones z set deleted_at = new.deleted_at
    where z.organization_id = new.organization_id and z.fulfillment_set_id = new.id and z.deleted_at is null;
  else
    update public.geo_zones g set deleted_at = new.deleted_at
    where g.organization_id = new.organization_id and g.service_zone_id = new.id and g.deleted_at is null;
    update public.shipping_options o set deleted_at = new.deleted_at
    where o.organization_id = new.organization_id and o.service_zone_id = new.id and o.deleted_at is null;
  end if;
  return null;
end $$;
create trigger retire_shipping after update of deleted_at on public.stock_locations
  for each row when (old.deleted_at is null and new.deleted_at is not null) execute function private.retire_shipping();
create trigger retire_shipping after update of deleted_at on public.fulfillment_sets
  for each row when (old.deleted_at is null and new.deleted_at is not null) execute function private.retire_shipping();
create trigger retire_shipping after update of deleted_at on public.service_zones
  for each row when (old.deleted_at is null and new.deleted_at is not null) execute function private.retire_shipping();

-- A time as the wire has it: 2026-11-21T05:30:00.000Z.
create function private.wire_time(at timestamptz) returns text
  language sql stable parallel safe set search_path = ''
as $$ select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- How places get goods to people, whole: sets, where they reach to, and in what ways. As the caller may see it.
create function private.fulfillment_sets_at(places uuid[]) returns table (stock_location_id uuid, sets jsonb)
  language sql stable set search_path = ''
as $$
  select s.stock_location_id, jsonb_agg(jsonb_build_object(
    'id', private.wire_id('fuset', s.id), 'name', s.name, 'type', s.type, 'metadata', s.metadata,
    'created_at', private.wire_time(s.created_at), 'updated_at', private.wire_time(s.updated_at), 'deleted_at', null,
    'service_zones', (select coalesce(jsonb_agg(jsonb_build_object(
        'id', private.wire_id('serzo', z.id), 'name', z.name, 'fulfillment_set_id', private.wire_id('fuset', s.id), 'metadata', z.metadata,
        'created_at', private.wire_time(z.created_at), 'updated_at', private.wire_time(z.updated_at), 'deleted_at', null,
        'geo_zones', (select coalesce(jsonb_agg(jsonb_build_object(
            'id', private.wire_id('fgz', g.id), 'type', g.type, 'country_code', g.country_code, 'province_code', g.province_code, 'city', g.city,
            'postal_expression', g.postal_expression, 'service_zone_id', private.wire_id('serzo', z.id), 'metadata', g.metadata,
            'created_at', private.wire_time(g.created_at), 'updated_at', private.wire_time(g.updated_at), 'deleted_at', null)
            order by g.created_at, g.id), '[]')
          from public.geo_zones g where g.organization_id = z.organization_id and g.service_zone_id = z.id and g.deleted_at is null),
        'shipping_options', (select coalesce(jsonb_agg(jsonb_build_object(
            'id', private.wire_id('so', o.id), 'name', o.name, 'price_type', o.price_type, 'service_zone_id', private.wire_id('serzo', z.id),
            'provider_id', o.provider_id, 'data', o.data, 'metadata', o.metadata,
            'shipping_option_type_id', case when o.shipping_option_type_id is not null then private.wire_id('sotype', o.shipping_option_type_id) end,
            'shipping_profile_id', case when o.shipping_profile_id is not null then private.wire_id('sp', o.shipping_profile_id) end,
            'shipping_profile', (select jsonb_build_object('id', private.wire_id('sp', f.id), 'name', f.name, 'type', f.type, 'metadata', f.metadata,
                'created_at', private.wire_time(f.created_at), 'updated_at', private.wire_time(f.updated_at), 'deleted_at', null)
              from public.shipping_profiles f
              where f.organization_id = o.organization_id and f.id = o.shipping_profile_id and f.deleted_at is null),
            'rules', (select coalesce(jsonb_agg(jsonb_build_object('id', private.wire_id('sorul', r.id), 'attribute', r.attribute,
                'operator', r.operator, 'value', r.value, 'shipping_option_id', private.wire_id('so', o.id)) order by r.created_at, r.id), '[]')
              from public.shipping_option_rules r where r.organization_id = o.organization_id and r.shipping_option_id = o.id),
            'created_at', private.wire_time(o.created_at), 'updated_at', private.wire_time(o.updated_at), 'deleted_at', null)
            order by o.created_at, o.id), '[]')
          from public.shipping_options o where o.organization_id = z.organization_id and o.service_zone_id = z.id and o.deleted_at is null))
        order by z.created_at, z.id), '[]')
      from public.service_zones z where z.organization_id = s.organization_id and z.fulfillment_set_id = s.id and z.deleted_at is null))
    order by s.created_at, s.id)
  from public.fulfillment_sets s
  where s.organization_id = auth.organization_id() and s.stock_location_id = any (places) and s.deleted_at is null
  group by s.stock_location_id
$$;
grant execute on function private.wire_time(timestamptz), private.fulfillment_sets_at(uuid[]) to authenticated, service_role;
