drop view public.order_tax_lines;
drop function private.search_orders(text[], integer), private.placed_orders(uuid[]), private.order_documents(uuid[]), private.order_states(uuid[]);
