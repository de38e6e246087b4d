-- Several permissive policies are joined by `or`: each widens what the others meant to narrow.
with spread as (
  select p.polrelid, role, command
  from pg_policy p
  cross join unnest(p.polroles) role
  cross join unnest(case p.polcmd when '*' then array['r', 'a', 'w', 'd'] else array[p.polcmd::text] end) command
  where p.polpermissive
)
select format('%s for %s, %s', polrelid::regclass,
  case role when 0 then 'public' else role::regrole::text end,
  case command when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end) as object
from spread
group by polrelid, role, command
having count(*) > 1
