alter table public.products drop column access_days;
drop function private.shop_of_object(text);
drop table public.enrollments, public.subscription_invoices, public.subscriptions, public.subscription_plans, public.setup_sessions,
  public.saved_payment_methods, public.stripe_customers;
