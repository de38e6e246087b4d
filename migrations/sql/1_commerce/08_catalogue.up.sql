-- What the Admin API adds to what is there.

-- What the Admin API's lists walk: the youngest first.
create index product_variants_admin on public.product_variants (organization_id, created_at desc, id desc) where deleted_at is null;
create index products_admin on public.products (organization_id, created_at desc, id desc) where deleted_at is null;
create index on public.prices (organization_id, price_set_id, created_at) where deleted_at is null;

-- A category is below none of its own, to a depth of 32. All moves of a shop wait for each other: two at once could tie a knot.
create function private.keep_category_tree() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  above integer;
  below integer;
begin
  if new.parent_category_id is null then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('categories ' || new.organization_id, 0));
  with recursive up (id, depth) as (
    select new.parent_category_id, 1
    union all
    select c.parent_category_id, u.depth + 1 from up u join public.product_categories c
      on c.organization_id = new.organization_id and c.id = u.id
    where c.parent_category_id is not null and u.id <> new.id and u.depth <= 32
  )
  select case when bool_or(u.id = new.id) then -1 else max(u.depth) end into above from up u;
  with recursive down (id, depth) as (
    select new.id, 1
    union all
    select c.id, d.depth + 1 from down d join public.product_categories c
      on c.organization_id = new.organization_id and c.parent_category_id = d.id
    where d.depth <= 32 and above > 0
  )
  select max(d.depth) into below from down d;
  if above < 0 then
    raise exception 'a category cannot be below itself' using errcode = 'check_violation',
      constraint = 'product_categories_no_cycle', table = 'product_categories', schema = 'public';
  elsif above + below > 32 then
    raise exception 'categories are at most 32 deep' using errcode = 'check_violation',
      constraint = 'product_categories_depth', table = 'product_categories', schema = 'public';
  end if;
  return new;
end $$;
create trigger keep_tree before insert or update of parent_category_id on public.product_categories
  for each row execute function private.keep_category_tree();
grant execute on function private.keep_category_tree() to authenticated, service_role;

create table public.shipping_profiles (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (name <> '' and length(name) <= 500),
  type text not null check (type <> '' and length(type) <= 255),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index shipping_profiles_name on public.shipping_profiles (organization_id, name) where deleted_at is null;
call private.secure_table('public.shipping_profiles', permission => 'shop');

alter table public.products
  add column shipping_profile_id uuid,
  add foreign key (organization_id, shipping_profile_id)
    references public.shipping_profiles (organization_id, id) on delete set null (shipping_profile_id);
create index on public.products (organization_id, shipping_profile_id);

create table public.return_reasons (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  parent_return_reason_id uuid,
  value text not null check (value <> '' and length(value) <= 255),
  label text not null check (label <> '' and length(label) <= 500),
  description text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, parent_return_reason_id) references public.return_reasons (organization_id, id),
  -- Two levels, as in Medusa: a trigger is not worth it, Kontor looks when it writes.
  check (parent_return_reason_id is distinct from id)
);
create unique index return_reasons_value on public.return_reasons (organization_id, value) where deleted_at is null;
create index on public.return_reasons (organization_id, parent_return_reason_id);
call private.secure_table('public.return_reasons', shopper => 'deleted_at is null', permission => 'order', topic => 'catalog');

-- Where a storefront shows a product: `{handle}` stands for the handle. For feeds, sitemap and JSON-LD.
alter table public.stores
  add column storefront_url text check (storefront_url ~ '^https?://[^\s{}]+(\{handle\}[^\s{}]*)?$' and length(storefront_url) <= 2048),
  -- The language of the shop's own texts: they are stemmed in it. The languages of store_locales come besides.
  add column default_locale_code text not null default 'en' check (default_locale_code ~ '^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$'),
  -- From what number left an item counts as low where it says nothing itself.
  add column low_stock_threshold bigint check (low_stock_threshold >= 0);
