alter table public.stores drop column default_location_id;
