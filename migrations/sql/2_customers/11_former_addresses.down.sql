drop index auth."invitation_expiresAt_idx", public.customers_email_idx;
drop trigger keep_former_address on public.customers;
drop trigger keep_former_address on auth."user";
drop function private.keep_former_address();
drop table public.former_addresses;
drop index public.jobs_of_erasures, public.jobs_dead_by_age;
revoke select on public.jobs from authenticated;
grant select on public.jobs to authenticated;
