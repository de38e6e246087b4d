-- Truncate, references and triggers are past row-level security; nobody unknown writes; nobody is granted what all have.
select format('%s on %s to %s', lower(a.privilege_type), c.oid::regclass,
  case a.grantee when 0 then 'public' else a.grantee::regrole::text end) as object
from pg_class c join pg_namespace n on n.oid = c.relnamespace
cross join aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
where n.nspname in ('public', 'auth', 'private') and c.relkind in ('r', 'p', 'v', 'm')
  and a.grantee <> c.relowner
  and (a.grantee = 0
    or (a.grantee::regrole::text in ('anon', 'authenticated', 'service_role')
        and a.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'))
    or (a.grantee::regrole::text = 'anon' and a.privilege_type <> 'SELECT'))
