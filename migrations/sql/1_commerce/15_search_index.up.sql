-- One job per transaction, whose key nobody else has: no writer waits for another one. It empties the queue of its shop; who writes for
-- minutes and does not want it beside himself the whole time says in `kontor.index_at` when it runs.
create function private.queue_search(org uuid, ids uuid[]) returns void
  language plpgsql volatile security definer set search_path = ''
as $$
declare due timestamptz := nullif(current_setting('kontor.index_at', true), '')::timestamptz;
begin
  if coalesce(cardinality(ids), 0) = 0 or not exists (select from auth.organization o where o.id = org) then
    return;
  end if;
  insert into public.search_queue (organization_id, product_id) select org, i from unnest(ids) i where i is not null;
  insert into public.jobs (organization_id, queue, name, payload, unique_key, max_attempts, status, run_at)
  values (org, 'search', 'catalog.index', '{}', 'catalog.index:' || pg_catalog.pg_current_xact_id()::text, 12,
    case when due is null then 'ready' else 'scheduled' end, coalesce(due, now()))
  on conflict (organization_id, unique_key) where status <> 'dead' do nothing;
end $$;

-- Which products the changed rows belong to says the trigger's argument: a statement over `changed`, and text of this file only. Who
-- writes nine tables says `kontor.queued` and queues his products himself, once, by the function below.
create function private.queue_search_of_changed() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare shop record;
begin
  if current_setting('kontor.queued', true) = 'on' then
    return null;
  end if;
  for shop in execute format('select x.organization_id as org, array_agg(distinct x.product_id) as ids from (%s) x group by 1', tg_argv[0]) loop
    perform private.queue_search(shop.org, shop.ids);
  end loop;
  return null;
end $$;
-- The products that were written, and those that share their prices or their stock with them.
create function private.queue_written(org uuid, ids uuid[], sets uuid[], items uuid[]) returns void
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$ begin
  perform set_config('kontor.queued', '', true), set_config('kontor.published', '', true);
  perform private.queue_search(org, array(
    select unnest(ids)
    union select v.product_id from public.product_variants v where v.organization_id = org and v.price_set_id = any (sets)
    union select v.product_id from public.product_variant_inventory_items k
      join public.product_variants v on v.organization_id = org and v.id = k.variant_id
      where k.organization_id = org and k.inventory_item_id = any (items)));
end $$;
grant execute on function private.queue_written(uuid, uuid[], uuid[], uuid[]) to service_role;
grant execute on function private.queue_search(uuid, uuid[]) to service_role;
grant execute on function private.queue_search_of_changed() to authenticated, service_role;
-- The triggers that queue, and the job that empties the queue, come together with the search.

-- The language of texts that name none.
create function private.shop_language(org uuid) returns text
  language sql stable security definer set search_path = ''
as $$
  select coalesce((select s.default_locale_code from public.stores s where s.organization_id = org), 'en')
$$;

-- Of which shop a word is said: the first letters of it. Two shops may have the same ones; whose a document is, is asked besides.
create function private.sign_words(org uuid, words text) returns text
  language sql immutable strict parallel safe set search_path = ''
as $$
  select regexp_replace(words, '''((?:[^'']|'''')+)''', '''' || left(md5(org::text), 4) || '\1''', 'g')
$$;

-- The words of a document, with the sign of their shop; without what would be too long then.
create function private.of_shop(org uuid, words tsvector) returns tsvector
  language sql immutable strict parallel safe set search_path = ''
as $$
  select private.sign_words(org, ts_delete(words, array(
    select w.lexeme from unnest(words) w where octet_length(w.lexeme) > 2000))::text)::tsvector
$$;

