drop table public.redirects;
