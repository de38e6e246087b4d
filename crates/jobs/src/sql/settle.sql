-- What became of attempts: $1 as [{organization_id, id, attempt, status, run_at, error}], $2 worker, $3 now. Only what the
-- worker still holds changes: whoever lost his lease must not delete or put off the run of another.
with settled as materialized (
  select * from jsonb_to_recordset($1::jsonb) as s (
    organization_id uuid, id uuid, attempt integer, status text, run_at timestamptz, error text)
),
done as (
  delete from public.jobs j using settled s
  where s.status = 'done'
    and j.organization_id = s.organization_id and j.id = s.id
    and j.status = 'running' and j.locked_by = $2 and j.attempt = s.attempt
  returning j.id
),
kept as (
  update public.jobs j
  set status = s.status, locked_by = null, locked_until = null,
      run_at = coalesce(s.run_at, j.run_at),
      last_error = coalesce(s.error, j.last_error),
      finished_at = case when s.status = 'dead' then $3::timestamptz end,
      -- Given back unfinished, so not counted.
      attempt = case when s.status = 'ready' then j.attempt - 1 else j.attempt end
  from settled s
  where s.status <> 'done'
    and j.organization_id = s.organization_id and j.id = s.id
    and j.status = 'running' and j.locked_by = $2 and j.attempt = s.attempt
  returning j.id, j.queue, j.status
),
woken as materialized (
  select count(pg_notify('kontor_jobs', q.queue)) as queues
  from (select distinct queue from kept where status = 'ready') q
)
select id, (select queues from woken) as woken from done
union all
select id, (select queues from woken) from kept
