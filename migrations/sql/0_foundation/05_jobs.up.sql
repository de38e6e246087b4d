-- The queue. A job is enqueued in the transaction that wants it, claimed with `for update skip locked` in a short
-- transaction, held by a lease that its worker renews, and deleted when it is done.
--
--   ready      due: the next free worker takes it, whatever run_at says
--   scheduled  not due before run_at, when a worker makes it ready; so the index that workers search holds due jobs only
--   running    held by locked_by until locked_until
--   dead       failed for good; kept until somebody replays or deletes it
create table public.jobs (
  organization_id uuid not null default '00000000-0000-0000-0000-000000000000'
    references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  queue text not null default 'default',
  name text not null,
  payload jsonb not null default '{}',
  unique_key text,
  status text not null default 'ready' check (status in ('ready', 'scheduled', 'running', 'dead')),
  priority smallint not null default 0,
  run_at timestamptz not null default now(),
  attempt integer not null default 0 check (attempt >= 0),
  max_attempts integer not null default 12 check (max_attempts > 0),
  locked_by text,
  locked_until timestamptz,
  last_error text,
  trace jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  check ((status = 'running') = (locked_until is not null))
);
create unique index jobs_unique_key on public.jobs (organization_id, unique_key) where status <> 'dead';
-- Workers go from shop to shop through this index, so that a shop with a long queue does not keep the others waiting.
create index jobs_ready on public.jobs (queue, organization_id, priority desc, run_at, id) where status = 'ready';
create index jobs_scheduled on public.jobs (run_at) where status = 'scheduled';
create index jobs_leases on public.jobs (locked_until) where status = 'running';
create index jobs_dead on public.jobs (organization_id, finished_at desc) where status = 'dead';
-- Every job leaves three dead rows behind: clean up by the thousand and not by the share of the table.
alter table public.jobs set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0
);

-- Shops see what failed for them; only the worker writes.
call private.secure_table('public.jobs', reader => 'admin', writer => 'nobody');

-- One wake-up per commit and queue, and none for work that is due later.
create function private.notify_jobs() returns trigger
  language plpgsql set search_path = ''
as $$ begin
  perform pg_notify('kontor_jobs', n.queue)
  from (select distinct queue from changed where status = 'ready') n;
  return null;
end $$;
grant execute on function private.notify_jobs() to anon, authenticated, service_role;
create trigger notify_jobs after insert on public.jobs referencing new table as changed
  for each statement execute function private.notify_jobs();

-- How a shopper's or an admin's transaction enqueues: always for its own shop. Not reachable through PostgREST.
-- Without job_run_at the job is due at once.
create function private.enqueue_job(
  job_name text, job_payload jsonb, job_queue text, job_unique_key text, job_run_at timestamptz,
  job_priority smallint, job_max_attempts integer, job_trace jsonb
) returns uuid
  language sql volatile security definer set search_path = ''
as $$
  insert into public.jobs
    (organization_id, name, payload, queue, unique_key, status, run_at, priority, max_attempts, trace)
  values (coalesce(auth.organization_id(), '00000000-0000-0000-0000-000000000000'),
          job_name, job_payload, job_queue, job_unique_key,
          case when job_run_at is null then 'ready' else 'scheduled' end, coalesce(job_run_at, now()),
          job_priority, job_max_attempts, job_trace)
  on conflict (organization_id, unique_key) where status <> 'dead' do nothing
  returning id
$$;
grant execute on function
  private.enqueue_job(text, jsonb, text, text, timestamptz, smallint, integer, jsonb) to anon, authenticated, service_role;

-- The same for the installation: what it carries (a link or a code that lets somebody in) is for nobody of the shop, its administrators
-- included, and is there only if the transaction of the shop is.
create function private.enqueue_installation_job(
  job_name text, job_payload jsonb, job_queue text, job_unique_key text, job_run_at timestamptz,
  job_priority smallint, job_max_attempts integer, job_trace jsonb
) returns uuid
  language sql volatile security definer set search_path = ''
as $$
  insert into public.jobs
    (organization_id, name, payload, queue, unique_key, status, run_at, priority, max_attempts, trace)
  values ('00000000-0000-0000-0000-000000000000', job_name, job_payload, job_queue, job_unique_key,
          case when job_run_at is null then 'ready' else 'scheduled' end, coalesce(job_run_at, now()),
          job_priority, job_max_attempts, job_trace)
  on conflict (organization_id, unique_key) where status <> 'dead' do nothing
  returning id
$$;
grant execute on function
  private.enqueue_installation_job(text, jsonb, text, text, timestamptz, smallint, integer, jsonb) to authenticated, service_role;

-- The last slot of each schedule that was enqueued: two workers never run one twice, a missed one is caught up.
create table public.job_schedules (
  organization_id uuid not null default '00000000-0000-0000-0000-000000000000'
    references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null,
  last_slot timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, name)
);
call private.secure_table('public.job_schedules', reader => 'admin', writer => 'nobody');
