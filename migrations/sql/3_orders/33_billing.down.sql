drop function private.hear_subscription(uuid, jsonb, timestamptz),
  private.give_up_subscription(uuid, jsonb, timestamptz), private.tell_of_subscription(public.subscriptions, public.subscriptions),
  private.subscription_told(public.subscriptions), private.hear_invoice(uuid, jsonb, timestamptz),
  private.order_of_invoice(uuid, jsonb, timestamptz);
