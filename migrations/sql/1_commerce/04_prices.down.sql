drop function private.prefer_tax(text, text, boolean, timestamptz);
drop trigger keep_priced_currency on public.store_currencies;
drop function private.keep_priced_currency();
drop table public.price_preferences, public.price_rules;
drop table public.prices;
alter table public.product_variants drop column price_set_id;
drop table public.price_sets;
