-- Who came and what they looked at, without cookies: a visitor is a number made of address and browser with a salt of the day, and once the
-- salt is gone (two days later at most) nobody can tell whose it was, nor that two days' numbers are of one. Bots are marked, not dropped.
create table private.visitor_salts (
  id uuid primary key default private.uuid_v7(),
  day date not null unique,
  salt bytea not null default uuid_send(gen_random_uuid()) check (octet_length(salt) = 16)
);
alter table private.visitor_salts enable row level security;
alter table private.visitor_salts force row level security;
grant select, insert, delete on private.visitor_salts to service_role;

-- `name` is what happened: `view`, or what a shop counts besides, such as `product.added`, `checkout.begun` and `order.placed`. Nothing here
-- leads to an order or a person. A visit is what one does with at most half an hour in between; it has the id of the line that began it.
create table public.page_views (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  created_at timestamptz not null default now(),
  visitor bigint not null,
  visit_id uuid not null,
  name text not null check (name ~ '^[a-z][a-z0-9_.]{0,63}$'),
  path text not null check (length(path) between 1 and 500),
  -- The host that led here, and what the address said of a campaign.
  source text check (length(source) <= 200),
  utm_source text check (length(utm_source) <= 200),
  utm_medium text check (length(utm_medium) <= 200),
  utm_campaign text check (length(utm_campaign) <= 200),
  utm_content text check (length(utm_content) <= 200),
  utm_term text check (length(utm_term) <= 200),
  device text not null check (device in ('desktop', 'phone', 'tablet', 'other')),
  browser text check (length(browser) <= 64),
  os text check (length(os) <= 64),
  locale text check (length(locale) <= 35),
  product_id uuid,
  -- What it is if it is no person's.
  bot text check (length(bot) <= 64),
  primary key (organization_id, id, created_at)
) partition by range (created_at);
create index on public.page_views (organization_id, created_at);
create index on public.page_views (organization_id, visitor, created_at);
call private.secure_table('public.page_views', permission => 'analytics', writer => 'nobody');
create table public.page_views_default partition of public.page_views default;
call private.secure_partition('public', 'page_views_default');
select private.ensure_partitions('public.page_views', 2);

