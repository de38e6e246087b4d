drop table public.variant_costs;
