-- A personal key calls so often in so long a time, which begins with a call. Ten calls a day, Better Auth's default, is no use to
-- programs of a shop; keys that exist keep theirs.
alter table auth.apikey
  add column "windowStart" timestamptz,
  alter column "rateLimitTimeWindow" set default 60000,
  alter column "rateLimitMax" set default 300;

-- What a key may and for how long is told, however it is changed.
create or replace function private.log_personal_key() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'DELETE' then
    perform private.log_security('personal_key.deleted', null, old."referenceId", jsonb_build_object('start', old.start));
  elsif tg_op = 'INSERT' then
    perform private.log_security('personal_key.created', null, new."referenceId", jsonb_build_object('start', new.start));
  elsif new.enabled <> old.enabled then
    perform private.log_security(case when new.enabled then 'personal_key.enabled' else 'personal_key.disabled' end, null,
      new."referenceId", jsonb_build_object('start', new.start));
  end if;
  if tg_op = 'UPDATE' and (new."expiresAt", new.permissions, new."rateLimitMax", new."rateLimitTimeWindow")
      is distinct from (old."expiresAt", old.permissions, old."rateLimitMax", old."rateLimitTimeWindow") then
    perform private.log_security('personal_key.changed', null, new."referenceId",
      jsonb_build_object('start', new.start, 'until', new."expiresAt", 'permissions', new.permissions, 'calls', new."rateLimitMax"));
  end if;
  return null;
end $$;
create or replace trigger log_security
  after insert or delete or update of enabled, "expiresAt", permissions, "rateLimitMax", "rateLimitTimeWindow" on auth.apikey
  for each row execute function private.log_personal_key();
