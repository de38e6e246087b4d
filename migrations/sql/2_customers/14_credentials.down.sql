alter table auth.apikey
  drop column "windowStart",
  alter column "rateLimitTimeWindow" set default 86400000,
  alter column "rateLimitMax" set default 10;