-- What led to an order: of its visit's beginning, and without the visit.
create table public.order_sources (
  organization_id uuid not null,
  order_id uuid not null,
  source text check (length(source) <= 200),
  utm_source text check (length(utm_source) <= 200),
  utm_medium text check (length(utm_medium) <= 200),
  utm_campaign text check (length(utm_campaign) <= 200),
  created_at timestamptz not null default now(),
  primary key (organization_id, order_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade
);
call private.secure_table('public.order_sources', permission => 'order', writer => 'nobody');

create function private.visitor(org uuid, salt bytea, who text) returns bigint
  language sql immutable strict parallel safe set search_path = ''
  return ('x' || left(encode(sha256(salt || uuid_send(org) || convert_to(who, 'UTF8')), 'hex'), 16))::bit(64)::bigint;

-- Writes down what was seen. `lines` are page views with `at`, and with `who`: address and browser, which is kept nowhere. An `order_id`
-- says what was bought: an order of the last hour, once.
create function private.record_views(lines jsonb) returns void
  language plpgsql volatile security definer set search_path = ''
as $$ begin
  -- One writes for a shop at a time, so that a visit is one though two processes tell of it; in one order, so that nobody waits crosswise.
  perform pg_advisory_xact_lock(hashtextextended('page_views ' || o.id, 0))
  from (select distinct l.organization_id as id from jsonb_to_recordset(lines) as l (organization_id uuid) order by 1) o;
  insert into private.visitor_salts (day)
  select distinct (l.at at time zone 'UTC')::date from jsonb_to_recordset(lines) as l (at timestamptz) on conflict do nothing;

  with told as (
    select l.*, coalesce(l.product_id, p.id) as product, private.visitor(l.organization_id, s.salt, l.who) as today,
      -- Over midnight a visit goes on under yesterday's number.
      private.visitor(l.organization_id, y.salt, l.who) as yesterday
    from jsonb_to_recordset(lines) as l (organization_id uuid, id uuid, at timestamptz, who text, name text, path text, source text,
      utm_source text, utm_medium text, utm_campaign text, utm_content text, utm_term text, device text, browser text, os text, locale text,
      product_id uuid, product_handle text, bot text, order_id uuid)
    join private.visitor_salts s on s.day = (l.at at time zone 'UTC')::date
    left join private.visitor_salts y on y.day = (l.at at time zone 'UTC')::date - 1
    left join public.products p on p.organization_id = l.organization_id and p.handle = l.product_handle and p.deleted_at is null
    -- A shop may want nothing to be counted.
    left join public.site_settings w on w.organization_id = l.organization_id
    where coalesce((w.settings ->> 'is_analytics_on')::boolean, true)
  ), known as (
    select t.*, b.visitor as held, b.visit_id as held_visit,
      b.visitor is null and coalesce(t.at - lag(t.at) over those > interval '30 minutes', true) as begins
    from told t left join lateral (
      select v.visitor, v.visit_id from public.page_views v
      where v.organization_id = t.organization_id and v.visitor in (t.today, t.yesterday)
        -- Later ones too: another process may have been quicker to tell.
        and v.created_at between t.at - interval '30 minutes' and t.at + interval '30 minutes'
      order by v.created_at desc limit 1) b on true
    window those as (partition by t.organization_id, t.who order by t.at, t.id)
  ), counted as (
    select k.*, count(*) filter (where k.begins) over (partition by k.organization_id, k.who order by k.at, k.id) as nth from known k
  ), visits as (
    select c.*, first_value(coalesce(c.held, c.today)) over visit as visitor, first_value(coalesce(c.held_visit, c.id)) over visit as visit_id
    from counted c window visit as (partition by c.organization_id, c.who, c.nth order by c.at, c.id)
  ), written as (
    insert into public.page_views (organization_id, id, created_at, visitor, visit_id, name, path, source, utm_source, utm_medium, utm_campaign,
      utm_content, utm_term, device, browser, os, locale, product_id, bot)
    select v.organization_id, v.id, v.at, v.visitor, v.visit_id, v.name, v.path, v.source, v.utm_source, v.utm_medium, v.utm_campaign,
      v.utm_content, v.utm_term, v.device, v.browser, v.os, v.locale, v.product, v.bot
    from visits v
    returning organization_id, id, visit_id, source, utm_source, utm_medium, utm_campaign
  )
  insert into public.order_sources (organization_id, order_id, source, utm_source, utm_medium, utm_campaign)
  select v.organization_id, v.order_id, f.source, f.utm_source, f.utm_medium, f.utm_campaign
  from visits v
  join public.orders o on o.organization_id = v.organization_id and o.id = v.order_id and o.created_at > v.at - interval '1 hour'
  -- Its visit's first line: written a while ago, or a moment ago.
  join lateral (
    select w.source, w.utm_source, w.utm_medium, w.utm_campaign from written w where w.organization_id = v.organization_id and w.id = v.visit_id
    union all
    select p.source, p.utm_source, p.utm_medium, p.utm_campaign from public.page_views p
    where p.organization_id = v.organization_id and p.id = v.visit_id and p.created_at > v.at - interval '1 day'
    limit 1) f on true
  on conflict do nothing;
end $$;

-- A salt serves for its day and for visits over the midnight after it.
create function private.forget_salts(at timestamptz) returns void
  language sql volatile security definer set search_path = ''
as $$ delete from private.visitor_salts s where s.day < (at at time zone 'UTC')::date - 1 $$;

grant execute on function private.record_views(jsonb), private.forget_salts(timestamptz) to service_role;
