drop function private.place_of_cart(uuid);
drop function private.hold_to_pay(uuid), private.collect_for_cart(uuid, uuid, timestamptz),
  private.begin_session(uuid, uuid, text, numeric, text, uuid, jsonb, text, timestamptz), private.end_sessions(uuid, timestamptz),
  private.write_cart(uuid, bigint, jsonb, timestamptz), private.open_cart(uuid, jsonb, timestamptz),
  private.write_cart_parts(uuid, jsonb, timestamptz), private.cart_document(uuid, boolean, timestamptz),
  private.credit_line_document(public.cart_credit_lines, timestamptz), private.cart_collection(uuid);
