-- From where a shop sends what no other rule decides.
alter table public.stores
  add column default_location_id uuid,
  add foreign key (organization_id, default_location_id)
    references public.stock_locations (organization_id, id) on delete set null (default_location_id);
create index on public.stores (organization_id, default_location_id);
