-- A personal key calls so often in so long a time, which begins with a call. Ten calls a day, Better Auth's default, is no use to
-- programs of a shop; keys that exist keep theirs.
alter table auth.apikey
  add column "windowStart" timestamptz,
  alter column "rateLimitTimeWindow" set default 60000,
  alter column "rateLimitMax" set default 300;
