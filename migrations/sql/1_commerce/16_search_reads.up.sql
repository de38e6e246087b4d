-- pgvector and pg_trgm must be loaded before a function may name their settings: an unknown one is refused to all but superusers.
do $$ begin
  perform '[1]'::extensions.vector, extensions.similarity('a', 'b');
end $$;

-- A filter as a condition on `search_facets f`. Kontor sends a tree of nodes that it has read and checked; each value passes a cast to
-- its type and then quoting, and a node that is not known raises: so nothing of a request becomes SQL. Evaluating the tree row by row
-- was tried and takes 100 times as long (5.5 s for 40,000 products).
--   {"is": "and" | "or", "of": [node]}   {"is": "not", "of": node}
--   {"is": "channel" | "category" | "tag" | "collection" | "type" | "product", "any": [uuid]}   {"is": "option", "any": ["size:m"]}
--   {"is": "in_stock", "channels": [uuid], "yes": bool}   {"is": "rating" | "created_at", "from", "below"}
--   {"is": "price", "currency", "region", "from", "below"}   {"is": "price", "currency", "region", "any": [ten-thousandths]}
-- Prices are those of `facet_join`, which the statement needs then: a subquery for each condition and row takes a hundred times as long.
create function private.facet_sql(node jsonb) returns text
  language plpgsql immutable set search_path = ''
as $$
declare
  kind text := node ->> 'is';
  ids uuid[];
begin
  if kind in ('and', 'or') then
    return coalesce((select '(' || string_agg(private.facet_sql(c), ' ' || kind || ' ') || ')' from jsonb_array_elements(node -> 'of') c),
      (kind = 'and')::text);
  elsif kind = 'not' then
    return format('not coalesce(%s, false)', private.facet_sql(node -> 'of'));
  elsif kind = 'option' then
    return format('f.options && %L::text[]', array(select lower(v) from jsonb_array_elements_text(node -> 'any') v));
  elsif kind = 'in_stock' then
    ids := array(select v::uuid from jsonb_array_elements_text(node -> 'channels') v);
    return format('(f.available_in && %L::uuid[]) = %L::boolean', ids, (node ->> 'yes')::boolean);
  elsif kind = 'rating' then
    return format('f.rating >= %L::numeric and f.rating < %L::numeric',
      coalesce((node ->> 'from')::numeric, 0), coalesce((node ->> 'below')::numeric, 6));
  elsif kind = 'created_at' then
    return format('f.created_at >= %L::timestamptz and f.created_at < %L::timestamptz',
      coalesce((node ->> 'from')::timestamptz, '-infinity'), coalesce((node ->> 'below')::timestamptz, 'infinity'));
  elsif kind = 'price' and node ? 'any' then
    return format('coalesce(sr.amount_e4, sp.amount_e4) = any (%L::bigint[])',
      array(select v::bigint from jsonb_array_elements_text(node -> 'any') v));
  elsif kind = 'price' then
    return format('(coalesce(sr.amount_e4, sp.amount_e4) >= %L::bigint and coalesce(sr.amount_e4, sp.amount_e4) < %L::bigint)',
      coalesce((node ->> 'from')::bigint, 0), coalesce((node ->> 'below')::bigint, 9223372036854775807));
  end if;
  ids := array(select v::uuid from jsonb_array_elements_text(node -> 'any') v);
  case kind
    when 'channel' then return format('f.sales_channel_ids && %L::uuid[]', ids);
    when 'category' then return format('f.category_ids && %L::uuid[]', ids);
    when 'tag' then return format('f.tag_ids && %L::uuid[]', ids);
    when 'collection' then return format('f.collection_id = any (%L::uuid[])', ids);
    when 'type' then return format('f.type_id = any (%L::uuid[])', ids);
    when 'product' then return format('f.product_id = any (%L::uuid[])', ids);
    else raise exception 'unknown filter %', kind using errcode = 'invalid_parameter_value';
  end case;
end $$;

-- The price of `search_facets f` in a currency and a region, as `coalesce(sr.amount_e4, sp.amount_e4)`.
create function private.price_join(currency text, region text) returns text
  language sql immutable set search_path = ''
