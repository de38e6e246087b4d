-- What several promotions have in common: a time, a budget.
create table public.campaigns (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (name <> '' and length(name) <= 500),
  description text,
  campaign_identifier text not null check (campaign_identifier <> '' and length(campaign_identifier) <= 255),
  starts_at timestamptz,
  ends_at timestamptz,
  -- A campaign has one budget at most; its id is on the wire.
  budget_id uuid not null default private.uuid_v7(),
  budget_type text check (budget_type in ('spend', 'usage', 'use_by_attribute', 'spend_by_attribute')),
  budget_limit numeric check (budget_limit >= 0 and budget_limit < 'Infinity'),
  budget_used numeric not null default 0 check (budget_used >= 0 and budget_used < 'Infinity'),
  budget_currency_code text check (budget_currency_code ~ '^[a-z]{3}$'),
  budget_attribute text check (budget_attribute in ('customer_id', 'customer_email')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  check (starts_at is null or ends_at is null or starts_at < ends_at),
  check (budget_type is null or budget_type not like 'spend%' or budget_currency_code is not null),
  check (budget_type is null or (budget_type like '%by_attribute') = (budget_attribute is not null))
);
create unique index campaigns_identifier on public.campaigns (organization_id, campaign_identifier) where deleted_at is null;
create index on public.campaigns (organization_id, created_at desc, id desc) where deleted_at is null;
call private.secure_table('public.campaigns', permission => 'promotion');

-- `application_method` of the wire is part of its promotion here: there is one of each.
create table public.promotions (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  campaign_id uuid,
  code text not null check (code ~ '^\S{1,255}$'),
  type text not null default 'standard' check (type in ('standard', 'buyget')),
  status text not null default 'draft' check (status in ('draft', 'active', 'inactive')),
  is_automatic boolean not null default false,
  is_tax_inclusive boolean not null default false,
  -- How often it may be used in all; null: as often as anybody likes.
  "limit" bigint check ("limit" >= 0),
  used bigint not null default 0 check (used >= 0),
  method_id uuid not null default private.uuid_v7(),
  method_type text not null check (method_type in ('fixed', 'percentage')),
  target_type text not null check (target_type in ('order', 'items', 'shipping_methods')),
  allocation text check (allocation in ('each', 'across', 'once')),
  value numeric not null check (value >= 0 and value < 'Infinity'),
  currency_code text check (currency_code ~ '^[a-z]{3}$'),
  max_quantity bigint check (max_quantity > 0),
  max_amount numeric check (max_amount >= 0 and max_amount < 'Infinity'),
  apply_to_quantity bigint check (apply_to_quantity > 0),
  buy_rules_min_quantity bigint check (buy_rules_min_quantity > 0),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, campaign_id) references public.campaigns (organization_id, id) on delete set null (campaign_id),
  check (method_type <> 'percentage' or value <= 100)
);
create unique index promotions_code on public.promotions (organization_id, code) where deleted_at is null;
create index on public.promotions (organization_id, campaign_id);
create index promotions_automatic on public.promotions (organization_id, id) where is_automatic and status = 'active' and deleted_at is null;
create index on public.promotions (organization_id, created_at desc, id desc) where deleted_at is null;
call private.secure_table('public.promotions', permission => 'promotion');

-- `rules` say whether it holds for a cart, `target-rules` for which of its items, `buy-rules` what has to be bought first.
create table public.promotion_rules (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  promotion_id uuid not null,
  kind text not null check (kind in ('rules', 'target-rules', 'buy-rules')),
  attribute text not null check (attribute <> '' and length(attribute) <= 255),
  operator text not null default 'eq' check (operator in ('eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in')),
  "values" text[] not null default '{}' check (cardinality("values") <= 1000),
  description text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, promotion_id) references public.promotions (organization_id, id) on delete cascade
);
create index on public.promotion_rules (organization_id, promotion_id, kind);
call private.secure_table('public.promotion_rules', permission => 'promotion');

-- How often an order used what, and for how much. One that is canceled gives it back.
create table public.promotion_usages (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  promotion_id uuid not null,
  order_id uuid not null,
  customer_id uuid,
  attribute_value text,
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  -- The campaign whose budget it was taken from, whatever the promotion is part of by now.
  campaign_id uuid,
  released_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, order_id, promotion_id),
  foreign key (organization_id, promotion_id) references public.promotions (organization_id, id) on delete cascade,
  foreign key (organization_id, campaign_id) references public.campaigns (organization_id, id) on delete set null (campaign_id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id)
);
create index on public.promotion_usages (organization_id, promotion_id, created_at desc);
-- How often one was used is counted of the index alone.
create index promotion_usages_held on public.promotion_usages (organization_id, promotion_id) where released_at is null;
create index on public.promotion_usages (organization_id, customer_id, promotion_id);
create index on public.promotion_usages (organization_id, campaign_id);
call private.secure_table('public.promotion_usages', permission => 'promotion', writer => 'kontor');

-- Of budgets by customer: one line for each.
create table public.campaign_budget_usages (
  organization_id uuid not null,
  campaign_id uuid not null,
  attribute_value text not null check (attribute_value <> '' and length(attribute_value) <= 500),
  used numeric not null default 0 check (used >= 0),
  updated_at timestamptz not null default now(),
  primary key (organization_id, campaign_id, attribute_value),
  foreign key (organization_id, campaign_id) references public.campaigns (organization_id, id) on delete cascade
);
call private.secure_table('public.campaign_budget_usages', permission => 'promotion', writer => 'kontor');
