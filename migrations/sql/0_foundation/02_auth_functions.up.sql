-- Who is asking: read from the settings that Db::begin makes, which are those of PostgREST's pre-query.
-- `private` is never exposed through PostgREST: it holds helpers, materialized views and search functions.
create schema auth;
revoke create on schema public from public;
grant usage on schema public, auth, private to anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;
alter default privileges in schema auth grant execute on functions to anon, authenticated, service_role;

-- After the first use a custom setting is '' and not null, hence nullif everywhere.
-- Bodies that are parsed here and not when they are called: no search_path changes what they mean, and they are written into whatever calls
-- them. A call of a function that fixes its search_path costs more than what these do, and a checkout made two hundred.
create function auth.jwt() returns jsonb
  language sql stable
  return nullif(current_setting('request.jwt.claims', true), '')::jsonb;

create function auth.uid() returns uuid
  language sql stable
  return coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid;

create function auth.role() returns text
  language sql stable
  return coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  );

comment on function auth.uid() is 'the signed-in user, or null';

create function auth.organization_id() returns uuid
  language sql stable
  return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'organization_id')::uuid;

comment on function auth.organization_id() is
  'the shop that this transaction works in; being allowed anything there is decided by members and user_roles';

create function auth.api_key_id() returns uuid
  language sql stable
  return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'api_key_id')::uuid;

comment on function auth.api_key_id() is 'the secret key with which a program calls, or null; what it may do its row says';

-- UUIDv7 (RFC 9562, 5.7): time-ordered, so new rows land at the end of every index.
do $$
begin
  if exists (select from pg_proc where proname = 'uuidv7' and pronamespace = 'pg_catalog'::regnamespace) then
    create function private.uuid_v7() returns uuid
      language sql volatile parallel safe return pg_catalog.uuidv7();
  else
    create function private.uuid_v7() returns uuid
      language sql volatile parallel safe set search_path = ''
    as $f$
      select encode(
        set_bit(set_bit(overlay(
          uuid_send(gen_random_uuid())
          placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
          52, 1), 53, 1), 'hex')::uuid
    $f$;
  end if;
end
$$;

create function private.set_updated_at() returns trigger
  language plpgsql set search_path = ''
as $$ begin
  new.updated_at := now();
  return new;
end $$;

grant execute on function private.uuid_v7(), private.set_updated_at() to anon, authenticated, service_role;
