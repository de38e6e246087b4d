-- A cart is whoever has its id. It is written by Kontor at work alone; every change holds the row of the cart first, and counts
-- `revision` up. What is derived (tax lines, adjustments, totals) stands in the rows as it was last computed.
create table public.carts (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  region_id uuid,
  sales_channel_id uuid,
  customer_id uuid,
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  email text check (email = lower(email) and length(email) <= 320),
  locale text check (length(locale) <= 35),
  metadata jsonb check (octet_length(metadata::text) <= 131072),
  revision bigint not null default 0 check (revision >= 0),
  -- When its prices were last read.
  priced_at timestamptz not null default now(),
  -- What has to be paid, and all sums of it, as crates/money computed them.
  total numeric not null default 0 check (total > '-Infinity' and total < 'Infinity'),
  totals jsonb not null default '{}' check (jsonb_typeof(totals) = 'object'),
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, region_id) references public.regions (organization_id, id) on delete set null (region_id),
  foreign key (organization_id, sales_channel_id) references public.sales_channels (organization_id, id) on delete set null (sales_channel_id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id)
);
create index on public.carts (organization_id, region_id);
create index on public.carts (organization_id, sales_channel_id);
create index on public.carts (organization_id, customer_id);
-- The sweeper of forgotten carts, and who is to be reminded. By when they were made: an index on what every change changes would be written
-- by every change. And of all carts: one of those that are open would be read whole to find one of them, wherever a plan was made while few
-- were (it has one page then, and the key two), and each checkout would cost more than the one before.
create index on public.carts (organization_id, created_at);
-- Every change rewrites the row: room for it on its page, so that no index is touched.
alter table public.carts set (fillfactor = 70);
call private.secure_table('public.carts', permission => 'order', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');

-- Where to, and whom the bill is for.
create table public.cart_addresses (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  cart_id uuid not null,
  kind text not null check (kind in ('shipping', 'billing')),
  customer_id uuid,
  company text, first_name text, last_name text, address_1 text, address_2 text, city text,
  country_code text check (country_code ~ '^[a-z]{2}$'),
  province text, postal_code text, phone text,
  metadata jsonb check (octet_length(metadata::text) <= 131072),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, cart_id, kind),
  foreign key (organization_id, cart_id) references public.carts (organization_id, id) on delete cascade,
  constraint cart_addresses_size check (greatest(length(company), length(first_name), length(last_name), length(address_1),
    length(address_2), length(city), length(province), length(postal_code), length(phone)) <= 2000)
);
call private.secure_table('public.cart_addresses', permission => 'order', writer => 'kontor');

-- What was put in: product and variant as they were then. No foreign key to them: a line is a copy, and a thousand carts with the same
-- variant would all write their lock into its row.
create table public.cart_line_items (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  cart_id uuid not null,
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
  quantity bigint not null check (quantity between 1 and 1000000),
  unit_price numeric not null check (unit_price >= 0 and unit_price < 'Infinity'),
  compare_at_unit_price numeric check (compare_at_unit_price >= 0 and compare_at_unit_price < 'Infinity'),
  is_tax_inclusive boolean not null default false,
  is_discountable boolean not null default true,
  is_giftcard boolean not null default false,
  is_custom_price boolean not null default false,
  requires_shipping boolean not null default true,
  -- [{id, tax_rate_id, code, rate, description, provider_id}] and [{id, promotion_id, code, amount, is_tax_inclusive, description,
  -- provider_id}]: replaced as a whole, never referred to.
  tax_lines jsonb not null default '[]' check (jsonb_typeof(tax_lines) = 'array'),
  adjustments jsonb not null default '[]' check (jsonb_typeof(adjustments) = 'array'),
  metadata jsonb check (octet_length(metadata::text) <= 131072),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, cart_id) references public.carts (organization_id, id) on delete cascade
);
create index on public.cart_line_items (organization_id, cart_id, created_at);
alter table public.cart_line_items set (fillfactor = 80);
call private.secure_table('public.cart_line_items', permission => 'order', writer => 'kontor');

-- How it is sent: the option as it was chosen.
create table public.cart_shipping_methods (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  cart_id uuid not null,
  shipping_option_id uuid,
  shipping_profile_id uuid,
  name text not null,
  description text,
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  is_tax_inclusive boolean not null default false,
  data jsonb,
  tax_lines jsonb not null default '[]' check (jsonb_typeof(tax_lines) = 'array'),
  adjustments jsonb not null default '[]' check (jsonb_typeof(adjustments) = 'array'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, cart_id) references public.carts (organization_id, id) on delete cascade,
  foreign key (organization_id, shipping_option_id)
    references public.shipping_options (organization_id, id) on delete set null (shipping_option_id)
);
create index on public.cart_shipping_methods (organization_id, cart_id);
create index on public.cart_shipping_methods (organization_id, shipping_option_id);
call private.secure_table('public.cart_shipping_methods', permission => 'order', writer => 'kontor');

-- Codes that were entered; automatic promotions stand in the adjustments alone.
create table public.cart_promotions (
  organization_id uuid not null,
  cart_id uuid not null,
  promotion_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, cart_id, promotion_id),
  foreign key (organization_id, cart_id) references public.carts (organization_id, id) on delete cascade,
  foreign key (organization_id, promotion_id) references public.promotions (organization_id, id) on delete cascade
);
create index on public.cart_promotions (organization_id, promotion_id);
call private.secure_table('public.cart_promotions', permission => 'order', writer => 'kontor');

-- What is to be paid from an account or with points: taken when the order is placed, not before.
create table public.cart_credit_lines (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  cart_id uuid not null,
  reference text not null check (reference in ('store_credit', 'gift_card', 'loyalty')),
  -- The account, the card, or the customer's points.
  reference_id uuid not null,
  store_credit_account_id uuid,
  points bigint check (points > 0),
  -- What he asked for; what is taken is `amount`, at most the total.
  wanted numeric check (wanted > 0 and wanted < 'Infinity'),
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, cart_id, reference, reference_id),
  foreign key (organization_id, cart_id) references public.carts (organization_id, id) on delete cascade,
  foreign key (organization_id, store_credit_account_id) references public.store_credit_accounts (organization_id, id) on delete cascade
);
create index on public.cart_credit_lines (organization_id, store_credit_account_id);
call private.secure_table('public.cart_credit_lines', permission => 'order', writer => 'kontor');
