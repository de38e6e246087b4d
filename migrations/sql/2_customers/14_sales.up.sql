-- What was bought together: a line per product of an order, written by whoever makes orders (issue 5), and by tests until then.
create table public.product_sales (
  organization_id uuid not null,
  order_id uuid not null,
  product_id uuid not null,
  customer_id uuid,
  quantity bigint not null default 1 check (quantity > 0),
  sold_at timestamptz not null default now(),
  primary key (organization_id, order_id, product_id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade,
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id)
);
create index on public.product_sales (organization_id, product_id, order_id);
create index on public.product_sales (organization_id, customer_id, product_id);
create index on public.product_sales (organization_id, sold_at);
call private.secure_table('public.product_sales', permission => 'order', writer => 'nobody');

create function private.has_bought(org uuid, customer uuid, product uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$
  select exists (select from public.product_sales s where s.organization_id = org and s.customer_id = customer and s.product_id = product)
$$;
grant execute on function private.has_bought(uuid, uuid, uuid) to authenticated, service_role;

-- Two orders at least: one would tell what somebody bought. A quarter of a year, and baskets of fifty at most.
create materialized view private.product_pairs as
  select a.organization_id, a.product_id, b.product_id as other_id, count(*) as orders
  from public.product_sales a
  join public.product_sales b on b.organization_id = a.organization_id and b.order_id = a.order_id and b.product_id <> a.product_id
  where a.sold_at > now() - interval '90 days'
    and (select count(*) from (select from public.product_sales c where c.organization_id = a.organization_id and c.order_id = a.order_id limit 51) n) <= 50
  group by 1, 2, 3 having count(*) >= 2
with no data;
create unique index on private.product_pairs (organization_id, product_id, other_id);
create index on private.product_pairs (organization_id, product_id, orders desc);
refresh materialized view private.product_pairs;
create function private.refresh_product_pairs() returns void
  language plpgsql volatile security definer set search_path = ''
as $$ begin
  refresh materialized view concurrently private.product_pairs;
end $$;
create function private.bought_together(product uuid, most integer) returns table (product_id uuid, orders bigint)
  language sql stable security definer set search_path = ''
as $$
  select p.other_id, p.orders from private.product_pairs p
  where p.organization_id = auth.organization_id() and p.product_id = product
  order by p.orders desc, p.other_id limit most
$$;
grant execute on function private.refresh_product_pairs() to service_role;
grant execute on function private.bought_together(uuid, integer) to anon, authenticated, service_role;
