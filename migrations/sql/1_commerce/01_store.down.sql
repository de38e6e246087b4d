drop function private.resolve_api_key(bytea);
drop table public.stores, public.region_countries, public.regions, public.store_currencies,
  public.api_key_sales_channels, public.api_key_uses, public.api_keys, public.sales_channels;
