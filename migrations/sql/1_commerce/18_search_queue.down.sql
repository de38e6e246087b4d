do $$
declare t record;
begin
  for t in select g.tgname, c.relname from pg_catalog.pg_trigger g join pg_catalog.pg_class c on c.oid = g.tgrelid
    join pg_catalog.pg_proc p on p.oid = g.tgfoid join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'private' and p.proname in ('queue_search_of_changed', 'queue_search_of_levels', 'reindex_of_changed', 'reindex_shop',
      'schedule_price_list_edges') and g.tgparentid = 0 loop
    execute format('drop trigger %I on public.%I', t.tgname, t.relname);
  end loop;
end $$;
drop function private.queue_search_of_levels(), private.schedule_price_list_edges(), private.reindex_shop(), private.reindex_of_changed(),
  private.queue_search_of(uuid, text, uuid[]), private.index_queued(uuid, integer, timestamptz);

create or replace function private.index_products(org uuid, ids uuid[]) returns void
  language plpgsql volatile security definer set search_path = ''
as $$ begin
  perform from public.products p where p.organization_id = org and p.id = any (ids) order by p.id for no key update;
  insert into public.product_search (organization_id, product_id, document)
  select p.organization_id, p.id, lower(concat_ws(E'\n', p.title, p.subtitle, p.description, (
      select string_agg(concat_ws(E'\n', v.title, v.sku, v.barcode, v.ean, v.upc), E'\n' order by v.variant_rank, v.id)
      from public.product_variants v
      where v.organization_id = p.organization_id and v.product_id = p.id and v.deleted_at is null)))
  from public.products p
  where p.organization_id = org and p.id = any (ids)
  on conflict (organization_id, product_id) do update
    set document = excluded.document
    where public.product_search.document is distinct from excluded.document;
end $$;
create or replace function private.index_changed_products() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.index_products(c.organization_id, array_agg(distinct c.id)) from changed c group by c.organization_id;
  return null;
end $$;
create or replace function private.index_products_of_changed_variants() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.index_products(c.organization_id, array_agg(distinct c.product_id)) from changed c group by c.organization_id;
  return null;
end $$;
drop function private.product_document(public.products);
