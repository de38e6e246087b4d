drop function private.index_search(uuid, uuid[], timestamptz);
do $$
declare
  rel text;
  event text;
begin
  foreach rel in array array['products', 'product_variants', 'product_category_products', 'product_product_tags', 'product_sales_channels',
      'product_variant_options', 'prices', 'price_list_prices'] loop
    foreach event in array array['insert', 'update', 'delete'] loop
      execute format('drop trigger queue_search_%s on public.%I', event, rel);
    end loop;
  end loop;
end $$;
drop function private.queue_search_of_changed(), private.queue_search(uuid, uuid[]);
delete from public.jobs where name = 'catalog.index';
