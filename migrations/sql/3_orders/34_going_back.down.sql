drop function private.follow_dispute(public.payment_disputes, timestamptz), private.waits_for_bank(uuid, timestamptz), private.lost_of(uuid),
  private.give_back_again(uuid, timestamptz), private.tell_of_money(uuid, uuid, text, text, text, timestamptz), private.goes_back(uuid, text),
  private.beyond(uuid);
