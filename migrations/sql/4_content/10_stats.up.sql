-- What dashboards read: sums by day (UTC), each by one of several dimensions. Numbers of visitors cannot be added up over days: a visitor of
-- today is nobody's tomorrow.
--   '' all · path · entry (where visits began) · source · campaign · device · browser · os · product · event · bot
create materialized view private.page_view_stats as
  with visits as (
    select v.organization_id, v.visit_id, min(v.visitor) as visitor, (min(v.created_at) at time zone 'UTC')::date as day,
      extract(epoch from max(v.created_at) - min(v.created_at))::bigint as seconds,
      count(*) filter (where v.name = 'view') as views, count(*) as lines,
      bool_or(v.name = 'product.added') as added, bool_or(v.name = 'checkout.begun') as begun,
      count(*) filter (where v.name = 'order.placed') as orders,
      (array_agg(v.path order by v.created_at, v.id))[1] as entry, (array_agg(v.source order by v.created_at, v.id))[1] as source,
      (array_agg(v.utm_campaign order by v.created_at, v.id))[1] as campaign, (array_agg(v.device order by v.created_at, v.id))[1] as device,
      (array_agg(v.browser order by v.created_at, v.id))[1] as browser, (array_agg(v.os order by v.created_at, v.id))[1] as os
    from public.page_views v where v.bot is null
    group by 1, 2
  )
  select v.organization_id, v.day, d.dimension, d.value, sum(v.views)::bigint as views, count(distinct v.visitor) as visitors, count(*) as visits,
    count(*) filter (where v.lines = 1) as bounces, sum(v.seconds)::bigint as seconds, count(*) filter (where v.added) as carts,
    count(*) filter (where v.begun) as checkouts, sum(v.orders)::bigint as orders
  from visits v
  cross join lateral (values ('', ''), ('entry', v.entry), ('source', coalesce(v.source, '')), ('campaign', v.campaign), ('device', v.device),
    ('browser', v.browser), ('os', v.os)) d (dimension, value)
  where d.value is not null
  group by 1, 2, 3, 4
  union all
  select v.organization_id, (v.created_at at time zone 'UTC')::date, d.dimension, d.value, count(*) filter (where v.name = 'view'),
    count(distinct v.visitor), count(distinct v.visit_id), 0, 0, count(distinct v.visit_id) filter (where v.name = 'product.added'),
    count(distinct v.visit_id) filter (where v.name = 'checkout.begun'), count(*) filter (where v.name = 'order.placed')
  from public.page_views v
  cross join lateral (values ('path', case when v.name = 'view' then v.path end), ('product', v.product_id::text),
    ('event', case when v.name <> 'view' then v.name end)) d (dimension, value)
  where v.bot is null and d.value is not null
  group by 1, 2, 3, 4
  union all
  select v.organization_id, (v.created_at at time zone 'UTC')::date, 'bot', v.bot, count(*), count(distinct v.visitor), count(distinct v.visit_id),
    0, 0, 0, 0, 0
  from public.page_views v where v.bot is not null
  group by 1, 2, 3, 4
with no data;
create unique index on private.page_view_stats (organization_id, dimension, day, value);

