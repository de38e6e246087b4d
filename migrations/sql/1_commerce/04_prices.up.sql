-- A price set is what has prices: a variant, later a shipping option.
create table public.price_sets (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
call private.secure_table('public.price_sets', shopper => 'deleted_at is null', permission => 'product', topic => 'catalog');

alter table public.product_variants
  add column price_set_id uuid,
  add foreign key (organization_id, price_set_id)
    references public.price_sets (organization_id, id) on delete set null (price_set_id);
create index on public.product_variants (organization_id, price_set_id);

create table public.prices (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  price_set_id uuid not null,
  title text,
  currency_code text not null,
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  min_quantity bigint check (min_quantity > 0),
  max_quantity bigint check (max_quantity > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, price_set_id) references public.price_sets (organization_id, id) on delete cascade,
  foreign key (organization_id, currency_code)
    references public.store_currencies (organization_id, currency_code) on delete cascade,
  check (min_quantity is null or max_quantity is null or min_quantity <= max_quantity)
);
create index on public.prices (organization_id, price_set_id, currency_code);
create index on public.prices (organization_id, currency_code);
call private.secure_table('public.prices', shopper => 'deleted_at is null', permission => 'product', topic => 'catalog');

-- A price holds when all its rules match the context: `region_id` equals, `customer.groups.id` equals, and so on.
create table public.price_rules (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  price_id uuid not null,
  attribute text not null check (attribute <> ''),
  operator text not null default 'eq' check (operator in ('eq', 'gt', 'gte', 'lt', 'lte')),
  value text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, price_id, attribute, operator),
  foreign key (organization_id, price_id) references public.prices (organization_id, id) on delete cascade
);
call private.secure_table('public.price_rules', shopper => 'true', permission => 'product', topic => 'catalog');

-- Whether amounts include tax: by region, else by currency, else they do not.
create table public.price_preferences (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  attribute text not null check (attribute in ('region_id', 'currency_code')),
  value text not null,
  is_tax_inclusive boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, attribute, value)
);
call private.secure_table('public.price_preferences', shopper => 'true', permission => 'product', topic => 'catalog');

-- Says whether the amounts of a region or a currency include tax. It stands among what a region or the shop is, so who writes those
-- may say it, though prices are products.
create function private.prefer_tax(named text, of text, inclusive boolean, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = ''
as $$ begin
  if auth.organization_id() is null or not (private.may('shop:write') or private.may('product:write')) then
    raise exception 'only who writes settings or prices does this' using errcode = 'insufficient_privilege';
  end if;
  insert into public.price_preferences (organization_id, attribute, value, is_tax_inclusive, created_at, updated_at)
  values (auth.organization_id(), named, of, inclusive, at, at)
  on conflict (organization_id, attribute, value) do update
    set is_tax_inclusive = excluded.is_tax_inclusive, updated_at = excluded.updated_at;
end $$;
grant execute on function private.prefer_tax(text, text, boolean, timestamptz) to authenticated;

-- A currency takes no prices with it but those that are deleted already. Whoever makes one just now holds the currency, and
-- is waited for before this looks. A shop that is deleted is gone when its currencies go.
create function private.keep_priced_currency() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if exists (select from auth.organization o where o.id = old.organization_id)
    and exists (
      select from public.prices p
      where p.organization_id = old.organization_id and p.currency_code = old.currency_code and p.deleted_at is null) then
    raise exception 'There are prices in %: delete them first', old.currency_code
      using errcode = '23503', constraint = 'store_currencies_priced', table = 'store_currencies', schema = 'public';
  end if;
  return old;
end $$;
create trigger keep_priced_currency before delete on public.store_currencies
  for each row execute function private.keep_priced_currency();
