-- The rest of identity: how a person proves who he is. Names and types are Better Auth 1.7's; what it lacks is added:
-- unique constraints, indexes, hashes in place of tokens. These tables belong to no shop, hold secrets, and are reached by
-- Kontor alone: no role of a person, PostgREST's included, has any right to them.
create procedure private.secure_identity(target regclass)
  language plpgsql set search_path = ''
as $$ begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('revoke all on %s from public, anon, authenticated', target);
  execute format('grant select, insert, update, delete on %s to service_role', target);
end $$;

alter table auth."user"
  add column role text not null default 'user',
  add column banned boolean not null default false,
  add column "banReason" text,
  add column "banExpires" timestamptz,
  add column "twoFactorEnabled" boolean not null default false;
-- Who administers the installation is asked for with each change to one of them.
create index user_administrators on auth."user" (id) where role <> 'user';

-- `token` is the SHA-256 of what the cookie carries (base64url): whoever reads this table cannot use what he reads.
-- `remember`: false for a session that ends with the browser and is never prolonged.
create table auth.session (
  id uuid primary key default private.uuid_v7(),
  "expiresAt" timestamptz not null,
  token text not null unique check (length(token) = 43),
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  "activeOrganizationId" uuid references auth.organization (id) on delete set null,
  "activeTeamId" uuid,
  "impersonatedBy" uuid references auth."user" (id) on delete cascade,
  remember boolean not null default true
);
create index on auth.session ("userId");
create index on auth.session ("activeOrganizationId", "activeTeamId");
create index on auth.session ("impersonatedBy");
create index on auth.session ("expiresAt");
call private.secure_identity('auth.session');

-- A way in: a password (`credential`, whose account id is the user's) or the subject of a provider. Tokens of providers are
-- sealed by the application.
create table auth.account (
  id uuid primary key default private.uuid_v7(),
  "accountId" text not null check ("accountId" <> ''),
  "providerId" text not null check ("providerId" <> ''),
  "userId" uuid not null references auth."user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  unique ("providerId", "accountId")
);
create index on auth.account ("userId", "providerId");
create unique index account_one_credential on auth.account ("userId") where "providerId" = 'credential';
call private.secure_identity('auth.account');

-- What is used once: links, codes, challenges. The secret part of `identifier` or `value` is a hash.
create table auth.verification (
  id uuid primary key default private.uuid_v7(),
  identifier text not null,
  value text not null,
  attempts integer not null default 0 check (attempts >= 0),
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create unique index verification_identifier on auth.verification (identifier);
create index on auth.verification ("expiresAt");
call private.secure_identity('auth.verification');

-- `lastStep`: the TOTP step that was used last; one step opens once (RFC 6238, 5.2).
create table auth."twoFactor" (
  id uuid primary key default private.uuid_v7(),
  secret text not null,
  "backupCodes" text not null,
  "userId" uuid not null unique references auth."user" (id) on delete cascade,
  verified boolean not null default false,
  "failedVerificationCount" integer not null default 0,
  "lockedUntil" timestamptz,
  "lastStep" bigint
);
call private.secure_identity('auth."twoFactor"');

create table auth.passkey (
  id uuid primary key default private.uuid_v7(),
  name text,
  "publicKey" text not null,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  "credentialID" text not null unique,
  counter bigint not null default 0,
  "deviceType" text not null,
  "backedUp" boolean not null,
  transports text,
  "createdAt" timestamptz not null default now(),
  aaguid text,
  credential jsonb
);
create index on auth.passkey ("userId");
call private.secure_identity('auth.passkey');

-- Personal keys. `key` is a hash; `start` its first characters, to be recognised by.
-- A key calls so often in so long a time, which begins with a call. Ten calls a day, Better Auth's default, is no use to programs of
-- a shop.
create table auth.apikey (
  id uuid primary key default private.uuid_v7(),
  "configId" text not null default 'default',
  name text,
  start text,
  "referenceId" uuid not null references auth."user" (id) on delete cascade,
  prefix text,
  key text not null unique check (length(key) = 43),
  "refillInterval" integer,
  "refillAmount" integer,
  "lastRefillAt" timestamptz,
  enabled boolean not null default true,
  "rateLimitEnabled" boolean not null default true,
  "rateLimitTimeWindow" integer not null default 60000 check ("rateLimitTimeWindow" > 0),
  "rateLimitMax" integer not null default 300 check ("rateLimitMax" > 0),
  "requestCount" integer not null default 0,
  remaining integer,
  "lastRequest" timestamptz,
  "windowStart" timestamptz,
  "expiresAt" timestamptz,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  permissions text,
  metadata text
);
create index on auth.apikey ("referenceId");
call private.secure_identity('auth.apikey');

-- The keys that sign JWTs; the private part is sealed by the application.
create table auth.jwks (
  id uuid primary key default private.uuid_v7(),
  "publicKey" text not null,
  "privateKey" text not null,
  "createdAt" timestamptz not null default now(),
  "expiresAt" timestamptz,
  alg text not null default 'EdDSA',
  crv text not null default 'Ed25519'
);
call private.secure_identity('auth.jwks');
