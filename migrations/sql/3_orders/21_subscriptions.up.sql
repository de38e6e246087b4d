-- A customer as a provider knows him; one for each account. `acchld_` on the wire.
create table public.stripe_customers (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  payment_account_id uuid not null,
  customer_id uuid,
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  is_live boolean not null default false,
  default_method_ref text check (length(default_method_ref) <= 255),
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, payment_account_id, customer_id),
  unique (organization_id, payment_account_id, provider_ref),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id)
);
create index on public.stripe_customers (organization_id, customer_id);
create index on public.stripe_customers (provider_ref) where provider_ref is not null;
call private.secure_table('public.stripe_customers', permission => 'order', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');

-- Cards that are kept at the provider. Brand, last four and end may be known here; nothing else of a card ever is.
create table public.saved_payment_methods (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  stripe_customer_id uuid not null,
  provider_ref text not null check (provider_ref <> '' and length(provider_ref) <= 255),
  type text not null check (length(type) <= 60),
  brand text check (length(brand) <= 60),
  last4 text check (last4 ~ '^[0-9]{4}$'),
  exp_month smallint check (exp_month between 1 and 12),
  exp_year smallint check (exp_year between 2000 and 2200),
  fingerprint_sha256 bytea check (length(fingerprint_sha256) = 32),
  detached_at timestamptz,
  told_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, stripe_customer_id, provider_ref),
  foreign key (organization_id, stripe_customer_id) references public.stripe_customers (organization_id, id) on delete cascade
);
create index on public.saved_payment_methods (provider_ref);
call private.secure_table('public.saved_payment_methods', permission => 'order', writer => 'kontor');

-- Keeping a card without paying: a try at the provider.
create table public.setup_sessions (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  stripe_customer_id uuid not null,
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  rank smallint not null default 0 check (rank between 0 and 100),
  status text not null default 'pending' check (status in ('pending', 'requires_more', 'succeeded', 'canceled', 'error')),
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object'),
  told_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, stripe_customer_id) references public.stripe_customers (organization_id, id) on delete cascade
);
create index on public.setup_sessions (organization_id, stripe_customer_id);
create index on public.setup_sessions (provider_ref) where provider_ref is not null;
call private.secure_table('public.setup_sessions', permission => 'order', writer => 'kontor');

-- A variant that is paid again and again, as a price of Stripe Billing.
create table public.subscription_plans (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  variant_id uuid not null,
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  "interval" text not null check ("interval" in ('day', 'week', 'month', 'year')),
  interval_count integer not null default 1 check (interval_count between 1 and 1095),
  trial_days integer check (trial_days between 1 and 730),
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  is_active boolean not null default true,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, variant_id) references public.product_variants (organization_id, id) on delete cascade
);
create index on public.subscription_plans (organization_id, variant_id);
call private.secure_table('public.subscription_plans', shopper => 'is_active and deleted_at is null', permission => 'product', topic => 'catalog');

