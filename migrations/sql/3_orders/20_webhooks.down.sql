do $$
begin
  if exists (select from pg_roles where rolname = 'kontor_app') then
    revoke usage on schema private from kontor_app;
  end if;
end
$$;
drop function private.take_webhooks(uuid[], uuid[], uuid[], text[], text[], text[], text[], text[], text[], text[], text[], bytea[], timestamptz[], text, timestamptz);
drop table public.webhook_events;