-- What was sold, by day (UTC) and currency. `amount` is what orders cost when they were placed, with tax and shipping; of a product what its
-- lines cost, before discounts. `net`, `tax`, `refunds` and `collected` are sums of the books, by the day on which they were booked: only the
-- whole shop has them, and added up they are what the books say.
--   '' all · product · sales_channel · source · campaign
create materialized view private.sales_stats as
  with placed as (
    select o.organization_id, o.id, (o.placed_at at time zone 'UTC')::date as day, o.currency_code, coalesce(o.original_total, o.total) as amount,
      o.sales_channel_id, s.source, s.utm_campaign as campaign, s.order_id is not null as is_known,
      coalesce(o.customer_id::text, o.email) as customer,
      row_number() over (partition by o.organization_id, coalesce(o.customer_id::text, o.email) order by o.placed_at, o.id) = 1
        and coalesce(o.customer_id::text, o.email) is not null as is_first,
      (select coalesce(sum(i.quantity), 0)::bigint from public.order_line_items i where i.organization_id = o.organization_id and i.order_id = o.id) as units
    from public.orders o
    left join public.order_sources s on s.organization_id = o.organization_id and s.order_id = o.id
    where o.placed_at is not null and not o.is_draft_order and o.deleted_at is null
  ), sold as (
    select p.organization_id, p.day, p.currency_code, d.dimension, d.value, count(*) as orders, sum(p.units)::bigint as units,
      count(distinct p.customer) as customers, count(*) filter (where p.is_first) as first_orders, sum(p.amount) as amount
    from placed p
    cross join lateral (values ('', ''), ('sales_channel', p.sales_channel_id::text), ('source', case when p.is_known then coalesce(p.source, '') end),
      ('campaign', p.campaign)) d (dimension, value)
    where d.value is not null
    group by 1, 2, 3, 4, 5
  ), booked as (
    select l.organization_id, (l.created_at at time zone 'UTC')::date as day, l.currency_code,
      coalesce(-sum(l.amount) filter (where l.account = 'revenue'), 0) as net, coalesce(-sum(l.amount) filter (where l.account = 'tax'), 0) as tax,
      coalesce(-sum(l.amount) filter (where l.account = 'clearing' and l.source in ('refund', 'refund.failed')), 0) as refunds,
      coalesce(sum(l.amount) filter (where l.account = 'clearing' and l.source = 'capture'), 0) as collected
    from public.ledger_entries l where l.account in ('revenue', 'tax', 'clearing')
    group by 1, 2, 3
  )
  select coalesce(s.organization_id, b.organization_id) as organization_id, coalesce(s.day, b.day) as day,
    coalesce(s.currency_code, b.currency_code) as currency_code, '' as dimension, '' as value, coalesce(s.orders, 0) as orders,
    coalesce(s.units, 0) as units, coalesce(s.customers, 0) as customers, coalesce(s.first_orders, 0) as first_orders,
    coalesce(s.amount, 0) as amount, b.net, b.tax, b.refunds, b.collected
  from (select * from sold where dimension = '') s
  full join booked b on b.organization_id = s.organization_id and b.day = s.day and b.currency_code = s.currency_code
  union all
  select s.organization_id, s.day, s.currency_code, s.dimension, s.value, s.orders, s.units, s.customers, s.first_orders, s.amount,
    null, null, null, null
  from sold s where s.dimension <> ''
  union all
  select p.organization_id, p.day, p.currency_code, 'product', i.product_id::text, count(distinct p.id), sum(i.quantity)::bigint,
    count(distinct p.customer), count(distinct p.id) filter (where p.is_first), sum(i.unit_price * i.quantity), null, null, null, null
  from placed p join public.order_line_items i on i.organization_id = p.organization_id and i.order_id = p.id
  where i.product_id is not null
  group by 1, 2, 3, 5
with no data;
create unique index on private.sales_stats (organization_id, dimension, day, currency_code, value);
refresh materialized view private.page_view_stats;
refresh materialized view private.sales_stats;

-- When they were counted, and how long that took.
create table private.stat_refreshes (
  id uuid primary key default private.uuid_v7(),
  name text not null unique,
  refreshed_at timestamptz not null,
  took interval not null
);
alter table private.stat_refreshes enable row level security;
alter table private.stat_refreshes force row level security;
grant select, insert, update, delete on private.stat_refreshes to service_role;

-- Counts anew what was not counted for a while: twenty times as long as it takes, so that counting never takes more than a twentieth of the time,
-- however much there is. Says whether it did.
create function private.refresh_stats(of_name text, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = ''
as $$
declare
  began timestamptz := clock_timestamp();
begin
  if exists (select from private.stat_refreshes r where r.name = of_name and r.refreshed_at + 20 * r.took > at) then
    return false;
  end if;
  execute format('refresh materialized view concurrently private.%I', of_name);
  insert into private.stat_refreshes as r (name, refreshed_at, took) values (of_name, at, clock_timestamp() - began)
  on conflict (name) do update set refreshed_at = excluded.refreshed_at, took = excluded.took;
  return true;
end $$;
create function private.refreshed_at(of_name text) returns timestamptz
  language sql stable security definer set search_path = ''
as $$ select r.refreshed_at from private.stat_refreshes r where r.name = of_name $$;
grant execute on function private.refresh_stats(text, timestamptz) to service_role;
grant execute on function private.refreshed_at(text) to authenticated, service_role;

-- A materialized view has no policies, so it is read through one that weighs them.
create view public.page_view_stats with (security_barrier) as
  select * from private.page_view_stats s
  where s.organization_id = (select auth.organization_id()) and (select private.may('analytics:read'));
create view public.sales_stats with (security_barrier) as
  select * from private.sales_stats s
  where s.organization_id = (select auth.organization_id()) and (select private.may('order:read'));
grant select on public.page_view_stats, public.sales_stats to authenticated, service_role;
