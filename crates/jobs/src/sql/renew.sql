-- The heart-beat: $1 as [{organization_id, id, attempt}], $2 worker, $3 end of the lease. Says what the worker still holds.
-- A row that is just being settled is skipped and not waited for, so that the two cannot block each other.
with held as materialized (
  select * from jsonb_to_recordset($1::jsonb) as h (organization_id uuid, id uuid, attempt integer)
),
mine as (
  select j.organization_id, j.id
  from held h join public.jobs j on j.organization_id = h.organization_id and j.id = h.id
  where j.status = 'running' and j.locked_by = $2 and j.attempt = h.attempt
  for update of j skip locked
),
renewed as (
  update public.jobs j set locked_until = $3
  from mine m where j.organization_id = m.organization_id and j.id = m.id
)
select j.id
from held h join public.jobs j on j.organization_id = h.organization_id and j.id = h.id
where j.status = 'running' and j.locked_by = $2 and j.attempt = h.attempt
