-- The account at a provider that a shop's money goes through: its own, or the installation's (`source` settings, no secrets here).
create table public.payment_accounts (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  provider text not null default 'stripe' check (provider in ('stripe')),
  source text not null default 'shop' check (source in ('settings', 'shop')),
  account_ref text check (length(account_ref) <= 255),
  is_live boolean not null default false,
  is_enabled boolean not null default true,
  publishable_key text check (length(publishable_key) <= 500),
  -- Sealed (services/accounts/src/seal/columns.rs); the second is a list, for secrets are rolled.
  secret_key text,
  webhook_secrets text,
  api_version text check (length(api_version) <= 60),
  -- How far events and objects were swept.
  events_until timestamptz,
  last_event_id text check (length(last_event_id) <= 255),
  objects_until timestamptz,
  -- Where walks that are under way stopped, by what they walk.
  walks jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index payment_accounts_one on public.payment_accounts (organization_id, provider) where deleted_at is null;
-- Rotation of keys walks by id.
create index on public.payment_accounts (id);
call private.secure_table('public.payment_accounts', reader => 'nobody', writer => 'nobody');

-- The account that what a shop's customers begin to pay now goes through: its own, else the installation's, which is the nil UUID. It tells
-- which, and nothing of it.
create function private.payment_account() returns uuid
  language sql stable security definer set search_path = ''
as $$
  select coalesce((select a.id from public.payment_accounts a where a.organization_id = auth.organization_id() and a.provider = 'stripe'
    and a.source = 'shop' and a.is_enabled and a.deleted_at is null), '00000000-0000-0000-0000-000000000000')
$$;
-- Whether the shop has an account still: one that was removed has no key any more.
create function private.has_payment_account(account uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$
  select exists (select from public.payment_accounts a where a.organization_id = auth.organization_id() and a.id = account and a.secret_key <> '')
$$;
-- Whether something may be begun with it: with one that was removed only what was begun before is ended, for as long as its key is kept.
create function private.is_payment_account_connected(account uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$
  select exists (select from public.payment_accounts a where a.organization_id = auth.organization_id() and a.id = account and a.secret_key <> ''
    and a.deleted_at is null)
$$;
grant execute on function private.has_payment_account(uuid), private.is_payment_account_connected(uuid) to authenticated, service_role;
grant execute on function private.payment_account() to anon, authenticated, service_role;

-- All that is paid for one cart, or for one difference of an order.
create table public.payment_collections (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  cart_id uuid,
  order_id uuid,
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  authorized_amount numeric not null default 0 check (authorized_amount >= 0),
  captured_amount numeric not null default 0 check (captured_amount >= 0),
  refunded_amount numeric not null default 0 check (refunded_amount >= 0 and refunded_amount <= captured_amount),
  status text not null default 'not_paid' check (status in ('not_paid', 'awaiting', 'authorized', 'partially_authorized', 'partially_captured',
    'completed', 'canceled', 'failed')),
  completed_at timestamptz,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, cart_id) references public.carts (organization_id, id) on delete set null (cart_id)
);
-- POST /store/payment-collections twice makes one.
create unique index payment_collections_one_per_cart on public.payment_collections (organization_id, cart_id) where deleted_at is null;
create index on public.payment_collections (organization_id, cart_id);
create index on public.payment_collections (organization_id, order_id);
call private.secure_table('public.payment_collections', permission => 'order', writer => 'kontor');

-- A try to pay. It stays when another takes its place: what a provider says of it later still has somewhere to go.
-- `rank` is how far the provider's object has come; it never goes back, so the order in which we are told does not matter:
--   0 made, 10 wants a method, 20 wants confirming, 30 wants the customer (3-D Secure), 40 processing, 50 authorised, 90 canceled, 100 paid.
create table public.payment_sessions (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  payment_collection_id uuid not null,
  provider_id text not null check (provider_id ~ '^pp_[a-z][a-z0-9_-]{0,96}$'),
  payment_account_id uuid,
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  status text not null default 'pending'
    check (status in ('pending', 'requires_more', 'pending_authorization', 'authorized', 'captured', 'canceled', 'error')),
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object'),
  context jsonb,
  metadata jsonb,
  authorized_at timestamptz,
  replaced_at timestamptz,
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  -- With what it is paid, as the provider calls it.
  method_ref text check (method_ref <> '' and length(method_ref) <= 255),
  rank smallint not null default 0 check (rank between 0 and 100),
  capturable_amount numeric not null default 0 check (capturable_amount >= 0),
  received_amount numeric not null default 0 check (received_amount >= 0),
  -- Of which event, and of when, what we know is.
  told_at timestamptz,
  told_by text,
  last_error jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, provider_id, provider_ref),
  foreign key (organization_id, payment_collection_id) references public.payment_collections (organization_id, id) on delete cascade
);
create unique index payment_sessions_one_open on public.payment_sessions (organization_id, payment_collection_id) where replaced_at is null;
create index on public.payment_sessions (organization_id, payment_collection_id);
-- Whose it is that the installation's account tells of, before a shop is known.
create index on public.payment_sessions (provider_ref) where provider_ref is not null;
-- The sweeper of what hangs.
create index on public.payment_sessions (organization_id, created_at) where rank between 1 and 89;
-- What a bank decides, and of which nobody has heard for long.
create index payment_sessions_deciding on public.payment_sessions (told_at) where rank = 40;
call private.secure_table('public.payment_sessions', permission => 'order', writer => 'kontor');

-- Money that was promised or taken. The sums say what is on its way as well: two who refund at once, or refund while another answer is
-- awaited, meet in these checks and not in a total that somebody read before.
create table public.payments (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  payment_collection_id uuid not null,
  payment_session_id uuid not null,
  provider_id text not null check (provider_id ~ '^pp_[a-z][a-z0-9_-]{0,96}$'),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  captured_amount numeric not null default 0 check (captured_amount >= 0),
  capturing_amount numeric not null default 0 check (capturing_amount >= 0),
  refunded_amount numeric not null default 0 check (refunded_amount >= 0),
  refunding_amount numeric not null default 0 check (refunding_amount >= 0),
  disputed_amount numeric not null default 0 check (disputed_amount >= 0),
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object'),
  captured_at timestamptz,
  canceled_at timestamptz,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, payment_session_id),
  foreign key (organization_id, payment_collection_id) references public.payment_collections (organization_id, id) on delete cascade,
  foreign key (organization_id, payment_session_id) references public.payment_sessions (organization_id, id) on delete cascade,
  constraint payments_captured check (captured_amount + capturing_amount <= amount),
  constraint payments_refunded check (refunded_amount + refunding_amount <= captured_amount)
);
create index on public.payments (organization_id, payment_collection_id);
create index on public.payments (organization_id, created_at desc, id desc);
call private.secure_table('public.payments', permission => 'order', writer => 'kontor');

