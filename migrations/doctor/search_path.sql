-- A function without a fixed search_path can be made to call another function than it means, unless its body was parsed when it was made.
select p.oid::regprocedure::text as object
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('public', 'auth', 'private')
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  and p.prosqlbody is null
  and not coalesce(p.proconfig::text like '%search_path=%', false)
