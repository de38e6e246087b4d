-- The three roles that a transaction becomes, as PostgREST and Supabase name them, and PostgREST's own login.
-- Roles belong to the cluster, not to the database: several Kontor databases on one server share them.
do $$
begin
  if not exists (select from pg_roles where rolname = 'anon') then
    create role anon nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then
    create role authenticated nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'service_role') then
    create role service_role nologin noinherit bypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'authenticator') then
    create role authenticator nologin noinherit;
  end if;
end
$$;

grant anon, authenticated, service_role to authenticator;

-- kontor_app is made by infra/postgres/bootstrap.sql, because only a superuser may give it a password and a login.
do $$
begin
  if exists (select from pg_roles where rolname = 'kontor_app') then
    grant anon, authenticated, service_role to kontor_app;
  end if;
end
$$;
