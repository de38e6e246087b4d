-- pgvector and pg_trgm must be loaded before a function may name their settings: an unknown one is refused to all but superusers.
do $$ begin
  perform '[1]'::extensions.vector, extensions.similarity('a', 'b');
end $$;

-- A filter as a condition on `search_facets f`. Kontor sends a tree of nodes that it has read and checked; each value passes a cast to
-- its type and then quoting, and a node that is not known raises: so nothing of a request becomes SQL. Evaluating the tree row by row
-- was tried and takes 100 times as long (5.5 s for 40,000 products).
--   {"is": "and" | "or", "of": [node]}   {"is": "not", "of": node}
--   {"is": "channel" | "category" | "tag" | "collection" | "type" | "product", "any": [uuid]}   {"is": "option", "any": ["size:m"]}
--   {"is": "in_stock", "channels": [uuid], "yes": bool}   {"is": "rating" | "created_at", "from", "below"}   {"is": "price", "currency", "from", "below"}
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
  elsif kind = 'price' then
    return format('exists (select from public.search_prices s where s.organization_id = f.organization_id and s.product_id = f.product_id
      and s.currency_code = %L and s.amount_e4 >= %L::bigint and s.amount_e4 < %L::bigint)', node ->> 'currency',
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

-- pg_trgm must be loaded before a function may name its setting: an unknown one is refused to all but superusers.
do $$ begin
  perform extensions.similarity('a', 'b');
end $$;

-- `query` is text of a tsquery that Kontor has written; found in the language of the document, or as it stands there.
create function private.search_query(org uuid, query text, locale text) returns tsquery
  language sql stable security definer set search_path = ''
as $$
  select to_tsquery(private.text_config(coalesce(nullif(locale, ''), private.shop_language(org))), query) || to_tsquery('private.simple', query)
$$;

-- Whether each word, misspelt as it may be, stands in a document: the shorter it is, the less may be wrong.
create function private.is_like(words text[], document text) returns boolean
  language sql immutable parallel safe set search_path = ''
as $$
  select coalesce(bool_and(extensions.word_similarity(w, document) >= case when length(w) > 4 then 0.33 when length(w) = 4 then 0.6 else 0.75 end),
    false) from unnest(words) w
$$;

-- Words, best first; a word that is misspelt is looked for when fewer than `enough` were found.
create function private.search_text(query text, plain text, locale text, filter jsonb, most integer, typos boolean, enough integer)
  returns table (product_id uuid, score real, is_typo boolean)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
  set pg_trgm.word_similarity_threshold = 0.33
as $$
declare
  org uuid := auth.organization_id();
  asked tsquery := private.search_query(auth.organization_id(), query, locale);
  holds text := private.facet_sql(filter);
  typed text[] := array(select w from unnest(string_to_array(plain, ' ')) w where w ~ '[[:alnum:]]');
  longest text := (select w from unnest(string_to_array(plain, ' ')) w order by length(w) desc limit 1);
  found_n integer;
begin
  return query execute 'select d.product_id, ts_rank_cd(''{0.05, 0.2, 0.5, 1.0}'', d.vector, $2, 1) as score, false
    from public.search_documents d
    join public.search_facets f on f.organization_id = $1 and f.product_id = d.product_id and f.is_published
    where d.organization_id = $1 and d.locale_code = $3 and d.vector @@ $2 and ' || holds || '
    order by score desc, d.product_id limit $4' using org, asked, locale, most;
  get diagnostics found_n = row_count;
  if not typos or found_n >= enough then
    return;
  end if;
  return query execute 'select d.product_id, extensions.word_similarity($5, d.words) as score, true
    from public.search_documents d
    join public.search_facets f on f.organization_id = $1 and f.product_id = d.product_id and f.is_published
    where d.organization_id = $1 and d.locale_code = $3 and $6 operator(extensions.<%) d.words and private.is_like($7, d.words)
      and not coalesce(d.vector @@ $2, false) and ' || holds || '
    order by score desc, d.product_id limit $4' using org, asked, locale, most - found_n, plain, longest, typed;
end $$;

