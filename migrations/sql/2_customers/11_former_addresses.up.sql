-- A job carries what its work needs: links that let somebody in, codes, addresses. People of a shop see that it failed and
-- why, and not what it carries. The same holds behind PostgREST.
revoke select on public.jobs from authenticated;
grant select (organization_id, id, queue, name, unique_key, status, priority, run_at, attempt, max_attempts, locked_until,
  last_error, created_at, updated_at, finished_at, created_by) on public.jobs to authenticated;
create index jobs_dead_by_age on public.jobs (finished_at) where status = 'dead';
-- Rotation of keys walks by id.
create index jobs_of_erasures on public.jobs (id) where name in ('accounts.erase_person', 'accounts.erase_person_again');

-- Addresses that somebody had proven, or a shop knew a customer by, and until when: what stands below them is his as well
-- when he asks what is kept, or has it erased.
create table public.former_addresses (
  organization_id uuid not null default '00000000-0000-0000-0000-000000000000'
    references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  user_id uuid references auth."user" (id) on delete cascade,
  customer_id uuid,
  email text not null check (email <> ''),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  check (num_nonnulls(user_id, customer_id) > 0),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade
);
create index on public.former_addresses (user_id);
create index on public.former_addresses (organization_id, customer_id);
call private.secure_table('public.former_addresses', reader => 'nobody', writer => 'nobody');

create function private.keep_former_address() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_table_name = 'customers' then
    insert into public.former_addresses (organization_id, customer_id, email)
    values (old.organization_id, old.id, old.email);
  else
    insert into public.former_addresses (user_id, email) values (old.id, old.email);
  end if;
  return null;
end $$;
create trigger keep_former_address after update of email on auth."user" for each row
  when (old.email <> new.email and old."emailVerified") execute function private.keep_former_address();
-- Who is erased has no address any more, and no former one.
create trigger keep_former_address after update of email on public.customers for each row
  when (old.email <> new.email) execute function private.keep_former_address();

-- A person is looked for in all shops.
create index on public.customers (email) where email is not null;
create index on auth.invitation ("expiresAt");
