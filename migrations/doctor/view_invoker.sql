-- A view runs as its owner and so past every policy, unless it is a security_invoker.
select c.oid::regclass::text as object
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'v' and n.nspname in ('public', 'auth', 'private')
  and not coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false)
