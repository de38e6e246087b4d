-- What was bought. Shoppers have it by its id, their own in the list; staff reads it by order:read; nobody writes it but Kontor at work.
create table public.orders (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  display_id bigint not null check (display_id > 0),
  custom_display_id text check (length(custom_display_id) <= 255),
  -- The cart that it was: one order for each.
  cart_id uuid,
  -- What it is called where the project is kept, for orders that were made by key.
  project_key text check (project_key <> '' and length(project_key) <= 255),
  status text not null default 'pending' check (status in ('pending', 'completed', 'draft', 'archived', 'canceled', 'requires_action')),
  version integer not null default 1 check (version > 0),
  is_draft_order boolean not null default false,
  region_id uuid,
  sales_channel_id uuid,
  customer_id uuid,
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  email text check (email = lower(email) and length(email) <= 320),
  locale text check (length(locale) <= 35),
  no_notification boolean,
  -- How its sums are rounded: what the shop said when it was placed.
  totals_rounding text not null default 'currency' check (totals_rounding in ('currency', 'none')),
  -- What it costs now, and all sums of it; repeats what the lines say, for lists and reports.
  total numeric not null default 0 check (total > '-Infinity' and total < 'Infinity'),
  totals jsonb not null default '{}' check (jsonb_typeof(totals) = 'object'),
  -- What it cost when it was placed.
  original_total numeric check (original_total > '-Infinity' and original_total < 'Infinity'),
  metadata jsonb check (octet_length(metadata::text) <= 131072),
  -- For the staff's search: number, address, name.
  search text not null default '',
  placed_at timestamptz,
  canceled_at timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, display_id),
  unique (organization_id, cart_id),
  unique (organization_id, project_key),
  foreign key (organization_id, cart_id) references public.carts (organization_id, id) on delete set null (cart_id),
  foreign key (organization_id, region_id) references public.regions (organization_id, id) on delete set null (region_id),
  foreign key (organization_id, sales_channel_id) references public.sales_channels (organization_id, id) on delete set null (sales_channel_id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id)
);
create index on public.orders (organization_id, region_id);
create index on public.orders (organization_id, sales_channel_id);
create index on public.orders (organization_id, customer_id, created_at desc);
create index orders_admin on public.orders (organization_id, created_at desc, id desc) where not is_draft_order and deleted_at is null;
create index orders_drafts on public.orders (organization_id, created_at desc, id desc) where is_draft_order and deleted_at is null;
create index orders_search on public.orders using gin (organization_id, search extensions.gin_trgm_ops);
create index on public.orders (organization_id, email);
call private.secure_table('public.orders', permission => 'order', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');

alter table public.payment_collections
  add foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete set null (order_id);
alter table public.promotion_usages
  add foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade;

-- A copy of the cart's.
create table public.order_addresses (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  kind text not null check (kind in ('shipping', 'billing')),
  customer_id uuid,
  company text, first_name text, last_name text, address_1 text, address_2 text, city text,
  country_code text check (country_code ~ '^[a-z]{2}$'),
  province text, postal_code text, phone text,
  metadata jsonb check (octet_length(metadata::text) <= 131072),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, order_id, kind),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade
);
call private.secure_table('public.order_addresses', permission => 'order', writer => 'kontor');

