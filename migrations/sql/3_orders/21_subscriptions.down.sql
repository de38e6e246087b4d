drop trigger settle_access on public.order_transactions;
drop trigger settle_access on public.orders;
drop trigger settle_new_access on public.orders;
drop trigger settle_access on public.subscriptions;
drop function private.settle_subscription_access(), private.settle_access_of_row(), private.settle_access(uuid), private.begin_access(uuid, uuid),
  private.end_access(uuid, boolean), private.pieces_left(public.order_line_items), private.order_cover(uuid);
alter table public.products drop column access_days;
drop function private.object_of_account(text, uuid), private.shop_of_object(text);
drop table public.enrollments, public.subscription_invoices, public.subscriptions, public.subscription_plans, public.setup_sessions,
  public.saved_payment_methods, public.stripe_customers;
drop function private.forget_the_order();
