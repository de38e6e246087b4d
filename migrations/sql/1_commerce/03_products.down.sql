drop table public.product_sales_channels, public.product_product_tags, public.product_category_products,
  public.product_variant_images, public.product_variant_options, public.product_product_options,
  public.product_option_values, public.product_options, public.product_images, public.product_variants, public.products;
drop function private.pass_on_published(), private.inherit_published();
