drop function private.authorize_session(uuid, uuid, timestamptz);
drop trigger cancel_payment on public.payment_sessions;
drop function private.cancel_payment_of_replaced();
drop trigger tell_of_dead on public.webhook_events;
drop function private.tell_of_dead_webhook(), private.replay_webhooks(uuid, uuid[], integer, timestamptz);
drop function private.follow_taken(uuid, timestamptz), private.unpromised(uuid), private.is_payment_account_at_work(uuid);
drop function private.hear_session(uuid, jsonb, timestamptz), private.hear_refund(uuid, text, smallint, text, timestamptz),
  private.tell_of_session(public.payment_sessions, public.payment_sessions, uuid[]), private.strand_payment(uuid, uuid, uuid, uuid, timestamptz),
  private.take_capture(uuid, timestamptz), private.give_back_collection(uuid, text, timestamptz), private.hear_dispute(uuid, jsonb, timestamptz),
  private.mark_as_paid(uuid, uuid, uuid, uuid, timestamptz);
