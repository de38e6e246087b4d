drop function private.tax_candidates(text, text, uuid[]);
drop table public.tax_rate_rules, public.tax_rates, public.tax_regions;
