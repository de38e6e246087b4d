drop function private.place_draft(uuid, jsonb, timestamptz), private.write_order(uuid, jsonb, timestamptz), private.collect_difference(uuid, timestamptz),
  private.take_back(jsonb, uuid, uuid), private.release_lines(jsonb), private.order_document(uuid, boolean);
