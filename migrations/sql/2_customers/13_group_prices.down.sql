drop function private.groups_of_customer();
drop function private.price_list_calendar(timestamptz), private.list_prices(uuid[], text, uuid, timestamptz, uuid),
  private.wire_id(text, uuid);
