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
  return null;
end $$;
create or replace trigger log_security after insert or delete or update of enabled on auth.apikey
  for each row execute function private.log_personal_key();

create or replace function private.log_second_factor() returns trigger
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

create or replace function private.log_account() returns trigger
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
  return null;
end $$;
create or replace trigger log_security after insert or delete or update of email, "emailVerified", role, banned on auth."user"
  for each row execute function private.log_user();

drop trigger log_security on auth.organization;
drop function private.log_organization();

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

drop index public.api_audit_logs_organization_id_impersonated_by_created_at_idx,
  public.api_audit_logs_organization_id_endpoint_created_at_idx,
  public.api_audit_logs_organization_id_status_method_created_at_idx,
  public.api_audit_logs_organization_id_address_created_at_idx,
  public.api_audit_logs_organization_id_request_id_idx,
  public.security_logs_organization_id_name_created_at_idx,
  public.security_logs_organization_id_actor_id_created_at_idx,
  public.security_logs_organization_id_address_created_at_idx,
  public.security_logs_organization_id_request_id_idx;

update public.security_logs set api_key_id = personal_key_id where personal_key_id is not null;
alter table public.security_logs drop column personal_key_id;

delete from public.api_audit_logs l where not exists (select from auth.organization o where o.id = l.organization_id);
delete from public.security_logs l where not exists (select from auth.organization o where o.id = l.organization_id);
alter table public.api_audit_logs
  add foreign key (organization_id) references auth.organization (id) on delete cascade;
alter table public.security_logs
  add foreign key (organization_id) references auth.organization (id) on delete cascade;
