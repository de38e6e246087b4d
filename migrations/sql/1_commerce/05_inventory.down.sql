drop function private.channel_stock(uuid[], uuid);
drop table public.inventory_levels, public.product_variant_inventory_items, public.inventory_items,
  public.sales_channel_stock_locations, public.stock_locations;
