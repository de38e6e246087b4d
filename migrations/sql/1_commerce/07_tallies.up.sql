-- The least a list needs to say how many there are, without counting them: each statement adds a line, nobody updates one, so
-- writers never wait for each other; the worker folds the lines. `scope`: a count of what, `of` the channel or the nil UUID.
create table public.product_tallies (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  scope text not null check (scope in ('published', 'published_in_channel', 'products', 'variants')),
  of uuid not null default '00000000-0000-0000-0000-000000000000',
  delta bigint not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create index on public.product_tallies (organization_id, scope, of) include (delta);
call private.secure_table('public.product_tallies', shopper => 'true', writer => 'nobody');

create function private.tally_products() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' then
    insert into public.product_tallies (organization_id, scope, delta)
    select n.organization_id, s.scope, count(*)
    from after_change n, lateral (values ('products', n.deleted_at is null),
      ('published', n.deleted_at is null and n.status = 'published')) s (scope, counts)
    where s.counts group by 1, 2;
  elsif tg_op = 'DELETE' then
    insert into public.product_tallies (organization_id, scope, delta)
    select o.organization_id, s.scope, -count(*)
    from before_change o, lateral (values ('products', o.deleted_at is null),
      ('published', o.deleted_at is null and o.status = 'published')) s (scope, counts)
    where s.counts and exists (select from auth.organization g where g.id = o.organization_id) group by 1, 2;
  else
    insert into public.product_tallies (organization_id, scope, of, delta)
    select c.organization_id, c.scope, c.of, sum(c.delta) from (
      select n.organization_id, s.scope, '00000000-0000-0000-0000-000000000000'::uuid as of, s.counts::int - s.counted::int as delta
      from after_change n join before_change o on o.organization_id = n.organization_id and o.id = n.id,
        lateral (values ('products', n.deleted_at is null, o.deleted_at is null),
          ('published', n.deleted_at is null and n.status = 'published', o.deleted_at is null and o.status = 'published')
        ) s (scope, counts, counted)
      where s.counts <> s.counted
      union all
      select n.organization_id, 'published_in_channel', l.sales_channel_id,
        case when n.deleted_at is null and n.status = 'published' then 1 else -1 end
      from after_change n join before_change o on o.organization_id = n.organization_id and o.id = n.id
      join public.product_sales_channels l on l.organization_id = n.organization_id and l.product_id = n.id
      where (n.deleted_at is null and n.status = 'published') <> (o.deleted_at is null and o.status = 'published')
    ) c group by 1, 2, 3 having sum(c.delta) <> 0;
  end if;
  return null;
end $$;
create trigger tally_insert after insert on public.products referencing new table as after_change
  for each statement execute function private.tally_products();
create trigger tally_update after update on public.products referencing old table as before_change new table as after_change
  for each statement execute function private.tally_products();
create trigger tally_delete after delete on public.products referencing old table as before_change
  for each statement execute function private.tally_products();

create function private.tally_variants() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' then
    insert into public.product_tallies (organization_id, scope, delta)
    select n.organization_id, 'variants', count(*) from after_change n where n.deleted_at is null group by 1;
  elsif tg_op = 'DELETE' then
    insert into public.product_tallies (organization_id, scope, delta)
    select o.organization_id, 'variants', -count(*) from before_change o
    where o.deleted_at is null and exists (select from auth.organization g where g.id = o.organization_id) group by 1;
  else
    insert into public.product_tallies (organization_id, scope, delta)
    select n.organization_id, 'variants', sum((n.deleted_at is null)::int - (o.deleted_at is null)::int)
    from after_change n join before_change o on o.organization_id = n.organization_id and o.id = n.id
    group by 1 having sum((n.deleted_at is null)::int - (o.deleted_at is null)::int) <> 0;
  end if;
  return null;
end $$;
create trigger tally_insert after insert on public.product_variants referencing new table as after_change
  for each statement execute function private.tally_variants();
create trigger tally_update after update on public.product_variants referencing old table as before_change new table as after_change
  for each statement execute function private.tally_variants();
create trigger tally_delete after delete on public.product_variants referencing old table as before_change
  for each statement execute function private.tally_variants();

-- A link counts when its product is published. The product is locked, so a change of its status at the same time waits, or is
-- waited for: otherwise both could miss each other.
create function private.tally_channels() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare sign integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  perform from public.products p
    where (p.organization_id, p.id) in (select c.organization_id, c.product_id from changed_links c) order by p.id for no key update;
  insert into public.product_tallies (organization_id, scope, of, delta)
  select c.organization_id, 'published_in_channel', c.sales_channel_id, sign * count(*)
  from changed_links c join public.products p on p.organization_id = c.organization_id and p.id = c.product_id
  where p.deleted_at is null and p.status = 'published' group by 1, 3;
  return null;
end $$;
create trigger tally_insert after insert on public.product_sales_channels referencing new table as changed_links
  for each statement execute function private.tally_channels();
create trigger tally_delete after delete on public.product_sales_channels referencing old table as changed_links
  for each statement execute function private.tally_channels();
-- A product that is deleted for good takes its links along, and then no link finds it: published ones are never deleted for good
-- but with their shop (Medusa deletes softly).

-- Folds the lines of a shop: one statement, so whoever reads meanwhile sees the old lines or the new one.
create function private.fold_tallies(org uuid) returns void
  language sql volatile security definer set search_path = ''
as $$
  with gone as (delete from public.product_tallies t where t.organization_id = org returning t.scope, t.of, t.delta)
  insert into public.product_tallies (organization_id, scope, of, delta)
  select org, g.scope, g.of, sum(g.delta) from gone g group by g.scope, g.of
$$;
grant execute on function private.tally_products(), private.tally_variants(), private.tally_channels() to authenticated, service_role;
grant execute on function private.fold_tallies(uuid) to service_role;
-- What is there already.
insert into public.product_tallies (organization_id, scope, of, delta)
  select organization_id, 'products', '00000000-0000-0000-0000-000000000000'::uuid, count(*) from public.products where deleted_at is null group by 1
  union all select organization_id, 'published', '00000000-0000-0000-0000-000000000000', count(*) from public.products
    where deleted_at is null and status = 'published' group by 1
  union all select organization_id, 'variants', '00000000-0000-0000-0000-000000000000', count(*) from public.product_variants where deleted_at is null group by 1
  union all select l.organization_id, 'published_in_channel', l.sales_channel_id, count(*) from public.product_sales_channels l
    join public.products p on p.organization_id = l.organization_id and p.id = l.product_id
    where p.deleted_at is null and p.status = 'published' group by 1, 3;
