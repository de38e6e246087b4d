-- Prepares a Postgres server (16 or later, with pgvector 0.8) for Kontor: two login roles, a database, its extensions.
-- What needs a superuser is here; everything else is a migration, which kontor_owner runs.
--
-- Kontor runs this itself on its embedded Postgres. On a server of your own, run it once as a superuser (or as what a
-- managed server calls one: it must be allowed to create roles with BYPASSRLS):
--
--     psql -X -d postgres -v owner_password='…' -v app_password='…' -f infra/postgres/bootstrap.sql
--
-- and give Kontor the two URLs: kontor_owner's for migrations, kontor_app's for the application. It is safe to run
-- again: it repairs what was changed, updates the extensions, and sets new passwords. A password that is not given
-- stays as it was. Make the server with a UTF-8 locale: with LC_CTYPE C, trigram search drops every letter outside ASCII.

\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;

-- Roles ---------------------------------------------------------------------------------------------------------------
select format('create role %I', name)
from unnest(array['kontor_owner', 'kontor_app']) as name
where not exists (select from pg_roles where rolname = name)
\gexec

-- Owns the schema and runs migrations. Its security definer functions see every tenant (bypassrls); it makes the
-- request roles anon, authenticated and service_role (createrole) and a database for each test (createdb).
alter role kontor_owner with login createrole createdb bypassrls inherit;

-- A role that creates a role administers it, but becomes it only if it says so here: migrations give functions to
-- request roles, and tests become them.
alter role kontor_owner set createrole_self_grant = 'set';

-- What the application logs in as: it owns nothing and inherits nothing; it becomes a request role per transaction.
alter role kontor_app with login nocreaterole nocreatedb nobypassrls noinherit;

-- Said only where it is needed: what a managed server calls a superuser may not even say `nosuperuser`.
select format('alter role %I nosuperuser', rolname)
from pg_roles
where rolname in ('kontor_owner', 'kontor_app') and rolsuper
\gexec

\if :{?owner_password}
alter role kontor_owner password :'owner_password';
\endif
\if :{?app_password}
alter role kontor_app password :'app_password';
\endif

-- Database ------------------------------------------------------------------------------------------------------------
-- Managed servers give a superuser that is none, and it must be a member of the role to which it gives a database.
select 'grant kontor_owner to current_user'
where not pg_has_role(current_user, 'kontor_owner', 'set')
\gexec

select 'create database kontor owner kontor_owner encoding ''UTF8'' template template0'
where not exists (select from pg_database where datname = 'kontor')
\gexec

-- Extensions live in a schema of their own, as on Supabase; the path lets SQL name their types without it.
alter database kontor set search_path = public, extensions;

select datctype in ('C', 'POSIX') as is_ascii from pg_database where datname = 'kontor'
\gset
\if :is_ascii
\warn 'kontor: LC_CTYPE is C, so search ignores letters outside ASCII: make the database anew with lc_ctype C.UTF-8'
\endif

\connect kontor
set client_min_messages = warning;

create schema if not exists extensions authorization kontor_owner;
-- Every request role compares vectors and words; what is in this schema is code, not data.
grant usage on schema extensions to public;

create extension if not exists vector schema extensions;
create extension if not exists pg_trgm schema extensions;
create extension if not exists btree_gin schema extensions;
create extension if not exists unaccent schema extensions;
create extension if not exists fuzzystrmatch schema extensions;
-- After an upgrade of the server's packages; says nothing when the newest version is there.
alter extension vector update;
alter extension pg_trgm update;
alter extension btree_gin update;
alter extension unaccent update;
alter extension fuzzystrmatch update;

revoke create on schema public from public;
grant usage, create on schema public to kontor_owner;
