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

-- Permissions are `resource:action`; `*` is all of them, `product:*` all of one resource.
-- Who writes also reads, for he is answered what he wrote: the same as Permissions::of in crates/auth/src/permission.rs.
create function private.covers(granted text[], permission text) returns boolean
  language sql immutable parallel safe set search_path = ''
as $$
  select granted && (array['*', permission, split_part(permission, ':', 1) || ':*']
    || case when permission like '%:read' then array[split_part(permission, ':', 1) || ':write'] end)
$$;

-- What the roles may that every shop has: the same table as crates/auth/src/permission.rs, which a test compares. `member` is what
-- Better Auth calls somebody without a role.
create function private.role_permissions(role text) returns text[]
  language sql immutable parallel safe set search_path = ''
as $$
  select case role
    when 'owner' then array['*']
    when 'admin' then array['*']
    when 'editor' then array['shop:read', 'product:*', 'inventory:read', 'promotion:read', 'content:*', 'analytics:read']
    when 'marketer' then array['shop:read', 'product:read', 'promotion:*', 'customer:read', 'content:read', 'campaign:*', 'analytics:read']
    when 'support' then array['shop:read', 'product:read', 'inventory:read', 'promotion:read', 'customer:*', 'order:*',
      'content:read']
    when 'viewer' then array['shop:read', 'product:read', 'inventory:read', 'promotion:read', 'customer:read', 'order:read',
      'content:read', 'analytics:read', 'campaign:read', 'workflow:read', 'record:read']
    when 'member' then array['shop:read', 'product:read', 'inventory:read', 'promotion:read', 'content:read']
    else array[]::text[]
  end
$$;

-- Kontor at work for one shop: what no person may write himself, orders and payments above all, is written in a transaction that is
-- `authenticated`, confined to its shop by the same policies as everybody's, and says `"works": "shop"` in its claims. Only
-- Db::begin_working makes one. No token that Kontor signs has that claim, and auth.check_session refuses it.
create function private.is_working() returns boolean
  language sql stable
  return coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'works' = 'shop', false);
grant execute on function private.is_working() to anon, authenticated, service_role;

-- With what a function begins that row-level security does not bind: what is asked a hundred times a second reads some ten tables, and to
-- weigh the policies of each costs more than to read them. Such a function names this shop in every table that it touches, and is for
-- Kontor at work alone, or besides for whoever has a permission.
-- Two functions: the first is written into whatever asks it, and tells in a microsecond who nearly always asks; the second is asked of others.
create function private.working_shop() returns uuid
  language sql stable
  return case when private.is_working() or current_setting('role', true) = 'service_role' then auth.organization_id() end;
create function private.shop_at_work(or_may text default null) returns uuid
  language plpgsql stable set search_path = ''
as $$ begin
  if private.working_shop() is null and (or_may is null or not private.may(or_may)) then
    raise insufficient_privilege using message = 'only Kontor at work may do this';
  end if;
  return auth.organization_id();
end $$;
grant execute on function private.working_shop(), private.shop_at_work(text) to anon, authenticated, service_role;

-- What whoever calls may in the shop of this transaction: a program by the scopes of its key, a person by his roles, those
-- that the shop has made for itself included. plpgsql, because the tables of keys and roles come later.
create function private.permissions() returns text[]
  language plpgsql stable security definer set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  uid uuid := auth.uid();
  key uuid := auth.api_key_id();
  held text[];
begin
  if private.is_working() then
    return array['*'];
  end if;
  if key is not null then
    return coalesce((
      select k.scopes from public.api_keys k
      where k.organization_id = org and k.id = key and k.type = 'secret' and k.revoked_at is null and k.deleted_at is null
        and coalesce(k.expires_at > now(), true)), array[]::text[]);
  end if;
  held := array(
    select r from auth.member m, string_to_table(m.role, ',') r where m."organizationId" = org and m."userId" = uid
    union
    select r.role from public.user_roles r where r.organization_id = org and r.user_id = uid);
  if cardinality(held) = 0 then
    return held;
  end if;
  return array(
    select p from unnest(held) r, unnest(private.role_permissions(r)) p
    union
    select resource.key || ':' || action.value
    from auth."organizationRole" o, jsonb_each(o.permission::jsonb) resource,
      jsonb_array_elements_text(case jsonb_typeof(resource.value) when 'array' then resource.value else '[]' end) action
    where o."organizationId" = org and o.role = any (held));
end $$;

-- Asked in every policy: Kontor at work need not look up what it may.
create function private.may(permission text) returns boolean
  language plpgsql stable security definer set search_path = ''
as $$ begin
  return private.is_working() or private.covers(private.permissions(), permission);
end $$;

create function private.is_admin() returns boolean
  language plpgsql stable security definer set search_path = ''
as $$ begin
  return case when auth.api_key_id() is null then auth.is_admin(auth.uid()) else private.may('*') end;
end $$;

create function private.is_staff() returns boolean
  language plpgsql stable security definer set search_path = ''
as $$ begin
  return private.is_working() or case when auth.api_key_id() is null then exists (
    select from auth.member m
    where m."organizationId" = auth.organization_id() and m."userId" = auth.uid()
  ) or exists (
    select from public.user_roles r
    where r.organization_id = auth.organization_id() and r.user_id = auth.uid()
  ) else cardinality(private.permissions()) > 0 end;
end $$;

grant execute on function private.is_admin(), private.is_staff(), private.may(text), private.permissions()
  to anon, authenticated, service_role;
grant execute on function private.covers(text[], text), private.role_permissions(text) to service_role;
