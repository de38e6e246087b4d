drop trigger fail_exchange on public.jobs;
drop function private.fail_exchange();
drop table public.exchange_errors, public.exchanges, private.stock_files, public.uploads;
drop function private.tells_stock(uuid);
