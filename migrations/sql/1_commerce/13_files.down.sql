drop table public.exchange_errors, public.exchanges, public.uploads;
