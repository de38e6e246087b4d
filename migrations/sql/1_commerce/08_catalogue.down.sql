alter table public.stores drop column low_stock_threshold, drop column default_locale_code, drop column storefront_url;
drop table public.return_reasons;
alter table public.products drop column shipping_profile_id;
drop table public.shipping_profiles;
drop trigger keep_tree on public.product_categories;
drop function private.keep_category_tree();
drop index public.prices_organization_id_price_set_id_created_at_idx;
drop index public.products_admin;
drop index public.product_variants_admin;
