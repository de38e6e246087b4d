-- Planned once and not for each order: of what it reads it knows the keys. (Planning it anew was a quarter of what an order cost.) A plan that
-- is kept must not be one for tables as small as they are on a shop's first day: read whole, they cost half a checkout once some hundred
-- carts stand in them, until Postgres looks again. So whatever is planned once reads no table whole where an index leads to it.
alter function private.reserve_for_channel(jsonb, uuid) set plan_cache_mode = force_generic_plan set enable_seqscan = off;
alter function private.end_reservations(uuid[], boolean) set plan_cache_mode = force_generic_plan set enable_seqscan = off;

-- How a shop sells.
alter table public.stores
  -- `currency`: what a line costs is rounded to the currency's digits, and sums are sums of rounded lines. `none`: Medusa's arithmetic.
  add column totals_rounding text not null default 'currency' check (totals_rounding in ('currency', 'none')),
  -- When money is taken: by hand or when goods leave (`manual`), or at once.
  add column payment_capture text not null default 'manual' check (payment_capture in ('manual', 'automatic')),
  -- Of an order on a project: so much at first, due so many days after.
  add column deposit_percent numeric not null default 50 check (deposit_percent > 0 and deposit_percent <= 100),
  add column deposit_days integer not null default 7 check (deposit_days between 0 and 3650),
  add column return_days integer not null default 30 check (return_days between 0 and 3650),
  -- Whether an order that is paid gets its invoice by itself: numbers of invoices have no gaps, so nobody's are begun unasked.
  add column invoice_when_paid boolean not null default false,
  -- What stands on invoices and packing slips.
  add column legal_name text check (length(legal_name) <= 500),
  add column legal_address text check (length(legal_address) <= 2000),
  add column tax_number text check (length(tax_number) <= 100);

-- Which providers take payments of a region. A region that names none takes all that the installation has.
create table public.region_payment_providers (
  organization_id uuid not null,
  region_id uuid not null,
  provider_id text not null check (provider_id ~ '^[a-z][a-z0-9_-]{0,99}$'),
  created_at timestamptz not null default now(),
  primary key (organization_id, region_id, provider_id),
  foreign key (organization_id, region_id) references public.regions (organization_id, id) on delete cascade
);
call private.secure_table('public.region_payment_providers', shopper => 'true', permission => 'shop', topic => 'catalog');

-- Numbers that people read. Those of orders may have gaps: a process takes a handful at a time, in a transaction of its own, so that no
-- order waits for another one's commit. Those of invoices have none: they are taken in the transaction that writes the document.
create table public.number_series (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  series text not null check (series in ('order', 'invoice', 'credit_note', 'quote', 'return', 'claim', 'exchange')),
  next bigint not null default 1 check (next > 0),
  primary key (organization_id, series)
);
call private.secure_table('public.number_series', reader => 'staff', writer => 'kontor');

-- The first of so many; null for none, or for more than anybody needs. A number that an order has is given to no other, even if the note that
-- it was given was lost: with a process that did not wait for the disk, or behind a replica that was promoted.
create function private.take_numbers(of_series text, many integer) returns bigint
  language plpgsql volatile set search_path = ''
as $$
declare
  given bigint := 1;
  first bigint;
begin
  if of_series = 'order' then
    select coalesce(max(o.display_id), 0) + 1 into given from public.orders o where o.organization_id = auth.organization_id();
  end if;
  insert into public.number_series as s (organization_id, series, next)
  select auth.organization_id(), of_series, given + many where many between 1 and 10000
  on conflict (organization_id, series) do update set next = greatest(s.next, given) + many
  returning next - many into first;
  return first;
end $$;
grant execute on function private.take_numbers(text, integer) to authenticated, service_role;
