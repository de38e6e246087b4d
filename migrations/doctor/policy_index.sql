-- A policy's column is looked up in every statement: it leads an index, or stands right behind the organization.
select distinct format('%s.%I', p.polrelid::regclass, a.attname) as object
from pg_policy p
join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
  and d.refclassid = 'pg_class'::regclass and d.refobjid = p.polrelid and d.refobjsubid > 0
join pg_attribute a on a.attrelid = p.polrelid and a.attnum = d.refobjsubid
where a.atttypid = 'uuid'::regtype
  and not exists (
    select from pg_index i
    left join pg_attribute first on first.attrelid = i.indrelid and first.attnum = i.indkey[0]
    where i.indrelid = p.polrelid and i.indisvalid
      and (i.indkey[0] = a.attnum
           or (first.attname in ('organization_id', 'organizationId') and i.indnkeyatts > 1 and i.indkey[1] = a.attnum)))
