drop function private.bought_together(uuid, integer), private.refresh_product_pairs();
drop materialized view private.product_pairs;
drop function private.has_bought(uuid, uuid, uuid);
drop table public.product_sales;
