drop trigger record_insert on public.inventory_levels;
drop trigger record_update on public.inventory_levels;
drop trigger record_delete on public.inventory_levels;
drop function private.record_stock();
drop table public.inventory_ledger, public.reservation_items;
alter table public.stock_locations drop column address_id;
drop table public.stock_location_addresses;
alter table public.inventory_levels drop column metadata;
drop index public.inventory_items_organization_id_created_at_id_idx;
alter table public.inventory_items drop column low_stock_threshold, drop column width, drop column height, drop column length,
  drop column weight, drop column unit_of_measure, drop column material, drop column mid_code, drop column hs_code,
  drop column origin_country, drop column thumbnail, drop column description;
