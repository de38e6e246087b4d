-- Foreign-key checks bypass row-level security, so the organization must be part of the reference itself.
select format('%s on %s', quote_ident(k.conname), k.conrelid::regclass) as object
from pg_constraint k
join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f' and n.nspname in ('public', 'auth', 'private')
  and format('%s.%s', rn.nspname, r.relname) <> all ($1)
  and not exists (
    select from unnest(k.conkey, k.confkey) as pair (from_column, to_column)
    join pg_attribute f on f.attrelid = k.conrelid and f.attnum = pair.from_column
    join pg_attribute t on t.attrelid = k.confrelid and t.attnum = pair.to_column
    -- What belongs to no shop may name the shop as it likes.
    where (f.attname in ('organization_id', 'organizationId') or format('%s.%s', n.nspname, c.relname) = any ($1))
      and (t.attname in ('organization_id', 'organizationId') or rn.nspname || '.' || r.relname = 'auth.organization'))
