-- A view runs as its owner and so past every policy, unless it is a security_invoker. One of materialized views, which have no policies,
-- names shop and permission itself, behind a barrier.
select c.oid::regclass::text as object
from pg_class c
where c.relkind = 'v' and c.relnamespace in (select oid from pg_namespace where nspname in ('public', 'auth', 'private'))
  and not coalesce(array_to_string(c.reloptions, ',') ~ 'security_invoker=(true|on|1)', false)
  and not (
    coalesce(array_to_string(c.reloptions, ',') ~ 'security_barrier=(true|on|1)', false)
    and pg_get_viewdef(c.oid) ~ 'auth\.organization_id\(\)' and pg_get_viewdef(c.oid) ~ 'private\.may\('
    and not exists (
      select from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
      join pg_class t on t.oid = d.refobjid
      where r.ev_class = c.oid and t.oid <> c.oid and t.relkind <> 'm'))