-- Documents without a language are stemmed in the shop's, nothing in them looks like a highlight, and a product is not in the
-- category above one that shoppers do not see.
-- Makes documents, facets and prices of some products, in all languages: a handful of statements, whatever their number.
create function private.index_search(org uuid, ids uuid[], at timestamptz) returns integer
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare written integer;
begin
  delete from public.search_documents d where d.organization_id = org and d.product_id = any (ids)
    and not exists (select from public.products p where p.organization_id = org and p.id = d.product_id and p.deleted_at is null);
  delete from public.search_facets f where f.organization_id = org and f.product_id = any (ids)
    and not exists (select from public.products p where p.organization_id = org and p.id = f.product_id and p.deleted_at is null);

  with locales as (
    select '' as code union all select s.locale_code from public.store_locales s where s.organization_id = org
  ), texts as (
    select p.id, l.code,
      coalesce(t.translations ->> 'title', b.translations ->> 'title', p.title) as title,
      coalesce(t.translations ->> 'subtitle', b.translations ->> 'subtitle', p.subtitle) as subtitle,
      coalesce(t.translations ->> 'description', b.translations ->> 'description', p.description) as description,
      p.type_id, p.collection_id, p.status = 'published' as is_published
    from public.products p
    cross join locales l
    left join public.translations t on t.organization_id = org and t.reference = 'product' and t.reference_id = p.id
      and t.locale_code = l.code and t.deleted_at is null
    left join public.translations b on b.organization_id = org and b.reference = 'product' and b.reference_id = p.id
      and b.locale_code = split_part(l.code, '-', 1) and b.deleted_at is null
    where p.organization_id = org and p.id = any (ids) and p.deleted_at is null
  ), said as (
    select t.*,
      regexp_replace(regexp_replace(translate(coalesce(t.description, ''), U&'\E000\E001', ''), '<[^>]*>', ' ', 'g'), '\s+', ' ', 'g') as plain,
      concat_ws(' ',
        (select y.value from public.product_types y where y.organization_id = org and y.id = t.type_id and y.deleted_at is null),
        (select c.title from public.product_collections c
         where c.organization_id = org and c.id = t.collection_id and c.deleted_at is null),
        (select string_agg(g.value, ' ' order by g.value) from public.product_product_tags l
           join public.product_tags g on g.organization_id = org and g.id = l.tag_id
         where l.organization_id = org and l.product_id = t.id and g.deleted_at is null),
        (select string_agg(c.name, ' ' order by c.name) from public.product_category_products l
           join public.product_categories c on c.organization_id = org and c.id = l.product_category_id
         where l.organization_id = org and l.product_id = t.id and c.deleted_at is null and c.is_active and not c.is_internal)) as kinds,
      (select string_agg(concat_ws(' ', v.title, v.sku, v.barcode, v.ean, v.upc), ' ' order by v.variant_rank, v.id)
       from public.product_variants v where v.organization_id = org and v.product_id = t.id and v.deleted_at is null) as variants
    from texts t
  )
  insert into public.search_documents (organization_id, product_id, locale_code, title, body, words, vector, content_sha256, is_published,
    sales_channel_ids)
  select org, s.id, s.code, translate(s.title, U&'\E000\E001', ''), left(concat_ws(' ', s.subtitle, s.kinds, s.plain), 8000),
    left(lower(extensions.unaccent('extensions.unaccent', concat_ws(' ', s.title, s.subtitle, s.kinds, s.variants))), 2000),
    private.of_shop(org, setweight(to_tsvector(private.text_config(coalesce(nullif(s.code, ''), private.shop_language(org))), s.title), 'A')
      || setweight(to_tsvector(private.text_config(coalesce(nullif(s.code, ''), private.shop_language(org))), coalesce(s.subtitle, '') || ' ' || s.kinds), 'B')
      -- In the language of the title too: words of both are asked for together, in one form.
      || setweight(to_tsvector(private.text_config(coalesce(nullif(s.code, ''), private.shop_language(org))), left(coalesce(s.variants, ''), 20000)), 'C')
      || setweight(to_tsvector(private.text_config(coalesce(nullif(s.code, ''), private.shop_language(org))), left(s.plain, 20000)), 'D')),
    sha256(convert_to(left(concat_ws(' ', s.title, s.subtitle, s.kinds, s.plain), 2000), 'UTF8')), s.is_published,
    array(select l.sales_channel_id from public.product_sales_channels l where l.organization_id = org and l.product_id = s.id order by 1)
  from said s
  on conflict (organization_id, product_id, locale_code) do update
    set title = excluded.title, body = excluded.body, words = excluded.words, vector = excluded.vector, content_sha256 = excluded.content_sha256,
      is_published = excluded.is_published, sales_channel_ids = excluded.sales_channel_ids
    where (public.search_documents.title, public.search_documents.body, public.search_documents.words, public.search_documents.vector,
        public.search_documents.is_published, public.search_documents.sales_channel_ids)
      is distinct from (excluded.title, excluded.body, excluded.words, excluded.vector, excluded.is_published, excluded.sales_channel_ids);
  get diagnostics written = row_count;
  if written > 0 then
    insert into public.search_words (organization_id, word)
    select distinct org, w.word from public.search_documents d, regexp_split_to_table(d.words, '[^[:alnum:]]+') w (word)
    where d.organization_id = org and d.product_id = any (ids) and d.is_published and length(w.word) between 3 and 40 and w.word !~ '[0-9]'
    on conflict do nothing;
  end if;

  insert into public.search_facets (organization_id, product_id, is_published, sales_channel_ids, category_ids, collection_id, type_id,
    tag_ids, options, available_in, rating, rating_count, created_at)
  select org, p.id, p.status = 'published',
    array(select l.sales_channel_id from public.product_sales_channels l where l.organization_id = org and l.product_id = p.id order by 1),
    array(
      with recursive up (id) as (
        select l.product_category_id from public.product_category_products l where l.organization_id = org and l.product_id = p.id
        union
        select c.parent_category_id from up u join public.product_categories c on c.organization_id = org and c.id = u.id
        where c.parent_category_id is not null and c.deleted_at is null and c.is_active and not c.is_internal
      )
      select u.id from up u join public.product_categories c on c.organization_id = org and c.id = u.id
      where c.deleted_at is null and c.is_active and not c.is_internal order by 1),
    (select c.id from public.product_collections c where c.organization_id = org and c.id = p.collection_id and c.deleted_at is null),
    (select y.id from public.product_types y where y.organization_id = org and y.id = p.type_id and y.deleted_at is null),
    array(select l.tag_id from public.product_product_tags l
      join public.product_tags g on g.organization_id = org and g.id = l.tag_id and g.deleted_at is null
      where l.organization_id = org and l.product_id = p.id order by 1),
    array(select distinct lower(o.title || ':' || w.value) from public.product_variants v
      join public.product_variant_options l on l.organization_id = org and l.variant_id = v.id
      join public.product_option_values w on w.organization_id = org and w.id = l.option_value_id
      join public.product_options o on o.organization_id = org and o.id = w.option_id
      where v.organization_id = org and v.product_id = p.id and v.deleted_at is null order by 1),
    array(select distinct l.sales_channel_id from public.product_sales_channels l
      join public.product_variants v on v.organization_id = org and v.product_id = p.id and v.deleted_at is null
      where l.organization_id = org and l.product_id = p.id and (not v.manage_inventory or v.allow_backorder or (
        exists (select from public.product_variant_inventory_items i where i.organization_id = org and i.variant_id = v.id)
        and not exists (
          select from public.product_variant_inventory_items i where i.organization_id = org and i.variant_id = v.id
            and i.required_quantity > coalesce((
              select sum(n.stocked_quantity - n.reserved_quantity) from public.inventory_levels n
              join public.sales_channel_stock_locations c on c.organization_id = org and c.stock_location_id = n.location_id
                and c.sales_channel_id = l.sales_channel_id
              where n.organization_id = org and n.inventory_item_id = i.inventory_item_id), 0)))) order by 1),
    (select r.average from public.product_ratings r where r.organization_id = org and r.product_id = p.id),
    coalesce((select r.rating_count from public.product_ratings r where r.organization_id = org and r.product_id = p.id), 0),
    p.created_at
  from public.products p where p.organization_id = org and p.id = any (ids) and p.deleted_at is null
  on conflict (organization_id, product_id) do update set is_published = excluded.is_published,
    sales_channel_ids = excluded.sales_channel_ids, category_ids = excluded.category_ids, collection_id = excluded.collection_id,
    type_id = excluded.type_id, tag_ids = excluded.tag_ids, options = excluded.options, available_in = excluded.available_in,
    rating = excluded.rating, rating_count = excluded.rating_count;

  delete from public.search_prices s where s.organization_id = org and s.product_id = any (ids);
  with sets as (
    select v.product_id, v.price_set_id from public.product_variants v
    where v.organization_id = org and v.product_id = any (ids) and v.deleted_at is null and v.price_set_id is not null
  ), lists as (
    select l.id, l.type, (select count(*) from public.price_list_rules u where u.organization_id = org and u.price_list_id = l.id) as rules,
      (select u.value from public.price_list_rules u
       where u.organization_id = org and u.price_list_id = l.id and u.attribute = 'region_id') as regions,
      (select u.value from public.price_list_rules u
       where u.organization_id = org and u.price_list_id = l.id and u.attribute = 'currency_code') as currencies
    from public.price_lists l
    where l.organization_id = org and l.deleted_at is null and l.status = 'active'
      and coalesce(l.starts_at <= at, true) and coalesce(l.ends_at > at, true)
      and not exists (select from public.price_list_rules u where u.organization_id = org and u.price_list_id = l.id
        and u.attribute not in ('region_id', 'currency_code'))
  ), candidates as (
    select s.product_id, s.price_set_id, r.currency_code as currency, coalesce(u.region, '') as region, 'base' as kind,
      coalesce(u.rules, 0) as rules, r.amount
    from sets s join public.prices r on r.organization_id = org and r.price_set_id = s.price_set_id and r.deleted_at is null
      and coalesce(r.min_quantity, 1) <= 1
    left join lateral (
      select count(*) as rules, min(u.value) filter (where u.attribute = 'region_id' and u.operator = 'eq') as region
      from public.price_rules u where u.organization_id = org and u.price_id = r.id
    ) u on true
    where u.rules = 0 or u.rules = 1 and u.region is not null
    union all
    select s.product_id, s.price_set_id, r.currency_code, g.region, l.type,
      l.rules + (select count(*) from jsonb_object_keys(r.rules)), r.amount
    from sets s join public.price_list_prices r on r.organization_id = org and r.price_set_id = s.price_set_id and r.deleted_at is null
      and coalesce(r.min_quantity, 1) <= 1 and r.rules - 'region_id' - 'currency_code' = '{}'
      and coalesce(r.rules ->> 'currency_code' = r.currency_code, true)
    join lists l on l.id = r.price_list_id and coalesce(r.currency_code = any (l.currencies), true)
    cross join lateral unnest(case
      when r.rules ? 'region_id' and coalesce(r.rules ->> 'region_id' = any (l.regions), true) then array[r.rules ->> 'region_id']
      when r.rules ? 'region_id' then '{}' else coalesce(l.regions, array['']) end) g (region)
  ), paid as (
    -- As Kontor chooses: an override takes the place of the base price, a sale is paid where it is lower; more rules go first.
    select c.product_id, c.currency, c.region, coalesce(
      (array_agg(k.amount order by k.rules desc, k.amount) filter (where k.kind = 'override'))[1],
      least((array_agg(k.amount order by k.rules desc, k.amount) filter (where k.kind = 'base'))[1],
        (array_agg(k.amount order by k.rules desc, k.amount) filter (where k.kind = 'sale'))[1])) as amount
    from (select distinct d.product_id, d.currency, d.region from candidates d) c
    join candidates k on k.product_id = c.product_id and k.currency = c.currency and k.region in ('', c.region)
    group by c.product_id, c.currency, c.region, k.price_set_id
  )
  insert into public.search_prices (organization_id, product_id, currency_code, region, amount_e4)
  select org, p.product_id, p.currency, p.region, least(round(min(p.amount) * 10000), 9223372036854775806)::bigint
  from paid p group by p.product_id, p.currency, p.region;
  return written;
end $$;
-- What nothing says any more. Nobody indexes the shop meanwhile, so no word comes back unseen.
create function private.forget_words(org uuid, before timestamptz) returns bigint
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare gone bigint;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('catalog.index ' || org, 0));
  -- `not in` would walk all words of all documents for each word of the vocabulary.
  delete from public.search_words s where s.organization_id = org and s.created_at < before and not exists (
    select from (
      select distinct w.word from public.search_documents d, regexp_split_to_table(d.words, '[^[:alnum:]]+') w (word)
      where d.organization_id = org and d.is_published) said
    where said.word = s.word);
  get diagnostics gone = row_count;
  return gone;
end $$;
grant execute on function private.forget_words(uuid, timestamptz) to service_role;
grant execute on function private.index_search(uuid, uuid[], timestamptz) to service_role;