-- Nearest first. A shop with few embeddings is read whole: exact, and complete. Others by HNSW, which goes on until enough of this
-- shop are found: without iterative scans a small shop among large ones finds nothing. The joins are turned off so that the nearest
-- are walked in their order.
create function private.search_vector(asked real[], asked_model text, locale text, filter jsonb, most integer, exact_below integer default 5000)
  returns table (product_id uuid, distance real)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
  set hnsw.iterative_scan = 'strict_order' set hnsw.ef_search = 120 set hnsw.max_scan_tuples = 2000000 set hnsw.scan_mem_multiplier = 8
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
        join public.search_facets f on f.organization_id = $1 and f.product_id = e.product_id and f.is_published
        where e.organization_id = $1 and e.model = $2 and e.locale_code = $3 and e.dimensions = $4 and ' || holds || ')
      select m.product_id, (m.embedding operator(extensions.<=>) $5::extensions.vector)::real as distance
      from mine m order by distance, m.product_id limit $6' using org, asked_model, locale, of, asked, most;
    return;
  end if;
  return query execute format('select e.product_id, (e.embedding::extensions.vector(%1$s) operator(extensions.<=>) $4::extensions.vector(%1$s))::real
    from public.product_embeddings e
    join public.search_facets f on f.organization_id = $1 and f.product_id = e.product_id and f.is_published
    where e.organization_id = $1 and e.model = $2 and e.locale_code = $3 and e.dimensions = %1$s and %2$s
    order by e.embedding::extensions.vector(%1$s) operator(extensions.<=>) $4::extensions.vector(%1$s) limit $5', of, holds)
    using org, asked_model, locale, asked, most;
end $$;

-- Both, joined by reciprocal rank: `ratio` 0 is words only, 1 meaning only. The nearest are near only by comparison, so beside words
-- those do not count that mean something else.
create function private.search_hybrid(query text, plain text, asked real[], asked_model text, locale text, filter jsonb, ratio real,
    most integer, typos boolean)
  returns table (product_id uuid, score real, text_rank bigint, vector_rank bigint)
  language sql stable security definer set search_path = ''
as $$
  with words as (
    select t.product_id, row_number() over (order by t.is_typo, t.score desc, t.product_id) as rank
    from private.search_text(query, plain, locale, filter, most, typos, 10) t where ratio < 1 and query <> ''
  ), meant as (
    select v.product_id, row_number() over (order by v.distance, v.product_id) as rank
    from private.search_vector(asked, asked_model, locale, filter, least(most, 100)) v
    where ratio > 0 and asked is not null and (ratio = 1 or v.distance <= 0.75)
  )
  select coalesce(w.product_id, m.product_id),
    (coalesce((1 - ratio) / (60 + w.rank), 0) + coalesce(ratio / (60 + m.rank), 0))::real as score, w.rank, m.rank
  from words w full join meant m on m.product_id = w.product_id
  order by score desc, 1 limit most
$$;

-- Everything that a filter lets through, without words; of how many, counted to `count_to`.
create function private.search_browse(filter jsonb, sort text, sort_currency text, most integer, skipped integer, count_to integer)
  returns table (product_id uuid, matches bigint)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  org uuid := auth.organization_id();
  holds text := private.facet_sql(filter);
  total bigint;
begin
  execute 'select count(*) from (select from public.search_facets f where f.organization_id = $1 and f.is_published and ' || holds || ' limit $2) n'
    into total using org, count_to;
  return query execute 'select f.product_id, $5::bigint from public.search_facets f
    left join public.search_prices p on p.organization_id = $1 and p.product_id = f.product_id and p.currency_code = $4
    where f.organization_id = $1 and f.is_published and ' || holds || ' order by ' || case sort
      when 'price' then 'p.amount_e4, ' when '-price' then 'p.amount_e4 desc nulls last, ' when '-rating' then 'f.rating desc nulls last, '
      when 'created_at' then 'f.created_at, ' when '-created_at' then 'f.created_at desc, ' else '' end || 'f.product_id limit $2 offset $3'
    using org, most, skipped, sort_currency, total;
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
grant execute on function private.text_config(text), private.facet_sql(jsonb) to service_role;
grant execute on function private.search_text(text, text, text, jsonb, integer, boolean, integer),
  private.search_vector(real[], text, text, jsonb, integer, integer),
  private.search_hybrid(text, text, real[], text, text, jsonb, real, integer, boolean),
  private.search_browse(jsonb, text, text, integer, integer, integer),
  private.related_products(uuid, text, jsonb, integer) to anon, authenticated, service_role;