-- As Stripe has it. What an event says counts if it is younger than what we know; what a canceled one says, no more.
create table public.subscriptions (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  customer_id uuid,
  stripe_customer_id uuid,
  plan_id uuid,
  order_id uuid,
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  status text not null default 'incomplete' check (status in ('incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'unpaid', 'paused',
    'canceled')),
  quantity bigint not null default 1 check (quantity between 1 and 1000000),
  next_plan_id uuid,
  cancel_at_period_end boolean not null default false,
  cancel_at timestamptz,
  canceled_at timestamptz,
  ended_at timestamptz,
  trial_ends_at timestamptz,
  current_period_start timestamptz,
  current_period_end timestamptz,
  told_at timestamptz,
  told_by text,
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id) references auth.organization (id) on delete cascade,
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id),
  foreign key (organization_id, stripe_customer_id) references public.stripe_customers (organization_id, id) on delete set null (stripe_customer_id),
  foreign key (organization_id, plan_id) references public.subscription_plans (organization_id, id) on delete set null (plan_id),
  foreign key (organization_id, next_plan_id) references public.subscription_plans (organization_id, id) on delete set null (next_plan_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete set null (order_id)
);
create unique index subscriptions_ref on public.subscriptions (organization_id, provider_ref);
create index on public.subscriptions (provider_ref) where provider_ref is not null;
create index on public.subscriptions (organization_id, customer_id, created_at desc);
create index on public.subscriptions (organization_id, customer_id);
create index on public.subscriptions (organization_id, stripe_customer_id);
create index on public.subscriptions (organization_id, plan_id);
create index on public.subscriptions (organization_id, next_plan_id);
create index on public.subscriptions (organization_id, order_id);
create index on public.subscriptions (organization_id, status, current_period_end);
call private.secure_table('public.subscriptions', permission => 'order', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');

-- What a provider charged for a subscription.
create table public.subscription_invoices (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  subscription_id uuid not null,
  provider_ref text not null check (provider_ref <> '' and length(provider_ref) <= 255),
  number text check (length(number) <= 255),
  -- 0 draft, 10 open, 50 uncollectible, 90 void, 100 paid
  rank smallint not null default 0 check (rank between 0 and 100),
  status text not null check (status in ('draft', 'open', 'paid', 'uncollectible', 'void')),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  amount_due numeric not null check (amount_due >= 0),
  amount_paid numeric not null default 0 check (amount_paid >= 0),
  period_start timestamptz,
  period_end timestamptz,
  told_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, provider_ref),
  foreign key (organization_id, subscription_id) references public.subscriptions (organization_id, id) on delete cascade
);
create index on public.subscription_invoices (organization_id, subscription_id);
create index on public.subscription_invoices (provider_ref);
call private.secure_table('public.subscription_invoices', permission => 'order', writer => 'kontor');

-- Whose object it is that the installation's account tells of, before there is a shop: by the provider's id, which we have from the provider
-- and not from the event.
create function private.shop_of_object(ref text) returns table (organization_id uuid, kind text, id uuid)
  language sql stable security definer set search_path = ''
as $$
  select s.organization_id, 'session', s.id from public.payment_sessions s where s.provider_ref = ref
  union all select r.organization_id, 'refund', r.id from public.payment_refunds r where r.provider_ref = ref
  union all select c.organization_id, 'customer', c.id from public.stripe_customers c where c.provider_ref = ref
  union all select u.organization_id, 'subscription', u.id from public.subscriptions u where u.provider_ref = ref
  union all select i.organization_id, 'setup', i.id from public.setup_sessions i where i.provider_ref = ref
  union all select v.organization_id, 'invoice', v.id from public.subscription_invoices v where v.provider_ref = ref
$$;
grant execute on function private.shop_of_object(text) to service_role;

-- Courses and services that were bought. What opens the door is this row, and not an order that somebody looks at.
create table public.enrollments (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  customer_id uuid not null,
  product_id uuid not null,
  line_item_id uuid,
  subscription_id uuid,
  status text not null default 'active' check (status in ('pending', 'active', 'paused', 'ended', 'revoked')),
  starts_at timestamptz not null default now(),
  ends_at timestamptz,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, line_item_id, customer_id),
  unique (organization_id, subscription_id, product_id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade,
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade,
  foreign key (organization_id, line_item_id) references public.order_line_items (organization_id, id) on delete set null (line_item_id),
  foreign key (organization_id, subscription_id) references public.subscriptions (organization_id, id) on delete set null (subscription_id)
);
create index on public.enrollments (organization_id, customer_id, product_id);
create index on public.enrollments (organization_id, product_id);
create index on public.enrollments (organization_id, line_item_id);
create index on public.enrollments (organization_id, subscription_id);
call private.secure_table('public.enrollments', permission => 'order', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');
alter table public.products
  -- Who buys it is let in, for so many days; null: it gives no access, 0: for ever.
  add column access_days integer check (access_days between 0 and 36500);
