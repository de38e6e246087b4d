-- Who called what. Written in batches beside the requests, never by them; kept by month. Neither log has a foreign key to its
-- shop: one that is deleted takes no evidence with it, its lines stay until their time is over.
create table public.api_audit_logs (
  organization_id uuid not null,
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
-- Most lines have no key or nobody who acts as somebody else: those stand in no index of theirs.
create index on public.api_audit_logs (organization_id, api_key_id, created_at desc) where api_key_id is not null;
create index on public.api_audit_logs (user_id) where user_id is not null;
create index on public.api_audit_logs (impersonated_by) where impersonated_by is not null;
-- What the log is filtered by is found by itself.
create index on public.api_audit_logs (organization_id, impersonated_by, created_at desc) where impersonated_by is not null;
create index on public.api_audit_logs (organization_id, endpoint, created_at desc);
create index on public.api_audit_logs (organization_id, method, created_at desc);
create index on public.api_audit_logs (organization_id, status, created_at desc);
create index on public.api_audit_logs (organization_id, address, created_at desc);
create index on public.api_audit_logs (organization_id, request_id);
call private.secure_table('public.api_audit_logs', permission => 'audit', writer => 'nobody');
create table public.api_audit_logs_default partition of public.api_audit_logs default;
call private.secure_partition('public', 'api_audit_logs_default');
select private.ensure_partitions('public.api_audit_logs', 2);

-- What happened to ways in, roles and keys. Only ever added to: triggers write it, whoever makes the change and however.
-- What concerns a person and no shop is written for the installation, and for each shop whose staff he is.
create table public.security_logs (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  created_at timestamptz not null default now(),
  name text not null check (name ~ '^[a-z_]+\.[a-z_]+$'),
  -- Whom it is about, and who did it; null: Kontor itself, or nobody knows.
  user_id uuid,
  actor_id uuid,
  api_key_id uuid,
  -- A person's own key is no key of the shop.
  personal_key_id uuid,
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
create index on public.security_logs (organization_id, name, created_at desc);
create index on public.security_logs (organization_id, actor_id, created_at desc);
create index on public.security_logs (organization_id, address, created_at desc);
create index on public.security_logs (organization_id, request_id);
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
