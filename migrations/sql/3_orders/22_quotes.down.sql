drop trigger follow_total on public.orders;
drop trigger settle_due on public.payment_collections;
drop function private.shops_with_deadlines(timestamptz), private.pass_deadlines(timestamptz, integer), private.follow_total(),
  private.worth_of(public.order_dues), private.settle_due(),
  private.accept_quote(uuid, integer, jsonb, timestamptz), private.put_into_order(uuid, jsonb, jsonb, jsonb);
drop function create_project_order(jsonb), private.make_project_order(jsonb, integer, timestamptz), private.currency_digits(text);
drop table public.order_dues, public.quotes;
