drop trigger hold_customer on public.saved_addresses;
drop function private.hold_customer();
drop trigger keep_saved_addresses on public.saved_addresses;
drop function private.keep_saved_addresses();
alter table public.saved_addresses drop constraint saved_addresses_size;
