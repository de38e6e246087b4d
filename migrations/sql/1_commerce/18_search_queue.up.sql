-- What changes is queued for the search in the transaction of the change; the job `catalog.index` empties the queue.

-- Takes some products off the queue and writes what the search knows of them. Answers how many lines it took, 0 when none is left,
-- and -1 while another transaction is at it for this shop: of two, the one with the older sight could write last.
create function private.index_queued(org uuid, most integer, at timestamptz) returns bigint
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  ids uuid[];
  stale uuid[];
  lines bigint;
  written integer := 0;
begin
  if not pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended('catalog.index ' || org, 0)) then
    return -1;
  end if;
  -- All lines of a product go at once: a bulk write queues each of them several times.
  with heads as materialized (
    select q.id, q.product_id from public.search_queue q where q.organization_id = org order by q.id limit most * 8
  ), sized as (
    select h.product_id, sum(n.variants) over (order by h.product_id) - n.variants as before
    from (select distinct h.product_id from heads h limit most) h
    cross join lateral (select 1 + count(*) as variants from public.product_variants v
      where v.organization_id = org and v.product_id = h.product_id and v.deleted_at is null) n
  ), those as materialized (
    select s.product_id from sized s where s.before < most * 20
  ), taken as (
    delete from public.search_queue q using those s
    where q.organization_id = org and q.product_id = s.product_id returning q.product_id
  )
  select count(*), array_agg(distinct t.product_id) into lines, ids from taken t;
  if lines > 0 then
    -- Only after bulk writes is anything to do here; whoever holds a product's lock is about to queue it again.
    stale := array(
      select p.id from public.products p
      where p.organization_id = org and p.id = any (ids) and private.product_document(p) is distinct from (
        select s.document from public.product_search s where s.organization_id = org and s.product_id = p.id)
      order by p.id for no key update skip locked);
    perform private.index_products(org, stale);
    -- What lists of products that were looked for by words still answer is stale; stock and stars change no document.
    begin
      written := private.index_search(org, ids, at);
    exception when data_exception or program_limit_exceeded then
      -- One of them: it is left out until it changes, and the others are not kept from the index.
      for i in 1 .. cardinality(ids) loop
        begin
          written := written + private.index_search(org, ids[i:i], at);
        exception when data_exception or program_limit_exceeded then
          raise warning 'product % of shop % cannot be indexed: %', ids[i], org, sqlerrm;
        end;
      end loop;
    end;
    if written > 0 then
      perform pg_notify('kontor_cache', 'catalog:' || org);
    end if;
  end if;
  return lines;
end $$;

-- What a changed word of the catalogue reaches: many products at once, so a job does it, in the background and in one statement.
create function private.queue_search_of(org uuid, reference text, ids uuid[]) returns bigint
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare queued bigint;
begin
  insert into public.search_queue (organization_id, product_id)
  select org, k.id from (
    select p.id from public.products p where reference = 'shop' and p.organization_id = org and p.deleted_at is null
    union select p.id from public.products p where reference = 'product_types' and p.organization_id = org and p.type_id = any (ids)
    union select p.id from public.products p
      where reference = 'product_collections' and p.organization_id = org and p.collection_id = any (ids)
    union select l.product_id from public.product_product_tags l
      where reference = 'product_tags' and l.organization_id = org and l.tag_id = any (ids)
    union select l.product_id from public.product_category_products l
      where reference = 'product_categories' and l.organization_id = org and l.product_category_id in (
        with recursive down (id) as (
          select unnest(ids)
          union
          select c.id from down d join public.product_categories c on c.organization_id = org and c.parent_category_id = d.id
        ) select d.id from down d)
    union select l.product_id from public.product_product_options l
      where reference = 'product_options' and l.organization_id = org and l.option_id = any (ids)
    union select v.product_id from public.product_variant_options l
      join public.product_variants v on v.organization_id = org and v.id = l.variant_id
      where reference = 'product_option_values' and l.organization_id = org and l.option_value_id = any (ids)
    union select v.product_id from public.price_list_prices r
      join public.product_variants v on v.organization_id = org and v.price_set_id = r.price_set_id
      where reference = 'price_lists' and r.organization_id = org and r.price_list_id = any (ids)
  ) k;
  get diagnostics queued = row_count;
  return queued;
