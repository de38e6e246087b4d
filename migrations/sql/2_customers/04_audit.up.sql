-- Who called what. Written in batches beside the requests, never by them; kept by month.
create table public.api_audit_logs (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  created_at timestamptz not null default now(),
  user_id uuid,
  session_id uuid,
  api_key_id uuid,
  personal_key_id uuid,
  impersonated_by uuid,
  method text not null,
  -- The route, `/admin/customers/{id}`, and the path that was asked for; queries are not kept, they may hold anything.
  endpoint text not null,
  path text not null,
  status smallint not null,
  duration_ms integer not null,
  address text,
  user_agent text,
  request_id text,
  primary key (organization_id, id, created_at)
) partition by range (created_at);
create index on public.api_audit_logs (organization_id, created_at desc, id desc);
create index on public.api_audit_logs (organization_id, user_id, created_at desc);
create index on public.api_audit_logs (organization_id, api_key_id, created_at desc);
create index on public.api_audit_logs (user_id);
create index on public.api_audit_logs (impersonated_by);
call private.secure_table('public.api_audit_logs', permission => 'audit', writer => 'nobody');
create table public.api_audit_logs_default partition of public.api_audit_logs default;
call private.secure_partition('public', 'api_audit_logs_default');
select private.ensure_partitions('public.api_audit_logs', 2);

-- What happened to ways in, roles and keys. Only ever added to: triggers write it, whoever makes the change and however.
-- What concerns a person and no shop is written for the installation, and for each shop whose staff he is.
create table public.security_logs (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  created_at timestamptz not null default now(),
  name text not null check (name ~ '^[a-z_]+\.[a-z_]+$'),
  -- Whom it is about, and who did it; null: Kontor itself, or nobody knows.
  user_id uuid,
  actor_id uuid,
  api_key_id uuid,
  impersonated_by uuid,
  session_id uuid,
  address text,
  user_agent text,
  request_id text,
  detail jsonb,
  primary key (organization_id, id, created_at)
) partition by range (created_at);
create index on public.security_logs (organization_id, created_at desc, id desc);
create index on public.security_logs (organization_id, user_id, created_at desc);
create index on public.security_logs (user_id);
create index on public.security_logs (actor_id);
create index on public.security_logs (impersonated_by);
call private.secure_table('public.security_logs', permission => 'audit', writer => 'nobody');
revoke update, delete on public.security_logs from service_role;
create table public.security_logs_default partition of public.security_logs default;
call private.secure_partition('public', 'security_logs_default');
revoke update, delete on public.security_logs_default from service_role;
select private.ensure_partitions('public.security_logs', 2);

-- Not even Kontor changes what was written: only the functions that keep the months, and the one that takes out a person who
-- is erased, which run as the owner of the schema.
create function private.only_added_to() returns trigger
  language plpgsql set search_path = ''
as $$ begin
  if current_user in ('anon', 'authenticated', 'service_role') then
    raise exception 'the security log is only added to' using errcode = '42501';
  end if;
  return coalesce(new, old);
end $$;
create trigger only_added_to before update or delete on public.security_logs
  for each row execute function private.only_added_to();

create function private.log_security(
  event_name text, shop uuid, subject uuid, event_detail jsonb, event_session uuid default null, event_address text default null,
  event_agent text default null
) returns void
  language plpgsql volatile security definer set search_path = ''
as $$
declare
  said jsonb := coalesce(nullif(current_setting('kontor.request', true), '')::jsonb, '{}');
  actor uuid := coalesce((said ->> 'user_id')::uuid, auth.uid());
begin
  insert into public.security_logs (organization_id, name, user_id, actor_id, api_key_id, impersonated_by, session_id,
    address, user_agent, request_id, detail)
  select o.id, event_name, subject, actor, coalesce((said ->> 'api_key_id')::uuid, auth.api_key_id()),
    (said ->> 'impersonated_by')::uuid, coalesce(event_session, (said ->> 'session_id')::uuid),
    coalesce(event_address, said ->> 'address'), coalesce(event_agent, said ->> 'user_agent'), said ->> 'request_id',
    event_detail
  from auth.organization o
  where o.id = shop
    or (shop is null and (o.id = '00000000-0000-0000-0000-000000000000' or o.id in (
      select m."organizationId" from auth.member m where m."userId" = subject
      union select r.organization_id from public.user_roles r where r.user_id = subject)));
end $$;
grant execute on function private.log_security(text, uuid, uuid, jsonb, uuid, text, text) to service_role;

create function private.log_session() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' then
    perform private.log_security(
      case when new."impersonatedBy" is null then 'session.started' else 'impersonation.started' end, null, new."userId",
      case when new."impersonatedBy" is not null then jsonb_build_object('impersonated_by', new."impersonatedBy") end,
      new.id, new."ipAddress", new."userAgent");
  elsif old."expiresAt" > now() then
    perform private.log_security(
      case when old."impersonatedBy" is null then 'session.ended' else 'impersonation.ended' end, null, old."userId", null,
      old.id);
  end if;
  return null;
end $$;
create trigger log_security after insert or delete on auth.session for each row execute function private.log_session();

