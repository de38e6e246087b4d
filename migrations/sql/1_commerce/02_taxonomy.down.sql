drop table public.product_categories, public.product_collections, public.product_tags, public.product_types;