as $$
  select format(' left join public.search_prices sp on sp.organization_id = f.organization_id and sp.product_id = f.product_id
      and sp.currency_code = %1$L and sp.region = ''''
    left join public.search_prices sr on sr.organization_id = f.organization_id and sr.product_id = f.product_id
      and sr.currency_code = %1$L and sr.region = %2$L', coalesce(currency, ''), coalesce(region, ''))
$$;

-- The same where a filter asks for prices, all of which are in one currency and region.
create function private.facet_join(filter jsonb) returns text
  language sql immutable set search_path = ''
as $$
  select coalesce((select private.price_join(n ->> 'currency', n ->> 'region')
    from jsonb_path_query_first(filter, 'strict $.** ? (@.is == "price")') n where n is not null), '')
$$;

-- pg_trgm must be loaded before a function may name its setting: an unknown one is refused to all but superusers.
do $$ begin
  perform extensions.similarity('a', 'b');
end $$;

-- `query` is text of a tsquery that Kontor has written; it is asked in the language of the documents. One that says nothing in it (`the`,
-- on the way to `thermos`; a size S) is asked as it stands.
create function private.said_query(org uuid, query text, locale text) returns tsquery
  language sql stable security definer set search_path = ''
as $$
  select case when numnode(q.asked) > 0 then q.asked else to_tsquery('private.simple', query) end
  from (select to_tsquery(private.text_config(coalesce(nullif(locale, ''), private.shop_language(org))), query) as asked offset 0) q
$$;

-- The same of the words that documents keep.
create function private.search_query(org uuid, query text, locale text) returns tsquery
  language sql stable security definer set search_path = ''
as $$
  select private.sign_words(org, private.said_query(org, query, locale)::text)::tsquery
$$;

-- What a word that leads to nothing may have been meant to say: the shop's words that are nearest to it. Letters in another order count as
-- one mistake. `said` are words without case; the last one may go on if `is_open`. Each costs a look at the whole vocabulary, so the first
-- four that lead to nothing are helped.
create function private.search_corrections(org uuid, said text[], locale text, is_open boolean) returns table (word text, others text[])
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
  set pg_trgm.word_similarity_threshold = 0.3
as $$ begin
  return query
    select w.word, array_agg(n.word order by n.likeness desc, n.word)
    from (
      select p.word, p.plain
      from (
        select u.word, lower(extensions.unaccent('extensions.unaccent', u.word)) as plain, is_open and u.place = cardinality(said) as goes_on
        from unnest(said) with ordinality u (word, place) offset 0
      ) p
      -- Most words are in the vocabulary: looking them up costs a hundredth of what the index of documents does for a common word. One
      -- that nothing says any more is taken for known until it is forgotten.
      where p.plain ~ '^[[:alpha:]]{4,40}$' and case
        when exists (select from public.search_words s where s.organization_id = org and s.word = p.plain) then false
        -- A word that no document keeps (`with`) is not misspelt.
        when numnode(to_tsquery(private.text_config(coalesce(nullif(locale, ''), private.shop_language(org))), '''' || p.plain || '''')) = 0
          then false
        else not exists (
          select from public.search_documents d where d.organization_id = org and d.locale_code = locale and d.is_published
            and d.vector @@ private.search_query(org, '''' || p.plain || case when p.goes_on then ''':*' else '''' end, locale)) end
      limit 4
    ) w
    cross join lateral (
      select c.word, c.likeness, dense_rank() over (order by c.mistakes) as class,
        row_number() over (order by c.mistakes, c.likeness desc, c.word) as place
      from (
        select s.word, extensions.word_similarity(w.plain, s.word) as likeness, case
          when length(s.word) = length(w.plain) and array(select l from unnest(string_to_array(s.word, null)) l order by 1)
            = array(select l from unnest(string_to_array(w.plain, null)) l order by 1)
          then 1 else extensions.levenshtein_less_equal(w.plain, s.word, 3) end as mistakes
        from public.search_words s
        where s.organization_id = org and w.plain operator(extensions.<%) s.word and abs(length(s.word) - length(w.plain)) <= 3
      ) c
      where c.mistakes between 1 and case when length(w.plain) = 4 then 1 when length(w.plain) <= 8 then 2 else 3 end
    ) n
    where n.class = 1 and n.place <= 5
    group by w.word;
end $$;

-- What a filter is asked of, with the words as `d`: documents know their channels, so most searches read nothing else.
create function private.worded(filter jsonb) returns text
  language sql immutable set search_path = ''
as $$
  select case
    when jsonb_path_exists(filter, 'strict $.** ? (@.is != "and" && @.is != "or" && @.is != "not" && @.is != "channel" && @.is != "product")')
    then 'public.search_documents d join public.search_facets f on f.organization_id = d.organization_id and f.product_id = d.product_id'
      || private.facet_join(filter)
    else 'public.search_documents d cross join lateral (select d.product_id, d.sales_channel_ids) f' end
$$;

-- Words, best first. By weights and how often: what is nearer to each other (`ts_rank_cd`) costs three times as much, for thousands of
-- documents of a common word. Starting a parallel worker takes longer than what it does.
create function private.search_text(query text, locale text, filter jsonb, most integer) returns table (product_id uuid, score real)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
  set max_parallel_workers_per_gather = 0
as $$
declare
  asked tsquery := private.search_query(auth.organization_id(), query, locale);
  holds text := private.facet_sql(filter);
begin
  return query execute 'select d.product_id, ts_rank(''{0.05, 0.2, 0.5, 1.0}'', d.vector, $2, 1) as score
    from ' || private.worded(filter) || '
    where ' || holds || ' and d.organization_id = $1 and d.locale_code = $3 and d.is_published and d.vector @@ $2
    order by score desc, d.product_id limit $4' using auth.organization_id(), asked, locale, most;
end $$;

-- Nearest first. A shop with few embeddings is read whole: exact, and complete. Others by HNSW, which goes on until enough of this
-- shop are found: without iterative scans a small shop among large ones finds nothing. The joins are turned off so that the nearest
-- are walked in their order. A scan looks at a few more than it is asked for: ten of ten are found so, and 60 cost half of what 100 do.
create function private.search_vector(asked real[], asked_model text, locale text, filter jsonb, most integer, exact_below integer default 5000)
  returns table (product_id uuid, distance real)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
  set hnsw.iterative_scan = 'strict_order' set hnsw.ef_search = 60 set hnsw.max_scan_tuples = 2000000 set hnsw.scan_mem_multiplier = 8
  set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  org uuid := auth.organization_id();
  of integer := cardinality(asked);
  few boolean := (select count(*) < exact_below from (
    select from public.product_embeddings e where e.organization_id = auth.organization_id() and e.model = asked_model
      and e.locale_code = locale limit exact_below) n);
  holds text := private.facet_sql(filter);
begin
  if few or of not in (384, 1536) then
    return query execute 'with mine as materialized (
        select e.product_id, e.embedding from public.product_embeddings e
        join public.search_facets f on f.organization_id = $1 and f.product_id = e.product_id and f.is_published'
        || private.facet_join(filter) || '
        where e.organization_id = $1 and e.model = $2 and e.locale_code = $3 and e.dimensions = $4 and ' || holds || ')
      select m.product_id, (m.embedding operator(extensions.<=>) $5::extensions.vector)::real as distance
      from mine m order by distance, m.product_id limit $6' using org, asked_model, locale, of, asked, most;
    return;
  end if;
  perform set_config('hnsw.ef_search', least(greatest(60, most), 1000)::text, true);
  return query execute format('select e.product_id, (e.embedding::extensions.vector(%1$s) operator(extensions.<=>) $4::extensions.vector(%1$s))::real
    from public.product_embeddings e
    join public.search_facets f on f.organization_id = $1 and f.product_id = e.product_id and f.is_published %3$s
    where e.organization_id = $1 and e.model = $2 and e.locale_code = $3 and e.dimensions = %1$s and %2$s
    order by e.embedding::extensions.vector(%1$s) operator(extensions.<=>) $4::extensions.vector(%1$s) limit $5', of, holds, private.facet_join(filter))
    using org, asked_model, locale, asked, most;
end $$;

-- Both, joined by reciprocal rank: `ratio` 0 is words only, 1 meaning only. The nearest are near only by comparison, so beside words
-- those do not count that mean something else, and fifty of them do: what is further down adds nothing to the first pages.
create function private.search_hybrid(query text, asked real[], asked_model text, locale text, filter jsonb, ratio real, most integer)
  returns table (product_id uuid, score real, text_rank bigint, vector_rank bigint)
  language sql stable security definer set search_path = ''
as $$
  with words as (
    select t.product_id, t.rank
    from private.search_text(query, locale, filter, most) with ordinality t (product_id, score, rank) where ratio < 1 and query <> ''
  ), meant as (
    select v.product_id, v.rank
    from private.search_vector(asked, asked_model, locale, filter, least(most, case when ratio < 1 and query <> '' then 50 else 100 end))
      with ordinality v (product_id, distance, rank)
    where ratio > 0 and asked is not null and (ratio = 1 or query = '' or v.distance <= 0.75)
  )
  select coalesce(w.product_id, m.product_id),
    (coalesce((1 - ratio) / (60 + w.rank), 0) + coalesce(ratio / (60 + m.rank), 0))::real as score, w.rank, m.rank
  from words w full join meant m on m.product_id = w.product_id
  order by score desc, 1 limit most
$$;

-- Everything that a filter lets through, without words; of how many, counted to `count_to`.
create function private.search_browse(filter jsonb, sort text, sort_currency text, sort_region text, most integer, skipped integer,
    count_to integer)
  returns table (product_id uuid, matches bigint)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  org uuid := auth.organization_id();
  holds text := private.facet_sql(filter);
  joined text := private.facet_join(filter);
  total bigint;
begin
  execute 'select count(*) from (select from public.search_facets f' || joined || '
    where f.organization_id = $1 and f.is_published and ' || holds || ' limit $2) n' into total using org, count_to;
  if joined = '' and sort in ('price', '-price') then
    joined := private.price_join(sort_currency, sort_region);
  end if;
  return query execute 'select f.product_id, $4::bigint from public.search_facets f' || joined || '
    where f.organization_id = $1 and f.is_published and ' || holds || ' order by ' || case sort
      when 'price' then 'coalesce(sr.amount_e4, sp.amount_e4), ' when '-price' then 'coalesce(sr.amount_e4, sp.amount_e4) desc nulls last, '
      when '-rating' then 'f.rating desc nulls last, ' when 'created_at' then 'f.created_at, '
      when '-created_at' then 'f.created_at desc, ' else '' end || 'f.product_id limit $2 offset $3'
    using org, most, skipped, total;
end $$;

-- How many documents have the words, counted exactly.
create function private.search_count(query text, locale text, filter jsonb) returns bigint
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare found_n bigint;
begin
  execute 'select count(*) from ' || private.worded(filter) || '
    where d.organization_id = $1 and d.locale_code = $3 and d.is_published and d.vector @@ $2 and ' || private.facet_sql(filter)
    into found_n using auth.organization_id(), private.search_query(auth.organization_id(), query, locale), locale;
  return found_n;
end $$;

-- Nearest to a product, of those that the filter lets through.
create function private.related_products(product uuid, asked_model text, filter jsonb, most integer) returns table (product_id uuid, distance real)
  language plpgsql stable security definer set search_path = ''
as $$
declare asked real[] := (
  select e.embedding::real[] from public.product_embeddings e
  where e.organization_id = auth.organization_id() and e.product_id = product and e.model = asked_model and e.locale_code = '');
begin
  if asked is not null then
    return query select v.product_id, v.distance from private.search_vector(asked, asked_model, '', filter, most + 1) v
      where v.product_id <> product limit most;
  end if;
end $$;
grant execute on function private.text_config(text), private.facet_sql(jsonb), private.facet_join(jsonb), private.worded(jsonb),
  private.price_join(text, text) to service_role;
grant execute on function private.search_corrections(uuid, text[], text, boolean) to service_role;
grant execute on function private.search_text(text, text, jsonb, integer),
  private.search_vector(real[], text, text, jsonb, integer, integer),
  private.search_hybrid(text, real[], text, text, jsonb, real, integer),
  private.search_browse(jsonb, text, text, text, integer, integer, integer), private.search_count(text, text, jsonb),
  private.related_products(uuid, text, jsonb, integer) to anon, authenticated, service_role;
