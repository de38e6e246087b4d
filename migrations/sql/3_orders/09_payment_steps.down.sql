drop function private.retell_session(uuid, smallint, numeric, numeric, jsonb, jsonb, timestamptz),
  private.tell_session(uuid, smallint, numeric, numeric, jsonb, jsonb, timestamptz, text), private.session_status(smallint, text),
  private.ask_for(uuid, uuid, numeric, timestamptz), private.sum_up_collection(uuid, timestamptz),
  private.sum_up_collection_of(uuid, uuid, timestamptz), private.settle_refund(uuid, text, smallint, text, timestamptz),
  private.begin_refund(uuid, numeric, text, uuid, text), private.settle_capture(uuid, boolean, text, timestamptz),
  private.promised_of(public.payments, public.payment_sessions), private.on_its_way(uuid, uuid), private.hold_payment(uuid), private.begin_capture(uuid, numeric, text);
