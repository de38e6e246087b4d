-- How a shop rewards: one for each, if it has any.
create table public.loyalty_programs (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  is_enabled boolean not null default false,
  referrals_enabled boolean not null default false,
  tiers_enabled boolean not null default false,
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  -- Points for one unit of the currency, and what a point is worth when it is spent.
  points_per_unit numeric not null default 1 check (points_per_unit >= 0 and points_per_unit <= 1000000),
  point_value numeric not null default 0.01 check (point_value > 0 and point_value < 'Infinity'),
  pending_days integer check (pending_days between 0 and 3650),
  expires_after_days integer check (expires_after_days between 1 and 36500),
  warn_days integer[] not null default array[30, 7],
  least_redeemed bigint not null default 1 check (least_redeemed > 0),
  most_percent numeric not null default 100 check (most_percent > 0 and most_percent <= 100),
  -- What happens when more is taken back than is there.
  when_short text not null default 'debt' check (when_short in ('debt', 'zero')),
  tier_window_days integer not null default 365 check (tier_window_days > 0),
  tier_grace_days integer not null default 30 check (tier_grace_days >= 0),
  referrer_points bigint not null default 0 check (referrer_points >= 0),
  referee_points bigint not null default 0 check (referee_points >= 0),
  referrals_most integer check (referrals_most > 0),
  -- Who is brought pays so much at least, in money, before anybody is rewarded.
  least_order numeric not null default 0 check (least_order >= 0 and least_order < 'Infinity'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id)
);
call private.secure_table('public.loyalty_programs', shopper => 'is_enabled', permission => 'promotion');

-- Steps that customers reach by what they earned.
create table public.loyalty_tiers (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (name <> '' and length(name) <= 255),
  least_points bigint not null check (least_points >= 0),
  multiplier numeric not null default 1 check (multiplier >= 1 and multiplier <= 100),
  benefits jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index loyalty_tiers_least on public.loyalty_tiers (organization_id, least_points) where deleted_at is null;
call private.secure_table('public.loyalty_tiers', shopper => 'deleted_at is null', permission => 'promotion');

-- What a customer has. The sums repeat what the lots and lines say; whoever changes points holds this row.
create table public.loyalty_accounts (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  customer_id uuid,
  available bigint not null default 0 check (available >= 0),
  pending bigint not null default 0 check (pending >= 0),
  debt bigint not null default 0 check (debt >= 0),
  tier_id uuid,
  tier_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, customer_id),
  foreign key (organization_id) references auth.organization (id) on delete cascade,
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id),
  foreign key (organization_id, tier_id) references public.loyalty_tiers (organization_id, id) on delete set null (tier_id)
);
create index on public.loyalty_accounts (organization_id, tier_id);
call private.secure_table('public.loyalty_accounts', permission => 'promotion', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');

-- Points of one earning: pending until they cannot be returned any more, then spent oldest end first.
create table public.points_lots (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  account_id uuid not null,
  points bigint not null check (points > 0),
  remaining bigint not null check (remaining >= 0),
  -- The money that they were given for; less of it is less of them.
  worth numeric check (worth > 0 and worth < 'Infinity'),
  state text not null default 'pending' check (state in ('pending', 'available', 'over')),
  -- Nothing of a pending one: it is not known yet, for nobody has paid.
  releases_at timestamptz,
  expires_at timestamptz,
  source text not null check (source in ('order', 'referral', 'review', 'birthday', 'signup', 'manual', 'import')),
  source_id uuid,
  warned_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, account_id) references public.loyalty_accounts (organization_id, id) on delete cascade,
  constraint points_lots_remaining check (remaining <= points)
);
create index on public.points_lots (organization_id, account_id, expires_at);
create index on public.points_lots (organization_id, source, source_id);
create index points_lots_releases on public.points_lots (organization_id, releases_at) where state = 'pending';
create index points_lots_expires on public.points_lots (organization_id, expires_at) where state = 'available' and remaining > 0;
call private.secure_table('public.points_lots', permission => 'promotion', writer => 'kontor');

-- Every change of points; the sum of an account's lines is available + pending - debt.
create table public.points_entries (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  account_id uuid not null,
  kind text not null check (kind in ('earn', 'pend', 'release', 'redeem', 'restore', 'expire', 'adjust', 'reverse', 'transfer', 'forgive')),
  -- Of what is available, and of what is pending.
  amount bigint not null default 0,
  pending_amount bigint not null default 0,
  debt_amount bigint not null default 0,
  lot_id uuid,
  source text not null,
  source_id uuid,
  key text not null check (key <> '' and length(key) <= 255),
  note text check (length(note) <= 2000),
  created_at timestamptz not null default clock_timestamp(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, key),
  foreign key (organization_id, account_id) references public.loyalty_accounts (organization_id, id) on delete cascade,
  foreign key (organization_id, lot_id) references public.points_lots (organization_id, id) on delete cascade
);
create index on public.points_entries (organization_id, account_id, created_at desc);
create index on public.points_entries (organization_id, lot_id);
call private.secure_table('public.points_entries', permission => 'promotion', writer => 'kontor');
call private.append_only('public.points_entries');

-- From which lots a redemption came, so that taking it back restores the same lots with their own end.
create table public.points_allocations (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  entry_id uuid not null,
  lot_id uuid not null,
  points bigint not null check (points > 0),
  restored bigint not null default 0 check (restored >= 0),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, entry_id, lot_id),
  foreign key (organization_id, entry_id) references public.points_entries (organization_id, id) on delete cascade,
  foreign key (organization_id, lot_id) references public.points_lots (organization_id, id) on delete cascade,
  constraint points_allocations_restored check (restored <= points)
);
create index on public.points_allocations (organization_id, lot_id);
call private.secure_table('public.points_allocations', permission => 'promotion', writer => 'kontor');
