-- Prices for a while, for some customers, or both. They stand in tables of their own: shoppers read base prices, and of these only
-- what private.list_prices answers, which is what holds for whoever asks; and who may change promotions changes no base price.
create table public.price_lists (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  title text not null check (title <> '' and length(title) <= 500),
  description text not null default '',
  type text not null default 'sale' check (type in ('sale', 'override')),
  status text not null default 'draft' check (status in ('draft', 'active')),
  starts_at timestamptz,
  ends_at timestamptz,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  check (starts_at is null or ends_at is null or starts_at < ends_at)
);
create index on public.price_lists (organization_id, status, starts_at) where deleted_at is null;
call private.secure_table('public.price_lists', permission => 'promotion', topic => 'catalog');

-- `value` is a list of texts, of which the context has one: `customer.groups.id`, `region_id`.
create table public.price_list_rules (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  price_list_id uuid not null,
  attribute text not null check (attribute <> '' and length(attribute) <= 255),
  value text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, price_list_id, attribute),
  foreign key (organization_id, price_list_id) references public.price_lists (organization_id, id) on delete cascade
);
call private.secure_table('public.price_list_rules', permission => 'promotion', topic => 'catalog');

create table public.price_list_prices (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  price_list_id uuid not null,
  price_set_id uuid not null,
  title text,
  currency_code text not null,
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  min_quantity bigint check (min_quantity > 0),
  max_quantity bigint check (max_quantity > 0),
  -- `{"region_id": "reg_…"}`: all must match, as the rules of a base price must.
  rules jsonb not null default '{}' check (jsonb_typeof(rules) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, price_list_id) references public.price_lists (organization_id, id) on delete cascade,
  foreign key (organization_id, price_set_id) references public.price_sets (organization_id, id) on delete cascade,
  foreign key (organization_id, currency_code)
    references public.store_currencies (organization_id, currency_code) on delete cascade,
  check (min_quantity is null or max_quantity is null or min_quantity <= max_quantity)
);
create index on public.price_list_prices (organization_id, price_set_id, currency_code);
create index on public.price_list_prices (organization_id, price_list_id, price_set_id);
create index on public.price_list_prices (organization_id, currency_code);
call private.secure_table('public.price_list_prices', permission => 'promotion', topic => 'catalog');
-- A base price is never bound to a customer group: base prices are for everybody's eyes, behind PostgREST too. Kontor refuses the rule
-- and names the price list that does it.

-- Nor does a currency take living prices of lists with it, as private.keep_priced_currency has it for base prices.
create function private.keep_listed_currency() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if exists (select from auth.organization o where o.id = old.organization_id)
    and exists (
      select from public.price_list_prices p
      where p.organization_id = old.organization_id and p.currency_code = old.currency_code and p.deleted_at is null) then
    raise exception 'There are prices of price lists in %: delete them first', old.currency_code
      using errcode = '23503', constraint = 'store_currencies_priced', table = 'store_currencies', schema = 'public';
  end if;
  return old;
end $$;
create trigger keep_listed_currency before delete on public.store_currencies
  for each row execute function private.keep_listed_currency();

-- From when to when the price of a list holds, for shoppers who are shown it. A list without an end has no line.
create function private.list_dates(lists uuid[]) returns table (id uuid, begins timestamptz, ends timestamptz)
  language sql stable security definer set search_path = ''
as $$
  select l.id, coalesce(l.starts_at, l.created_at), l.ends_at from public.price_lists l
  where l.organization_id = (select auth.organization_id()) and l.id = any (lists)
    and l.status = 'active' and l.deleted_at is null and l.ends_at is not null
$$;
grant execute on function private.list_dates(uuid[]) to anon, authenticated, service_role;
