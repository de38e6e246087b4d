drop function private.stock_new_variants(uuid[]), private.link_variant_stock(jsonb), private.takes_stock(uuid, uuid), private.unlink_variant_stock(jsonb),
  private.retire_variant_stock(uuid[], timestamptz);
drop function private.check_writes_products();
