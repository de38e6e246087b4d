-- What the Admin API adds to settings and keys.
alter table public.stores
  add column default_location_id uuid,
  add foreign key (organization_id, default_location_id)
    references public.stock_locations (organization_id, id) on delete set null (default_location_id);
create index on public.stores (organization_id, default_location_id);

alter table public.api_keys add column revoked_by uuid;

-- Who writes also reads, for he is answered what he wrote: the same as Permissions::of in crates/auth/src/permission.rs.
create or replace function private.covers(granted text[], permission text) returns boolean
  language sql immutable parallel safe set search_path = ''
as $$
  select granted && (array['*', permission, split_part(permission, ':', 1) || ':*']
    || case when permission like '%:read' then array[split_part(permission, ':', 1) || ':write'] end)
$$;
