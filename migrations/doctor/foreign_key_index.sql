-- Without an index a delete of the referenced row scans the table.
select format('%s on %s', quote_ident(k.conname), k.conrelid::regclass) as object
from pg_constraint k
join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f' and n.nspname in ('public', 'auth', 'private') and k.conparentid = 0
  and not exists (
    select from pg_index i
    where i.indrelid = k.conrelid and i.indisvalid and i.indpred is null
      and (select array_agg(lead.attnum order by lead.attnum)
           from unnest(i.indkey::smallint[]) with ordinality lead (attnum, place)
           where lead.place <= cardinality(k.conkey))
        = (select array_agg(attnum order by attnum) from unnest(k.conkey) attnum))
