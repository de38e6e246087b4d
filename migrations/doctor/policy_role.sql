-- Policies are written per role; one for everybody is a policy that nobody thought about.
select format('%I on %s', p.polname, p.polrelid::regclass) as object
from pg_policy p where 0 = any (p.polroles)
