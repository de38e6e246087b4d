-- The logs outlive what they speak of, tell apart what looked alike, and are found by all that they can be filtered by.

-- A shop that is deleted takes no evidence with it: its lines stay until their time is over.
alter table public.api_audit_logs drop constraint api_audit_logs_organization_id_fkey;
alter table public.security_logs drop constraint security_logs_organization_id_fkey;

-- A person's own key is no key of the shop.
alter table public.security_logs add column personal_key_id uuid;
update public.security_logs l set personal_key_id = l.api_key_id, api_key_id = null
where exists (select from auth.apikey k where k.id = l.api_key_id);

create index on public.api_audit_logs (organization_id, impersonated_by, created_at desc);
create index on public.api_audit_logs (organization_id, endpoint, created_at desc);
create index on public.api_audit_logs (organization_id, status, method, created_at desc);
create index on public.api_audit_logs (organization_id, address, created_at desc);
create index on public.api_audit_logs (organization_id, request_id);
create index on public.security_logs (organization_id, name, created_at desc);
create index on public.security_logs (organization_id, actor_id, created_at desc);
create index on public.security_logs (organization_id, address, created_at desc);
create index on public.security_logs (organization_id, request_id);

-- A shop that is being deleted has its lines too, so nobody asks whether it is there.
create or replace function private.log_security(
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

create function private.log_organization() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.log_security('organization.deleted', null, null,
    jsonb_build_object('organization_id', old.id, 'slug', old.slug, 'name', old.name));
  return null;
end $$;
create trigger log_security after delete on auth.organization for each row execute function private.log_organization();

create or replace function private.log_user() returns trigger
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
create or replace trigger log_security after insert or delete or update of email, "emailVerified", role, banned, "twoFactorEnabled" on auth."user"
  for each row execute function private.log_user();

-- kontor.change says of what kind a change is, where the rows do not: 'renewed', the same secret is kept in another way, which
-- is nobody's doing; 'code_used', a backup code less.
create or replace function private.log_account() returns trigger
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

create or replace function private.log_second_factor() returns trigger
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
