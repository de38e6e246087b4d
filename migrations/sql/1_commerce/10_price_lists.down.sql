drop function private.list_dates(uuid[]);
drop trigger keep_listed_currency on public.store_currencies;
drop function private.keep_listed_currency();
drop table public.price_list_prices, public.price_list_rules, public.price_lists;
