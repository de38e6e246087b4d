-- A time of change that nobody sets is a lie.
select c.oid::regclass::text as object
from pg_class c join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attname = 'updated_at' and not a.attisdropped
where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition
  and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'set_updated_at')
