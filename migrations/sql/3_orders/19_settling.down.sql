drop function private.cancel_order(uuid, timestamptz), private.retire_gift_cards(uuid, jsonb, timestamptz), private.end_swaps(uuid, timestamptz),
  private.give_back_credit(uuid, uuid, numeric, timestamptz), private.release_payments(uuid, timestamptz),
  private.catch_up_payment(uuid, uuid, timestamptz), private.book_refund(uuid),
  private.book_capture(uuid);
