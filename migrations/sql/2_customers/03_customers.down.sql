drop table public.customer_group_customers, public.customer_groups, public.saved_addresses, public.customers;
drop function private.customer_id();
