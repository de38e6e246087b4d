-- What is written into the security log: by triggers, in the transaction of the change, whoever makes it and however.

-- A shop that is being deleted has its lines too, so nobody asks whether it is there.
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
  insert into public.security_logs (organization_id, name, user_id, actor_id, api_key_id, personal_key_id, impersonated_by,
    session_id, address, user_agent, request_id, detail)
  select l.id, event_name, subject, actor, coalesce((said ->> 'api_key_id')::uuid, auth.api_key_id()),
    (said ->> 'personal_key_id')::uuid, (said ->> 'impersonated_by')::uuid, coalesce(event_session, (said ->> 'session_id')::uuid),
    coalesce(event_address, said ->> 'address'), coalesce(event_agent, said ->> 'user_agent'), said ->> 'request_id',
    event_detail
  from (
    select shop as id where shop is not null
    union select '00000000-0000-0000-0000-000000000000' where shop is null
    union select m."organizationId" from auth.member m where shop is null and m."userId" = subject
    union select r.organization_id from public.user_roles r where shop is null and r.user_id = subject
  ) l;
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

create function private.log_organization() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.log_security('organization.deleted', null, null,
    jsonb_build_object('organization_id', old.id, 'slug', old.slug, 'name', old.name));
  return null;
end $$;
create trigger log_security after delete on auth.organization for each row execute function private.log_organization();

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
  if new."twoFactorEnabled" <> old."twoFactorEnabled" then
    perform private.log_security(
      case when new."twoFactorEnabled" then 'second_factor.switched_on' else 'second_factor.switched_off' end, null, new.id,
      null);
  end if;
  return null;
end $$;
create trigger log_security after insert or delete or update of email, "emailVerified", role, banned, "twoFactorEnabled" on auth."user"
  for each row execute function private.log_user();

-- kontor.change says of what kind a change is, where the rows do not: 'renewed', the same secret is kept in another way, which
-- is nobody's doing; 'code_used', a backup code less.
create function private.log_account() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' then
    perform private.log_security('credential.added', null, new."userId", jsonb_build_object('provider', new."providerId"));
  elsif tg_op = 'DELETE' then
    perform private.log_security('credential.removed', null, old."userId", jsonb_build_object('provider', old."providerId"));
  elsif new.password is distinct from old.password
    and current_setting('kontor.change', true) is distinct from 'renewed' then
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
  elsif tg_op = 'UPDATE' and new."backupCodes" <> old."backupCodes"
    and current_setting('kontor.change', true) is distinct from 'renewed' then
    perform private.log_security(
      case current_setting('kontor.change', true) when 'code_used' then 'backup_code.used' else 'backup_codes.changed' end,
      null, new."userId", null);
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

-- What a key may and for how long is told, however it is changed.
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
  if tg_op = 'UPDATE' and (new."expiresAt", new.permissions, new."rateLimitMax", new."rateLimitTimeWindow")
      is distinct from (old."expiresAt", old.permissions, old."rateLimitMax", old."rateLimitTimeWindow") then
    perform private.log_security('personal_key.changed', null, new."referenceId",
      jsonb_build_object('start', new.start, 'until', new."expiresAt", 'permissions', new.permissions, 'calls', new."rateLimitMax"));
  end if;
  return null;
end $$;
create trigger log_security
  after insert or delete or update of enabled, "expiresAt", permissions, "rateLimitMax", "rateLimitTimeWindow" on auth.apikey
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
