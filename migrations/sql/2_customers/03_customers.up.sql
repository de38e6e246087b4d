-- The customers of a shop. One who has an account is a person of auth."user"; a guest has an address and nothing else, and
-- his row stays when the person behind it is gone.
create table public.customers (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  user_id uuid references auth."user" (id) on delete set null,
  email text check (email = lower(email) and email <> ''),
  has_account boolean not null default false,
  company_name text,
  first_name text,
  last_name text,
  phone text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index customers_one_per_person on public.customers (organization_id, user_id) where deleted_at is null;
create unique index customers_one_per_address on public.customers (organization_id, email, has_account)
  where deleted_at is null;
create index on public.customers (user_id);
create index on public.customers (organization_id, created_at desc, id desc) where deleted_at is null;
-- He reads himself; what he changes passes through Kontor, which knows what of a customer is his to change.
call private.secure_table('public.customers', permission => 'customer', owner => 'user_id = (select auth.uid())');

create table public.saved_addresses (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  customer_id uuid not null,
  address_name text,
  is_default_shipping boolean not null default false,
  is_default_billing boolean not null default false,
  company text,
  first_name text,
  last_name text,
  address_1 text,
  address_2 text,
  city text,
  country_code text check (country_code ~ '^[a-z]{2}$'),
  province text,
  postal_code text,
  phone text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade
);
create index on public.saved_addresses (organization_id, customer_id, created_at);
create unique index saved_addresses_one_default_shipping on public.saved_addresses (organization_id, customer_id)
  where is_default_shipping and deleted_at is null;
create unique index saved_addresses_one_default_billing on public.saved_addresses (organization_id, customer_id)
  where is_default_billing and deleted_at is null;

-- The customer that the signed-in person is in the shop of this transaction.
create function private.customer_id() returns uuid
  language plpgsql stable security definer set search_path = ''
as $$ begin
  return (select c.id from public.customers c
          where c.organization_id = auth.organization_id() and c.user_id = auth.uid() and c.deleted_at is null);
end $$;
grant execute on function private.customer_id() to anon, authenticated, service_role;
call private.secure_table('public.saved_addresses', permission => 'customer',
  keeper => 'customer_id = (select private.customer_id())');

create table public.customer_groups (
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
create unique index customer_groups_name on public.customer_groups (organization_id, name) where deleted_at is null;
call private.secure_table('public.customer_groups', permission => 'customer');

create table public.customer_group_customers (
  organization_id uuid not null,
  customer_group_id uuid not null,
  customer_id uuid not null,
  created_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, customer_group_id, customer_id),
  foreign key (organization_id, customer_group_id) references public.customer_groups (organization_id, id) on delete cascade,
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade
);
create index on public.customer_group_customers (organization_id, customer_id);
call private.secure_table('public.customer_group_customers', permission => 'customer');
