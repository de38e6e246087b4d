-- What a variant costs the shop when it buys it. A table of its own, because shoppers read the rows of variants.
create table public.variant_costs (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  variant_id uuid not null,
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, variant_id, currency_code),
  foreign key (organization_id, variant_id) references public.product_variants (organization_id, id) on delete cascade
);
call private.secure_table('public.variant_costs', permission => 'product', writer => 'nobody');
