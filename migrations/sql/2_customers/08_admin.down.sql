create or replace function private.covers(granted text[], permission text) returns boolean
  language sql immutable parallel safe set search_path = ''
as $$ select granted && array['*', permission, split_part(permission, ':', 1) || ':*'] $$;

alter table public.api_keys drop column revoked_by;
alter table public.stores drop column default_location_id;
