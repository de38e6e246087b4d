-- A unique value across shops tells one shop what another has.
select format('%s on %s', i.indexrelid::regclass, i.indrelid::regclass) as object
from pg_index i
join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
where i.indisunique and n.nspname in ('public', 'auth', 'private') and c.relkind in ('r', 'p')
  and format('%s.%s', n.nspname, c.relname) <> all ($1)
  and not exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey::smallint[])
                  and a.attname in ('organization_id', 'organizationId'))