-- Line and its state are one row: what Medusa calls the item's `detail` is the second half. How much of it is where is checked by the row
-- itself, so two who fulfil, or return, the last piece at once do not both do it.
create table public.order_line_items (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  variant_id uuid,
  product_id uuid,
  product_type_id uuid,
  shipping_profile_id uuid,
  title text not null,
  subtitle text,
  thumbnail text,
  product_title text, product_description text, product_subtitle text, product_type text, product_collection text, product_handle text,
  variant_sku text, variant_barcode text, variant_title text,
  variant_option_values jsonb,
  unit_price numeric not null check (unit_price >= 0 and unit_price < 'Infinity'),
  compare_at_unit_price numeric check (compare_at_unit_price >= 0 and compare_at_unit_price < 'Infinity'),
  is_tax_inclusive boolean not null default false,
  is_discountable boolean not null default true,
  is_giftcard boolean not null default false,
  is_custom_price boolean not null default false,
  requires_shipping boolean not null default true,
  -- Whether the staff sells it although it is not there.
  allow_backorder boolean not null default false,
  tax_lines jsonb not null default '[]' check (jsonb_typeof(tax_lines) = 'array'),
  adjustments jsonb not null default '[]' check (jsonb_typeof(adjustments) = 'array'),
  metadata jsonb check (octet_length(metadata::text) <= 131072),
  -- The state.
  detail_id uuid not null default private.uuid_v7(),
  quantity bigint not null check (quantity between 0 and 1000000),
  fulfilled_quantity bigint not null default 0 check (fulfilled_quantity between 0 and quantity),
  shipped_quantity bigint not null default 0 check (shipped_quantity between 0 and fulfilled_quantity),
  delivered_quantity bigint not null default 0 check (delivered_quantity between 0 and fulfilled_quantity),
  return_requested_quantity bigint not null default 0 check (return_requested_quantity >= 0),
  return_received_quantity bigint not null default 0 check (return_received_quantity >= 0),
  return_dismissed_quantity bigint not null default 0 check (return_dismissed_quantity >= 0),
  written_off_quantity bigint not null default 0 check (written_off_quantity >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, order_id, id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade,
  constraint order_line_items_returned
    check (return_requested_quantity + return_received_quantity + return_dismissed_quantity <= fulfilled_quantity),
  constraint order_line_items_written_off check (written_off_quantity <= quantity)
);
create index on public.order_line_items (organization_id, order_id, created_at);
create index on public.order_line_items (organization_id, variant_id);
create index on public.order_line_items (organization_id, product_id);
call private.secure_table('public.order_line_items', permission => 'order', writer => 'kontor');

-- A copy of the cart's, and what returns, claims and exchanges add.
create table public.order_shipping_methods (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  shipping_option_id uuid,
  shipping_profile_id uuid,
  return_id uuid,
  claim_id uuid,
  exchange_id uuid,
  name text not null,
  description text,
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  is_tax_inclusive boolean not null default false,
  is_custom_amount boolean not null default false,
  data jsonb,
  tax_lines jsonb not null default '[]' check (jsonb_typeof(tax_lines) = 'array'),
  adjustments jsonb not null default '[]' check (jsonb_typeof(adjustments) = 'array'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade,
  foreign key (organization_id, shipping_option_id)
    references public.shipping_options (organization_id, id) on delete set null (shipping_option_id)
);
create index on public.order_shipping_methods (organization_id, order_id);
create index on public.order_shipping_methods (organization_id, shipping_option_id);
call private.secure_table('public.order_shipping_methods', permission => 'order', writer => 'kontor');

-- What was paid otherwise than by a payment.
create table public.order_credit_lines (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  reference text not null check (reference <> '' and length(reference) <= 255),
  reference_id text check (length(reference_id) <= 255),
  -- Above zero less is to be paid, below zero more.
  amount numeric not null check (amount > '-Infinity' and amount < 'Infinity'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade
);
create index on public.order_credit_lines (organization_id, order_id);
call private.secure_table('public.order_credit_lines', permission => 'order', writer => 'kontor');

-- What was paid and paid back: as Medusa tells it on the order. Lines are added, once for each capture, refund, and so on.
create table public.order_transactions (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  amount numeric not null check (amount > '-Infinity' and amount < 'Infinity'),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  reference text not null check (reference in ('capture', 'refund', 'refund_failed', 'dispute', 'dispute_won', 'credit_line')),
  reference_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, id),
  unique (organization_id, reference, reference_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade
);
create index on public.order_transactions (organization_id, order_id);
call private.secure_table('public.order_transactions', permission => 'order', writer => 'kontor');
call private.append_only('public.order_transactions');

-- An order as it was before a change of it, whole: for ?version= and for whoever asks what was agreed.
create table public.order_versions (
  organization_id uuid not null,
  order_id uuid not null,
  version integer not null check (version > 0),
  snapshot jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, order_id, version),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade
);
call private.secure_table('public.order_versions', permission => 'order', writer => 'kontor');

-- An order that goes to somebody else: asked for by one, accepted with the token that the other was mailed.
create table public.order_transfers (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  customer_id uuid,
  token_sha256 bytea check (length(token_sha256) = 32),
  original_email text,
  update_order_email boolean not null default false,
  status text not null default 'requested' check (status in ('requested', 'accepted', 'declined', 'canceled')),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade,
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade
);
create unique index order_transfers_one_open on public.order_transfers (organization_id, order_id) where status = 'requested';
create index on public.order_transfers (organization_id, order_id);
create index on public.order_transfers (organization_id, customer_id);
call private.secure_table('public.order_transfers', permission => 'order', writer => 'kontor');
