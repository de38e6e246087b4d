drop table public.price_list_prices, public.price_list_rules, public.price_lists;