-- Taking money that was promised.
create table public.payment_captures (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  payment_id uuid not null,
  amount numeric not null check (amount > 0 and amount < 'Infinity'),
  status text not null default 'pending' check (status in ('pending', 'succeeded', 'failed')),
  provider_ref text check (length(provider_ref) <= 255),
  -- The Idempotency-Key of whoever asked: the same asks once.
  client_key text check (client_key <> '' and length(client_key) <= 255),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, payment_id, client_key),
  foreign key (organization_id, payment_id) references public.payments (organization_id, id) on delete cascade
);
create index on public.payment_captures (organization_id, payment_id);
call private.secure_table('public.payment_captures', permission => 'order', writer => 'kontor');

-- Why money was given back, in the shop's words.
create table public.refund_reasons (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  label text not null check (label <> '' and length(label) <= 500),
  code text not null check (code <> '' and length(code) <= 255),
  description text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index refund_reasons_code on public.refund_reasons (organization_id, code) where deleted_at is null;
call private.secure_table('public.refund_reasons', permission => 'order');

-- `rank`: 0 asked for, 10 pending, 20 wants somebody, 50 succeeded, 60 failed or canceled: one that succeeded may still fail.
create table public.payment_refunds (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  payment_id uuid not null,
  amount numeric not null check (amount > 0 and amount < 'Infinity'),
  status text not null default 'pending' check (status in ('pending', 'requires_action', 'succeeded', 'failed', 'canceled')),
  rank smallint not null default 0 check (rank between 0 and 100),
  refund_reason_id uuid,
  note text check (length(note) <= 2000),
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  client_key text check (client_key <> '' and length(client_key) <= 255),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, payment_id, provider_ref),
  unique (organization_id, payment_id, client_key),
  foreign key (organization_id, payment_id) references public.payments (organization_id, id) on delete cascade,
  foreign key (organization_id, refund_reason_id) references public.refund_reasons (organization_id, id) on delete set null (refund_reason_id)
);
create index on public.payment_refunds (organization_id, payment_id);
create index on public.payment_refunds (organization_id, refund_reason_id);
create index on public.payment_refunds (provider_ref) where provider_ref is not null;
call private.secure_table('public.payment_refunds', permission => 'order', writer => 'kontor');