end $$;
grant execute on function private.index_queued(uuid, integer, timestamptz), private.queue_search_of(uuid, text, uuid[]) to service_role;

-- The arguments: what changed, and the columns that matter, of the row as it is and as it was. Text of this file only.
create function private.reindex_of_changed() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  execute format('insert into public.jobs (organization_id, queue, name, payload, max_attempts)
    select n.organization_id, ''search'', ''catalog.reindex_of'', jsonb_build_object(''reference'', %L, ''ids'', jsonb_agg(n.id)), 12
    from after_change n join before_change o on o.organization_id = n.organization_id and o.id = n.id
    where (%s) is distinct from (%s) group by 1', tg_argv[0], tg_argv[1], tg_argv[2]);
  return null;
end $$;

-- The shop's languages, or which place delivers to which channel: it is all of the shop that changes.
create function private.reindex_shop() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_table_name = 'stores' then
    if not exists (select from changed n join before_change o on o.organization_id = n.organization_id and o.id = n.id
        where o.default_locale_code <> n.default_locale_code) then
      return null;
    end if;
  end if;
  if tg_table_name = 'store_locales' and tg_op = 'DELETE' then
    delete from public.search_documents d using changed c
      where d.organization_id = c.organization_id and d.locale_code = c.locale_code;
    delete from public.product_embeddings e using changed c
      where e.organization_id = c.organization_id and e.locale_code = c.locale_code;
  end if;
  insert into public.jobs (organization_id, queue, name, payload, unique_key, max_attempts)
  select distinct c.organization_id, 'search', 'catalog.reindex_of', '{"reference": "shop", "ids": []}'::jsonb,
    'catalog.reindex_of:' || pg_catalog.pg_current_xact_id()::text, 12
  from changed c where exists (select from auth.organization o where o.id = c.organization_id)
  on conflict (organization_id, unique_key) where status <> 'dead' do nothing;
  return null;
end $$;

-- A price list begins and ends without anybody's doing.
create function private.schedule_price_list_edges() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  insert into public.jobs (organization_id, queue, name, payload, unique_key, status, run_at, max_attempts)
  select c.organization_id, 'search', 'catalog.price_list_edges', jsonb_build_object('price_list', c.id),
    'catalog.price_list_edges:' || c.id || ':' || extract(epoch from e.edge), 'scheduled', e.edge, 12
  from changed c cross join lateral (values (c.starts_at), (c.ends_at)) e (edge)
  where e.edge is not null and c.deleted_at is null
  on conflict (organization_id, unique_key) where status <> 'dead' do nothing;
  return null;
end $$;

-- What is sold out, or is there again. A level that had and has enough for whatever takes from it changes nothing: an order does not
-- queue its products each time.
create function private.queue_search_of_levels() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare shop record;
begin
  for shop in
    select n.organization_id as org, array_agg(distinct v.product_id) as ids
    from after_change n
    join before_change o on o.organization_id = n.organization_id and o.id = n.id
    join public.product_variant_inventory_items i on i.organization_id = n.organization_id and i.inventory_item_id = n.inventory_item_id
    join public.product_variants v on v.organization_id = n.organization_id and v.id = i.variant_id
    where n.stocked_quantity - n.reserved_quantity <> o.stocked_quantity - o.reserved_quantity
      and least(n.stocked_quantity - n.reserved_quantity, o.stocked_quantity - o.reserved_quantity) < i.required_quantity
    group by 1
  loop
    perform private.queue_search(shop.org, shop.ids);
  end loop;
  return null;
end $$;
grant execute on function private.reindex_of_changed(), private.reindex_shop(), private.schedule_price_list_edges(),
  private.queue_search_of_levels() to authenticated, service_role;

do $$
declare
  of_variant constant text := 'select v.organization_id, v.product_id from changed c join public.product_variants v
    on v.organization_id = c.organization_id and ';
  of_list constant text := 'select v.organization_id, v.product_id from changed c
    join public.price_list_prices r on r.organization_id = c.organization_id and r.price_list_id = ';
  of_its_sets constant text := ' join public.product_variants v on v.organization_id = r.organization_id and v.price_set_id = r.price_set_id';
  pair record;
  event text;
begin
  for pair in select * from (values
    ('products', 'insert update delete', 'select c.organization_id, c.id as product_id from changed c'),
    ('product_variants', 'insert update delete', 'select c.organization_id, c.product_id from changed c'),
    ('product_category_products', 'insert update delete', 'select c.organization_id, c.product_id from changed c'),
    ('product_product_tags', 'insert update delete', 'select c.organization_id, c.product_id from changed c'),
    ('product_sales_channels', 'insert update delete', 'select c.organization_id, c.product_id from changed c'),
    ('product_variant_options', 'insert update delete', of_variant || 'v.id = c.variant_id'),
    ('product_variant_inventory_items', 'insert update delete', of_variant || 'v.id = c.variant_id'),
    ('prices', 'insert update delete', of_variant || 'v.price_set_id = c.price_set_id'),
    ('price_rules', 'insert update delete', 'select v.organization_id, v.product_id from changed c
       join public.prices r on r.organization_id = c.organization_id and r.id = c.price_id' || of_its_sets),
    ('price_list_prices', 'insert update delete', of_variant || 'v.price_set_id = c.price_set_id'),
    ('price_lists', 'update', of_list || 'c.id' || of_its_sets),
    ('price_list_rules', 'insert update delete', of_list || 'c.price_list_id' || of_its_sets),
    ('inventory_levels', 'insert delete', 'select v.organization_id, v.product_id from changed c
       join public.product_variant_inventory_items i on i.organization_id = c.organization_id and i.inventory_item_id = c.inventory_item_id
       join public.product_variants v on v.organization_id = i.organization_id and v.id = i.variant_id'),
    ('translations', 'insert update delete',
      'select c.organization_id, c.reference_id as product_id from changed c where c.reference = ''product'''),
    ('product_ratings', 'insert update', 'select c.organization_id, c.product_id from changed c')
  ) t (rel, events, affected) loop
    foreach event in array string_to_array(pair.events, ' ') loop
      execute format('create trigger queue_search_%s after %s on public.%I referencing %s table as changed
        for each statement execute function private.queue_search_of_changed(%L)',
        event, event, pair.rel, case event when 'delete' then 'old' else 'new' end, pair.affected);
    end loop;
  end loop;

  for pair in select * from (values
    ('product_types', 'value deleted_at'), ('product_tags', 'value deleted_at'), ('product_collections', 'title deleted_at'),
    ('product_categories', 'name is_active is_internal parent_category_id deleted_at'), ('product_options', 'title deleted_at'),
    ('product_option_values', 'value deleted_at')
  ) t (rel, columns) loop
    execute format('create trigger reindex_update after update on public.%I referencing old table as before_change new table as after_change
      for each statement execute function private.reindex_of_changed(%L, %L, %L)', pair.rel, pair.rel,
      (select string_agg('n.' || c, ', ') from unnest(string_to_array(pair.columns, ' ')) c),
      (select string_agg('o.' || c, ', ') from unnest(string_to_array(pair.columns, ' ')) c));
  end loop;

  for pair in select * from (values ('store_locales', 'insert update delete'), ('sales_channel_stock_locations', 'insert delete')) t (rel, events) loop
    foreach event in array string_to_array(pair.events, ' ') loop
      execute format('create trigger reindex_%s after %s on public.%I referencing %s table as changed
        for each statement execute function private.reindex_shop()',
        event, event, pair.rel, case event when 'delete' then 'old' else 'new' end);
    end loop;
  end loop;
end $$;
create trigger reindex_update after update on public.stores referencing old table as before_change new table as changed
  for each statement execute function private.reindex_shop();
create trigger queue_search_update after update on public.inventory_levels referencing old table as before_change new table as after_change
  for each statement execute function private.queue_search_of_levels();
create trigger schedule_edges_insert after insert on public.price_lists referencing new table as changed
  for each statement execute function private.schedule_price_list_edges();
create trigger schedule_edges_update after update on public.price_lists referencing new table as changed
  for each statement execute function private.schedule_price_list_edges();

-- What is there already.
select private.queue_search(p.organization_id, array_agg(p.id)) from public.products p where p.deleted_at is null group by p.organization_id;
