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
  if tg_op = 'UPDATE' and new."expiresAt" is distinct from old."expiresAt" then
    perform private.log_security('personal_key.changed', null, new."referenceId",
      jsonb_build_object('start', new.start, 'until', new."expiresAt"));
  end if;
  return null;
end $$;
create or replace trigger log_security after insert or delete or update of enabled, "expiresAt" on auth.apikey
  for each row execute function private.log_personal_key();
alter table auth.apikey
  drop column "windowStart",
  alter column "rateLimitTimeWindow" set default 86400000,
  alter column "rateLimitMax" set default 10;
