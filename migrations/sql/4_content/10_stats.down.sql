drop view public.sales_stats, public.page_view_stats;
drop function private.refreshed_at(text), private.refresh_stats(text, timestamptz);
drop table private.stat_refreshes;
drop materialized view private.sales_stats, private.page_view_stats;
