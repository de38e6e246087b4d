-- What providers tell us: the envelope, and the bytes as they came. Taken in one statement, answered, and worked on by a job. `created_at`
-- is the provider's own time of the event, which is the same each time it is told: so one event is one row, whatever its month.
-- Rows of the installation's account belong to the installation; whose they are turns out when they are worked on.
create table public.webhook_events (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  -- The payment account of the address that was called; the nil UUID for the installation's.
  endpoint_id uuid not null,
  event_id text not null check (event_id <> '' and length(event_id) <= 255),
  type text not null check (length(type) <= 255),
  object_id text check (length(object_id) <= 255),
  object_type text check (length(object_type) <= 255),
  account_ref text check (length(account_ref) <= 255),
  api_version text check (length(api_version) <= 60),
  is_live boolean,
  headers jsonb,
  body bytea not null check (octet_length(body) <= 1048576),
  -- How it came: told, or found by a sweeper. A sweeper that finds something is a webhook that was lost.
  source text not null default 'told' check (source in ('told', 'swept')),
  status text not null default 'pending' check (status in ('pending', 'done', 'ignored', 'unparsable', 'dead')),
  shop_id uuid,
  tries integer not null default 0,
  last_error text check (length(last_error) <= 2000),
  received_at timestamptz not null default clock_timestamp(),
  next_at timestamptz not null default clock_timestamp(),
  -- Until then somebody works on it. What is told of one object is worked on by one at a time.
  leased_until timestamptz,
  done_at timestamptz,
  created_at timestamptz not null,
  primary key (organization_id, id, created_at),
  unique (organization_id, endpoint_id, event_id, created_at)
) partition by range (created_at);
-- What waits, by who told it: all are worked on in turns.
create index on public.webhook_events (organization_id, endpoint_id, next_at) where status = 'pending';
create index on public.webhook_events (organization_id, object_id, created_at);
create index on public.webhook_events (organization_id, received_at desc);
create index on public.webhook_events (organization_id, received_at desc) where status = 'dead';
-- A shop's own among those of the installation's account; what was not worked on yet is nobody's, so taking one writes nothing here.
create index on public.webhook_events (organization_id, shop_id, received_at desc) where shop_id is not null;
call private.secure_table('public.webhook_events', reader => 'admin', writer => 'nobody');
-- Bodies do not shrink worth the time, and are read once.
alter table public.webhook_events alter column body set storage external;
create table public.webhook_events_default partition of public.webhook_events default;
call private.secure_partition('public', 'webhook_events_default');
select private.ensure_partitions('public.webhook_events', 2);

-- Called by the login itself, one round trip, no transaction around it: what is in it is durable when it answers. Those that come at the
-- same time come together (services/orders/src/hooks/intake.rs): what is asked for one of them costs more than its row. Answers how many
-- are new. It is given nothing but what was signed, and tells nothing. '' is for what an event does not say. Ids are brought along: to make one
-- here costs a tenth of the row. Rows are written in the order in which they come, and who calls keeps to one: two statements with the same
-- events must not wait for each other.
create function private.take_webhooks(ids uuid[], of_shop uuid[], endpoint uuid[], event text[], of_type text[], object text[], of_object text[],
  account text[], version text[], live text[], said_headers text[], bytes bytea[], at timestamptz[], how text, now_ timestamptz)
  returns table (taken bigint)
  language sql volatile security definer set search_path = ''
as $$
  with taken as (
    insert into public.webhook_events (organization_id, id, endpoint_id, event_id, type, object_id, object_type, account_ref, api_version, is_live,
      headers, body, created_at, source, received_at, next_at)
    select e.shop, e.id, e.endpoint, e.event, e.type, nullif(e.object, ''), nullif(e.of_object, ''), nullif(e.account, ''), nullif(e.version, ''),
      nullif(e.live, '')::boolean, e.headers::jsonb, e.body, e.at, how, now_, now_
    from unnest(ids, of_shop, endpoint, event, of_type, object, of_object, account, version, live, said_headers, bytes, at)
      e (id, shop, endpoint, event, type, object, of_object, account, version, live, headers, body, at)
    on conflict (organization_id, endpoint_id, event_id, created_at) do nothing
    returning 1
  )
  select count(*) from taken
$$;
revoke execute on function private.take_webhooks(uuid[], uuid[], uuid[], text[], text[], text[], text[], text[], text[], text[], text[], bytea[], timestamptz[], text, timestamptz)
  from public, anon, authenticated;
grant execute on function private.take_webhooks(uuid[], uuid[], uuid[], text[], text[], text[], text[], text[], text[], text[], text[], bytea[], timestamptz[], text, timestamptz) to service_role;
do $$
begin
  if exists (select from pg_roles where rolname = 'kontor_app') then
    grant usage on schema private to kontor_app;
    grant execute on function private.take_webhooks(uuid[], uuid[], uuid[], text[], text[], text[], text[], text[], text[], text[], text[], bytea[], timestamptz[], text, timestamptz) to kontor_app;
  end if;
end
$$;