create function private.log_user() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'DELETE' then
    perform private.log_security('user.deleted', null, old.id, null);
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform private.log_security('user.created', null, new.id, null);
    return null;
  end if;
  if new.email <> old.email then
    perform private.log_security('email.changed', null, new.id, null);
  end if;
  if new."emailVerified" and not old."emailVerified" then
    perform private.log_security('email.verified', null, new.id, null);
  end if;
  if new.role <> old.role then
    perform private.log_security('role.changed', null, new.id, jsonb_build_object('from', old.role, 'to', new.role));
  end if;
  if new.banned <> old.banned then
    perform private.log_security(case when new.banned then 'user.banned' else 'user.unbanned' end, null, new.id,
      jsonb_build_object('reason', new."banReason", 'until', new."banExpires"));
  end if;
  return null;
end $$;
create trigger log_security after insert or delete or update of email, "emailVerified", role, banned on auth."user"
  for each row execute function private.log_user();

create function private.log_account() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' then
    perform private.log_security('credential.added', null, new."userId", jsonb_build_object('provider', new."providerId"));
  elsif tg_op = 'DELETE' then
    perform private.log_security('credential.removed', null, old."userId", jsonb_build_object('provider', old."providerId"));
  elsif new.password is distinct from old.password then
    perform private.log_security('password.changed', null, new."userId", null);
  end if;
  return null;
end $$;
create trigger log_security after insert or delete or update of password on auth.account
  for each row execute function private.log_account();

create function private.log_second_factor() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'DELETE' then
    perform private.log_security('second_factor.removed', null, old."userId", null);
  elsif new.verified and (tg_op = 'INSERT' or not old.verified) then
    perform private.log_security('second_factor.added', null, new."userId", null);
  elsif tg_op = 'UPDATE' and new."lockedUntil" is distinct from old."lockedUntil" and new."lockedUntil" is not null then
    perform private.log_security('second_factor.locked', null, new."userId", null);
  elsif tg_op = 'UPDATE' and new."backupCodes" <> old."backupCodes" then
    perform private.log_security('backup_codes.changed', null, new."userId", null);
  end if;
  return null;
end $$;
create trigger log_security after insert or update or delete on auth."twoFactor"
  for each row execute function private.log_second_factor();

create function private.log_passkey() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' then
    perform private.log_security('passkey.added', null, new."userId", jsonb_build_object('name', new.name));
  else
    perform private.log_security('passkey.removed', null, old."userId", jsonb_build_object('name', old.name));
  end if;
  return null;
end $$;
create trigger log_security after insert or delete on auth.passkey for each row execute function private.log_passkey();

create function private.log_personal_key() returns trigger
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
  return null;
end $$;
create trigger log_security after insert or delete or update of enabled on auth.apikey
  for each row execute function private.log_personal_key();

create function private.log_member() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' then
    perform private.log_security('member.added', new."organizationId", new."userId", jsonb_build_object('role', new.role));
  elsif tg_op = 'DELETE' then
    perform private.log_security('member.removed', old."organizationId", old."userId", jsonb_build_object('role', old.role));
  elsif new.role <> old.role then
    perform private.log_security('role.changed', new."organizationId", new."userId",
      jsonb_build_object('from', old.role, 'to', new.role));
  end if;
  return null;
end $$;
create trigger log_security after insert or delete or update of role on auth.member
  for each row execute function private.log_member();

create function private.log_user_role() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' then
    perform private.log_security('role.given', new.organization_id, new.user_id, jsonb_build_object('role', new.role));
  else
    perform private.log_security('role.taken', old.organization_id, old.user_id, jsonb_build_object('role', old.role));
  end if;
  return null;
end $$;
create trigger log_security after insert or delete on public.user_roles
  for each row execute function private.log_user_role();

create function private.log_own_role() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'DELETE' then
    perform private.log_security('role_definition.deleted', old."organizationId", null, jsonb_build_object('role', old.role));
  else
    perform private.log_security('role_definition.changed', new."organizationId", null,
      jsonb_build_object('role', new.role, 'permission', new.permission::jsonb));
  end if;
  return null;
end $$;
create trigger log_security after insert or update or delete on auth."organizationRole"
  for each row execute function private.log_own_role();

create function private.log_invitation() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' or new.status <> old.status then
    perform private.log_security('invitation.' || case tg_op when 'INSERT' then 'created' else new.status end,
      new."organizationId", null, jsonb_build_object('invitation_id', new.id, 'role', new.role));
  end if;
  return null;
end $$;
create trigger log_security after insert or update of status on auth.invitation
  for each row execute function private.log_invitation();

create function private.log_api_key() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  said jsonb;
begin
  if tg_op = 'DELETE' then
    perform private.log_security('api_key.deleted', old.organization_id, null,
      jsonb_build_object('api_key_id', old.id, 'redacted', old.redacted));
    return null;
  end if;
  said := jsonb_build_object('api_key_id', new.id, 'type', new.type, 'redacted', new.redacted, 'scopes', new.scopes);
  if tg_op = 'INSERT' then
    perform private.log_security('api_key.created', new.organization_id, null, said);
  elsif new.revoked_at is not null and old.revoked_at is null then
    perform private.log_security('api_key.revoked', new.organization_id, null, said);
  elsif new.deleted_at is not null and old.deleted_at is null then
    perform private.log_security('api_key.deleted', new.organization_id, null, said);
  elsif new.scopes <> old.scopes or new.expires_at is distinct from old.expires_at then
    perform private.log_security('api_key.changed', new.organization_id, null, said);
  end if;
  return null;
end $$;
create trigger log_security after insert or update or delete on public.api_keys
  for each row execute function private.log_api_key();
