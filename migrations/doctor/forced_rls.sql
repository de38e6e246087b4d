-- A table without forced row-level security shows every shop's rows to whoever may read it.
select format('%I.%I', n.nspname, c.relname) as object
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'auth', 'private') and c.relkind in ('r', 'p')
  and not (c.relrowsecurity and c.relforcerowsecurity)
