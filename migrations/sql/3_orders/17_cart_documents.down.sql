drop function private.end_sessions(uuid, timestamptz), private.write_cart(uuid, bigint, jsonb, timestamptz),
  private.cart_document(uuid, boolean, timestamptz);
