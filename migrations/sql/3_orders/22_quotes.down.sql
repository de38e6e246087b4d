drop function create_project_order(jsonb), private.make_project_order(jsonb, integer, timestamptz), private.currency_digits(text);
drop table public.order_dues, public.quotes;
