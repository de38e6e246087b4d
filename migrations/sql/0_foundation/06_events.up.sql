-- The outbox: what happened, written in the transaction in which it happened, and fanned out in the same statement to
-- one job per subscriber. Kept by month, so that old months are dropped and not deleted row by row.
create table public.events (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (name ~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$'),
  entity_id uuid,
  actor_id uuid,
  before jsonb,
  after jsonb,
  causation_id uuid,
  -- An event of a job that an event caused is one deeper; subscribers that answer each other for ever end here.
  causation_depth smallint not null default 0 check (causation_depth between 0 and 32),
  trace jsonb,
  created_at timestamptz not null default now(),
  primary key (organization_id, id, created_at)
) partition by range (created_at);
create index on public.events (organization_id, name, created_at desc);
create index on public.events (organization_id, entity_id, created_at desc);
call private.secure_table('public.events', reader => 'admin', writer => 'nobody');

-- A partition that is read directly does not have its parent's policies, so it is closed to everyone but service_role.
create procedure private.secure_partition(nsp text, rel text)
  language plpgsql set search_path = ''
as $$ begin
  execute format('alter table %I.%I enable row level security', nsp, rel);
  execute format('alter table %I.%I force row level security', nsp, rel);
  execute format('revoke all on %I.%I from public, anon, authenticated', nsp, rel);
  execute format('grant select, insert, update, delete on %I.%I to service_role', nsp, rel);
end $$;

-- A month is made beside its parent and then attached, which hardly locks the parent. What went to `…_default` because
-- its month was missing moves over first, or the month could not be attached.
create function private.ensure_partitions(parent regclass, months_ahead integer) returns integer
  language plpgsql security definer set search_path = ''
as $$
declare
  nsp text;
  rel text;
  child text;
  starts timestamptz;
  ends timestamptz;
  made integer := 0;
begin
  select n.nspname, c.relname into nsp, rel
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = parent;
  for i in 0..months_ahead loop
    starts := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i)) at time zone 'UTC';
    ends := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i + 1)) at time zone 'UTC';
    child := format('%s_%s', rel, to_char(starts at time zone 'UTC', 'YYYY_MM'));
    continue when to_regclass(format('%I.%I', nsp, child)) is not null;
    execute format('create table %I.%I (like %I.%I including all)', nsp, child, nsp, rel);
    if to_regclass(format('%I.%I', nsp, rel || '_default')) is not null then
      execute format('with moved as (delete from %I.%I where created_at >= %L and created_at < %L returning *)
                      insert into %I.%I select * from moved', nsp, rel || '_default', starts, ends, nsp, child);
    end if;
    execute format('alter table %I.%I attach partition %I.%I for values from (%L) to (%L)',
      nsp, rel, nsp, child, starts, ends);
    call private.secure_partition(nsp, child);
    made := made + 1;
  end loop;
  return made;
end
$$;

create function private.drop_partitions(parent regclass, keep interval) returns integer
  language plpgsql security definer set search_path = ''
as $$
declare
  part record;
  dropped integer := 0;
begin
  for part in
    select n.nspname, c.relname
    from pg_catalog.pg_inherits i
    join pg_catalog.pg_class c on c.oid = i.inhrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where i.inhparent = parent and c.relname ~ '_\d{4}_\d{2}$'
      and (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') < now() - keep
  loop
    execute format('drop table %I.%I', part.nspname, part.relname);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;
grant execute on function private.ensure_partitions(regclass, integer), private.drop_partitions(regclass, interval)
  to service_role;

-- Whatever has no month of its own yet: the worker makes months ahead, and a shop must not stop when it did not.
create table public.events_default partition of public.events default;
call private.secure_partition('public', 'events_default');
select private.ensure_partitions('public.events', 2);

-- Which job wants which events: `order.placed`, `order.*` or `*`. Written by each process when it starts.
create table public.event_subscriptions (
  organization_id uuid not null default '00000000-0000-0000-0000-000000000000'
    references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  pattern text not null check (pattern ~ '^(\*|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(\.\*)?)$'),
  job_name text not null,
  queue text not null default 'default',
  max_attempts integer not null default 12 check (max_attempts > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, job_name, pattern)
);
call private.secure_table('public.event_subscriptions', reader => 'admin', writer => 'nobody');

-- In the database and not in the publisher, so that an event written by a function or by hand has its effect too.
-- A subscription of the installation hears every shop, a shop's own hears only that shop. A job that several patterns of
-- one subscriber match is enqueued once. `trace` carries the cause on, so that what the job emits knows its depth.
create function private.fan_out_events() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  insert into public.jobs (organization_id, queue, name, max_attempts, payload, trace)
  select distinct on (e.id, s.job_name) e.organization_id, s.queue, s.job_name, s.max_attempts,
    jsonb_build_object('event_id', e.id, 'event', e.name, 'entity_id', e.entity_id, 'created_at', e.created_at),
    coalesce(e.trace, '{}') || jsonb_build_object('event_id', e.id, 'event_depth', e.causation_depth)
  from written e
  join public.event_subscriptions s
    on s.organization_id in ('00000000-0000-0000-0000-000000000000', e.organization_id)
   and (s.pattern in (e.name, '*') or (right(s.pattern, 2) = '.*' and starts_with(e.name, left(s.pattern, -1))));
  return null;
end $$;
create trigger fan_out after insert on public.events referencing new table as written
  for each statement execute function private.fan_out_events();

-- How a transaction says what it did: always in its own shop. Not reachable through PostgREST, so nobody forges one.
-- `written` is a list of {name, entity_id, before, after}; they are told in this order.
create function private.emit_events(
  written jsonb, event_causation_id uuid, event_causation_depth smallint, event_trace jsonb
) returns setof uuid
  language sql volatile security definer set search_path = ''
as $$
  insert into public.events
    (organization_id, name, entity_id, actor_id, before, after, causation_id, causation_depth, trace)
  select coalesce(auth.organization_id(), '00000000-0000-0000-0000-000000000000'),
         e.name, e.entity_id, auth.uid(), e.before, e.after, event_causation_id, event_causation_depth, event_trace
  from jsonb_to_recordset(written) as e (name text, entity_id uuid, before jsonb, after jsonb)
  returning id
$$;
grant execute on function private.emit_events(jsonb, uuid, smallint, jsonb) to anon, authenticated, service_role;

-- The same for one event, for functions and triggers.
create function private.emit_event(
  event_name text, event_entity_id uuid, event_before jsonb, event_after jsonb,
  event_causation_id uuid, event_causation_depth smallint, event_trace jsonb
) returns uuid
  language sql volatile security definer set search_path = ''
as $$
  select private.emit_events(
    jsonb_build_array(jsonb_build_object(
      'name', event_name, 'entity_id', event_entity_id, 'before', event_before, 'after', event_after)),
    event_causation_id, event_causation_depth, event_trace)
$$;
grant execute on function private.emit_event(text, uuid, jsonb, jsonb, uuid, smallint, jsonb)
  to anon, authenticated, service_role;
