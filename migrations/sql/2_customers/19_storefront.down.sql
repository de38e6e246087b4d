drop trigger keep_spoken_locale on public.store_locales;
drop function private.keep_spoken_locale();
drop trigger drop_list_prices on public.price_sets;
drop function private.drop_list_prices();
