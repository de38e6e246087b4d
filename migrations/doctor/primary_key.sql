-- The primary key carries the organization, or references cannot carry it.
select format('%I.%I', n.nspname, c.relname) as object
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'auth', 'private') and c.relkind in ('r', 'p')
  and format('%s.%s', n.nspname, c.relname) <> all ($1)
  and not exists (
    select from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
    where k.conrelid = c.oid and k.contype = 'p' and a.attname in ('organization_id', 'organizationId'))
