drop function auth.find_session(text, uuid, timestamptz, timestamptz);
revoke usage on schema auth from authenticator;
do $$
begin
  if exists (select from pg_roles where rolname = 'kontor_app') then
    revoke usage on schema auth from kontor_app;
  end if;
end
$$;
