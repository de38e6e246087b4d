-- Identity. The table and column names are Better Auth's, so that its clients and databases fit; the keys, constraints
-- and policies are ours. Users and organizations are the only tables that belong to no organization.
create table auth."user" (
  id uuid primary key default private.uuid_v7(),
  name text not null,
  email text not null unique check (email = lower(email)),
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);

create table auth.organization (
  id uuid primary key default private.uuid_v7(),
  name text not null,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  logo text,
  metadata text,
  "createdAt" timestamptz not null default now()
);

-- The installation itself: owner of system-wide jobs, schedules and event subscriptions. Nobody is a member of it.
insert into auth.organization (id, name, slug)
values ('00000000-0000-0000-0000-000000000000', 'This installation', 'installation');

-- `role`: several are joined by commas.
create table auth.member (
  "organizationId" uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  "userId" uuid not null references auth."user" (id) on delete cascade,
  role text not null default 'member',
  "createdAt" timestamptz not null default now(),
  primary key ("organizationId", id),
  unique ("organizationId", "userId")
);
create index on auth.member ("userId", "organizationId");

-- What a person may do in a shop. `role` is open: shops define roles of their own.
create table public.user_roles (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  user_id uuid not null references auth."user" (id) on delete cascade,
  role text not null check (role ~ '^[a-z][a-z0-9_-]{0,62}$'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, user_id, role)
);
create index on public.user_roles (user_id, organization_id);

-- Admin is what the database says, never what a token says.
create function auth.is_admin(uid uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$
  select exists (
    select from auth.member m
    where m."organizationId" = auth.organization_id() and m."userId" = uid
      and string_to_array(m.role, ',') && array['owner', 'admin']
  ) or exists (
    select from public.user_roles r
    where r.organization_id = auth.organization_id() and r.user_id = uid and r.role in ('owner', 'admin')
  )
$$;

create function private.is_admin() returns boolean
  language sql stable security definer set search_path = ''
as $$ select auth.is_admin(auth.uid()) $$;

create function private.is_staff() returns boolean
  language sql stable security definer set search_path = ''
as $$
  select exists (
    select from auth.member m
    where m."organizationId" = auth.organization_id() and m."userId" = auth.uid()
  ) or exists (
    select from public.user_roles r
    where r.organization_id = auth.organization_id() and r.user_id = auth.uid()
  )
$$;

grant execute on function private.is_admin(), private.is_staff() to anon, authenticated, service_role;
