drop function private.reserve_for_channel(jsonb, uuid), private.adjust_stock(uuid, uuid, bigint, text, text, uuid),
  private.move_reservation(uuid, uuid, bigint), private.end_reservations(uuid[], boolean), private.reserve_stock(jsonb);
