drop function private.search_products(text[]);
drop trigger index_insert on public.products;
drop trigger index_update on public.products;
drop trigger index_insert on public.product_variants;
drop trigger index_update on public.product_variants;
drop trigger index_delete on public.product_variants;
drop function private.index_products_of_changed_variants(), private.index_changed_products();
drop function private.index_products(uuid, uuid[]);
drop table public.product_search;
