-- The people of a shop: teams, roles of its own, invitations. Written by Kontor alone, like memberships.
create table auth.team (
  "organizationId" uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (name <> ''),
  "memberCount" integer not null default 0 check ("memberCount" >= 0),
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz,
  primary key ("organizationId", id)
);
call private.secure_table('auth.team', writer => 'nobody');

alter table auth.session
  add foreign key ("activeOrganizationId", "activeTeamId")
    references auth.team ("organizationId", id) on delete set null ("activeTeamId");

create table auth."teamMember" (
  "organizationId" uuid not null,
  id uuid not null default private.uuid_v7(),
  "teamId" uuid not null,
  "userId" uuid not null,
  "createdAt" timestamptz not null default now(),
  primary key ("organizationId", id),
  unique ("organizationId", "teamId", "userId"),
  foreign key ("organizationId", "teamId") references auth.team ("organizationId", id) on delete cascade,
  -- Who leaves the shop leaves its teams.
  foreign key ("organizationId", "userId") references auth.member ("organizationId", "userId") on delete cascade
);
create index on auth."teamMember" ("organizationId", "userId");
call private.secure_table('auth."teamMember"', writer => 'nobody');

create table auth."organizationRole" (
  "organizationId" uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  role text not null check (role = lower(role) and role <> ''),
  -- Actions by resource: {"order": ["read", "write"]}
  permission text not null check (permission is json object),
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz,
  primary key ("organizationId", id),
  unique ("organizationId", role)
);
call private.secure_table('auth."organizationRole"', writer => 'nobody');

create table auth.invitation (
  "organizationId" uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  email text not null check (email = lower(email)),
  role text not null,
  "teamId" text,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'rejected', 'canceled')),
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "inviterId" uuid not null references auth."user" (id) on delete cascade,
  primary key ("organizationId", id)
);
create unique index invitation_one_pending on auth.invitation ("organizationId", email) where status = 'pending';
-- A link has the id alone.
create index on auth.invitation (id);
create index on auth.invitation (email);
create index on auth.invitation ("inviterId");
call private.secure_table('auth.invitation', reader => 'admin', writer => 'nobody');
