-- Materialized views have no policies.
select c.oid::regclass::text as object
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'm' and n.nspname in ('public', 'auth')
