drop trigger limit_saved_addresses on public.saved_addresses;
drop function private.limit_saved_addresses();
alter table public.saved_addresses drop constraint saved_addresses_size;
