create or replace function private.is_of(line public.security_logs, person uuid) returns boolean
  language sql immutable parallel safe set search_path = ''
as $$
  select coalesce(coalesce(line.actor_id, line.user_id) = person or line.impersonated_by = person
    or (line.user_id = person and line.name like 'session.%'), false)
$$;
drop index auth."invitation_expiresAt_idx", public.customers_email_idx;
drop trigger keep_former_address on public.customers;
drop trigger keep_former_address on auth."user";
drop function private.keep_former_address();
drop table public.former_addresses, public.privacy_pages;
drop index public.privacy_requests_expires_at_idx, public.privacy_requests_created_at_idx;
update public.privacy_requests set expires_at = null where expires_at is not null;
alter table public.privacy_requests add column file text;
create index on public.privacy_requests (id) where file is not null;
create index on public.privacy_requests (expires_at) where file is not null;
drop index public.jobs_dead_by_age;
revoke select on public.jobs from authenticated;
grant select on public.jobs to authenticated;
