-- Claims jobs: $1 queues as [{queue, slots, after}], $2 known names as a JSON list, $3 worker, $4 now, $5 end of the lease.
-- Shops take turns: from `after` on and once around, each shop with due jobs gives its share of the free slots, its most
-- urgent jobs first. No step reads more rows than it answers: each is a probe of an index that holds due jobs only.
with recursive
due as (
  select organization_id, id from public.jobs
  where status = 'scheduled' and run_at <= $4
  order by run_at limit 500 for update skip locked
),
lost as (
  select organization_id, id from public.jobs
  where status = 'running' and locked_until <= $4
  order by locked_until limit 500 for update skip locked
),
-- What became due, and what a worker left behind; for the next claim, as no row can change twice in one statement.
tended as (
  update public.jobs j
  set status = case when j.status = 'running' and j.attempt >= j.max_attempts then 'dead' else 'ready' end,
      finished_at = case when j.status = 'running' and j.attempt >= j.max_attempts then $4::timestamptz end,
      last_error = case when j.status = 'running' then 'the worker that ran it was lost' else j.last_error end,
      locked_by = null, locked_until = null
  from (select * from due union all select * from lost) t
  where j.organization_id = t.organization_id and j.id = t.id
  returning j.queue, j.status
),
woken as materialized (
  select count(pg_notify('kontor_jobs', q.queue)) as queues
  from (select distinct queue from tended where status = 'ready') q
),
known as materialized (
  select array(select jsonb_array_elements_text($2::jsonb)) as names
),
wanted as materialized (
  select * from jsonb_to_recordset($1::jsonb) as w (queue text, slots integer, after uuid)
),
shops as (
  select w.queue, w.slots, w.after, 1 as nth, h.organization_id, h.wrapped
  from wanted w cross join lateral (
    (select j.organization_id, false as wrapped from public.jobs j
     where j.status = 'ready' and j.queue = w.queue and j.organization_id >= w.after
     order by j.organization_id limit 1)
    union all
    (select j.organization_id, true from public.jobs j
     where j.status = 'ready' and j.queue = w.queue and j.organization_id < w.after
     order by j.organization_id limit 1)
    limit 1
  ) h
  union all
  select s.queue, s.slots, s.after, s.nth + 1, h.organization_id, h.wrapped
  from shops s cross join lateral (
    (select j.organization_id, s.wrapped from public.jobs j
     where j.status = 'ready' and j.queue = s.queue and j.organization_id > s.organization_id
       and j.organization_id < case when s.wrapped then s.after else 'ffffffff-ffff-ffff-ffff-ffffffffffff' end
     order by j.organization_id limit 1)
    union all
    (select j.organization_id, true from public.jobs j
     where not s.wrapped and j.status = 'ready' and j.queue = s.queue and j.organization_id < s.after
     order by j.organization_id limit 1)
    limit 1
  ) h
  where s.nth < s.slots
),
turns as materialized (
  select queue, nth, organization_id,
    ceil(slots::numeric / count(*) over (partition by queue))::integer as share
  from shops
),
picked as materialized (
  select p.* from wanted w cross join lateral (
    select j.organization_id, j.id
    from (select * from turns where turns.queue = w.queue order by nth) t
    cross join lateral (
      select j.organization_id, j.id from public.jobs j
      where j.status = 'ready' and j.queue = t.queue and j.organization_id = t.organization_id
        and j.name = any ((select names from known)::text[])
      order by j.priority desc, j.run_at, j.id
      for update skip locked limit t.share
    ) j
    limit w.slots
  ) p
),
claimed as (
  update public.jobs j
  set status = 'running', attempt = j.attempt + 1, locked_by = $3, locked_until = $5
  from picked p
  where j.organization_id = p.organization_id and j.id = p.id
  returning j.*
)
select t.queue, t.organization_id, t.share,
  c.id, c.name, c.payload, c.attempt, c.max_attempts, c.run_at, c.trace,
  (select count(*) from tended) as tended,
  (select queues from woken) as woken,
  least((select min(run_at) from public.jobs where status = 'scheduled'),
        (select min(locked_until) from public.jobs where status = 'running')) as next_at
from (select 1) always
left join turns t on true
left join claimed c on c.queue = t.queue and c.organization_id = t.organization_id
order by t.queue, t.nth, c.priority desc, c.run_at, c.id
