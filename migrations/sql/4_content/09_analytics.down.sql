drop function private.forget_salts(timestamptz), private.record_views(jsonb), private.visitor(uuid, bytea, text);
drop table public.order_sources, public.page_views, private.visitor_salts;
