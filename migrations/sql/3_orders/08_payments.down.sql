drop function private.payment_account(), private.has_payment_account(uuid), private.is_payment_account_connected(uuid);
drop table public.payment_attempts, public.payment_disputes, public.payment_refunds, public.refund_reasons, public.payment_captures,
  public.payments, public.payment_sessions, public.payment_collections, public.payment_accounts;
