drop trigger retire_shipping on public.stock_locations;
drop function private.shipping_options_at(uuid, text, text, text, text, boolean), private.matches_postal(jsonb, text),
  private.fulfillment_sets_at(uuid[]), private.wire_time(timestamptz);
drop table public.shipping_option_prices, public.shipping_option_rules, public.shipping_options, public.shipping_option_types,
  public.geo_zones, public.service_zones, public.fulfillment_sets, public.stock_location_fulfillment_providers;
drop function private.retire_shipping();