-- What a bank took back, or may yet take back, at a customer's word.
create table public.payment_disputes (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  payment_id uuid not null,
  provider_ref text not null check (provider_ref <> '' and length(provider_ref) <= 255),
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  reason text,
  status text not null check (status in ('warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review',
    'prevented', 'won', 'lost')),
  rank smallint not null default 0 check (rank between 0 and 100),
  -- What has left the account for it, and come back.
  withdrawn_amount numeric not null default 0 check (withdrawn_amount >= 0),
  reinstated_amount numeric not null default 0 check (reinstated_amount >= 0),
  evidence_due_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, provider_ref),
  foreign key (organization_id, payment_id) references public.payments (organization_id, id) on delete cascade
);
create index on public.payment_disputes (organization_id, payment_id);
call private.secure_table('public.payment_disputes', permission => 'order', writer => 'kontor');

-- Every POST to a provider, written and committed before it is sent: its key, and the very bytes. What came of it is written behind.
--   planned   not sent yet, or sent by a process that ended: sent again with the same key
--   unknown   no answer that says anything: looked up, or sent again with the same key, within a day of `first_sent_at`
create table public.payment_attempts (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  payment_account_id uuid,
  kind text not null check (kind in ('create_intent', 'update_intent', 'confirm_intent', 'cancel_intent', 'capture', 'refund', 'create_customer',
    'delete_customer', 'create_setup_intent', 'cancel_setup_intent', 'detach_method', 'create_subscription', 'update_subscription', 'cancel_subscription',
    'create_price')),
  -- The session, capture, refund, customer, subscription that it is for.
  subject_id uuid not null,
  nth integer not null default 1 check (nth > 0),
  idempotency_key text not null check (idempotency_key <> '' and length(idempotency_key) <= 255),
  path text not null check (path <> '' and length(path) <= 500),
  -- The form, as it is sent: a key with other bytes is refused by Stripe.
  body text not null default '' check (octet_length(body) <= 65536),
  api_version text not null check (length(api_version) <= 60),
  state text not null default 'planned' check (state in ('planned', 'succeeded', 'failed', 'unknown', 'given_up')),
  tries integer not null default 0 check (tries >= 0),
  http_status integer,
  provider_ref text check (length(provider_ref) <= 255),
  provider_request text check (length(provider_request) <= 255),
  error_code text check (length(error_code) <= 255),
  error_message text check (length(error_message) <= 2000),
  planned_at timestamptz not null default now(),
  first_sent_at timestamptz,
  last_sent_at timestamptz,
  next_at timestamptz,
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, idempotency_key),
  unique (organization_id, kind, subject_id, nth)
);
create index on public.payment_attempts (organization_id, subject_id);
create index payment_attempts_open on public.payment_attempts (next_at) where state in ('planned', 'unknown');
call private.secure_table('public.payment_attempts', permission => 'order', writer => 'kontor');
