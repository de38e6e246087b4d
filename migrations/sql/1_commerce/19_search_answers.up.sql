-- pg_trgm must be loaded before a function may name its setting: an unknown one is refused to all but superusers.
do $$ begin
  perform extensions.similarity('a', 'b');
end $$;

-- What hits show besides the product's own row, in their order. Ids of the caller's shop only; he reads the products under his own
-- policies. `marks`: null, or how `ts_headline` marks the body. Every row is found by its key, whatever the values: the plan is made once.
create function private.search_hits(ids uuid[], locale text, query text, marks text, currency text, region text, channels uuid[])
  returns table (place bigint, product_id uuid, title text, category_ids uuid[], tag_ids uuid[], options text[], price_e4 bigint,
    rating numeric, rating_count integer, in_stock boolean, marked_title text, marked_body text)
  language plpgsql stable security definer set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  config regconfig := private.text_config(coalesce(nullif(locale, ''), private.shop_language(auth.organization_id())));
  asked tsquery := case when marks is not null and query <> '' then private.said_query(auth.organization_id(), query, locale) end;
begin
  return query
    select i.place, f.product_id, d.title, f.category_ids, f.tag_ids, f.options, coalesce(r.amount_e4, s.amount_e4), f.rating, f.rating_count,
      f.available_in && channels,
      case when asked is not null then ts_headline(config, d.title, asked, U&'StartSel="\E000", StopSel="\E001", HighlightAll=true') end,
      case when asked is not null then ts_headline(config, d.body, asked, U&'StartSel="\E000", StopSel="\E001", ' || marks) end
    from unnest(ids) with ordinality i (id, place)
    join public.search_facets f on f.organization_id = org and f.product_id = i.id and f.is_published
    join public.search_documents d on d.organization_id = org and d.product_id = i.id and d.locale_code = locale
    left join public.search_prices s on s.organization_id = org and s.product_id = i.id and s.currency_code = currency
      and s.region = ''
    left join public.search_prices r on r.organization_id = org and r.product_id = i.id and r.currency_code = currency
      and r.region = search_hits.region and r.region <> ''
    order by i.place;
end $$;

-- Counts over all that a filter lets through, or over those of `ids`. `ranges`: [{"field": "price" | "rating", "key", "from", "below"}];
-- rows of ranges and of numbers carry the field's name with `range:` and `stats:` before it. Prices are in ten-thousandths.
create function private.search_facet_counts(ids uuid[], filter jsonb, wanted text[], ranges jsonb, currency text, region text,
    channels uuid[])
  returns table (facet text, value text, matches bigint, lowest numeric, highest numeric, total numeric)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare org uuid := auth.organization_id();
begin
  return query execute 'with mine as materialized (
      select f.*, coalesce(sr.amount_e4, sp.amount_e4) as amount_e4 from public.search_facets f' || private.price_join(currency, region) || '
      where f.organization_id = $1 and f.is_published and ($2 is null or f.product_id = any ($2)) and ' || private.facet_sql(filter) || '
    ), numbers (field, number) as (
      select ''price'', m.amount_e4::numeric from mine m where m.amount_e4 is not null
      union all select ''rating'', m.rating from mine m where m.rating is not null
    )
    select k.facet, k.value, count(*), null::numeric, null::numeric, null::numeric from mine m
    cross join lateral (
      select ''category_ids'' as facet, c::text as value from unnest(m.category_ids) c where ''category_ids'' = any ($3)
      union all select ''tag_ids'', c::text from unnest(m.tag_ids) c where ''tag_ids'' = any ($3)
      union all select ''options'', o from unnest(m.options) o where ''options'' = any ($3)
      union all select ''collection_id'', m.collection_id::text where ''collection_id'' = any ($3) and m.collection_id is not null
      union all select ''type_id'', m.type_id::text where ''type_id'' = any ($3) and m.type_id is not null
      union all select ''in_stock'', (m.available_in && $5)::text where ''in_stock'' = any ($3)
      union all select ''rating'', floor(m.rating)::text where ''rating'' = any ($3) and m.rating is not null
    ) k group by 1, 2
    union all
    select ''stats:'' || n.field, null, count(*), min(n.number), max(n.number), sum(n.number) from numbers n
    where ''stats:'' || n.field = any ($3) group by 1
    union all
    select ''range:'' || (r ->> ''field''), r ->> ''key'', count(n.number), null, null, null
    from jsonb_array_elements($4) r left join numbers n on n.field = r ->> ''field''
      and n.number >= coalesce((r ->> ''from'')::numeric, ''-infinity'') and n.number < coalesce((r ->> ''below'')::numeric, ''infinity'')
    group by r ->> ''field'', r ->> ''key'''
    using org, ids, wanted, ranges, channels;
end $$;

-- Most alike by what they are filed under: for a product without an embedding.
create function private.similar_products(product uuid, filter jsonb, most integer) returns table (product_id uuid, score bigint)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$ begin
  return query execute 'select f.product_id,
      (select count(*) from unnest(f.category_ids) c where c = any (m.category_ids))
      + (select count(*) from unnest(f.tag_ids) t where t = any (m.tag_ids))
      + coalesce((f.collection_id = m.collection_id)::int, 0) + coalesce((f.type_id = m.type_id)::int, 0) as score
    from public.search_facets m
    join public.search_facets f on f.organization_id = $1 and f.product_id <> $2 and f.is_published
      and (f.category_ids && m.category_ids or f.tag_ids && m.tag_ids or f.collection_id = m.collection_id or f.type_id = m.type_id)' || private.facet_join(filter) || '
    where m.organization_id = $1 and m.product_id = $2 and ' || private.facet_sql(filter) || '
    order by score desc, f.created_at desc, f.product_id limit $3' using auth.organization_id(), product, most;
end $$;

-- Of the shop's synonyms and pins, those that a query may be about, and what misspelt words of it may mean. `said`: the query's words and
-- the words beside each other in it; `words`: its words, which may be misspelt if there are `typos`, and of which the last one may go on if
-- `is_open`. A last word that is one of the shop's and begins no other one, not even one that goes on with a digit (which the vocabulary
-- does not have), is `whole`: looking for all that begins so costs as much again.
create function private.search_hints(asked text, said text[], words text[], is_open boolean, typos boolean, locale text)
  returns table (kind text, term text, others text[], product_id uuid, place integer)
  language sql stable security definer set search_path = ''
as $$
  select s.kind, lower(s.term), array(select lower(o) from unnest(s.synonyms) o), null::uuid, null::integer from public.search_synonyms s
  where s.organization_id = auth.organization_id() and s.locale_code in ('', locale)
    and (lower(s.term) = any (said) or s.kind = 'mutual' and exists (select from unnest(s.synonyms) o where lower(o) = any (said)))
  union all
  select 'pin', null, null, p.product_id, p.position from public.search_pins p
  where p.organization_id = auth.organization_id() and p.query = asked
  union all
  select 'one_way', c.word, c.others, null, null from private.search_corrections(auth.organization_id(), case when typos then words end, locale, is_open) c
  union all
  select 'whole', null, null, null, null
  from (select lower(extensions.unaccent('extensions.unaccent', words[cardinality(words)])) collate "C" as plain) w
  where is_open
    and exists (select from public.search_words s where s.organization_id = auth.organization_id() and s.word = w.plain)
    and not exists (select from public.search_words s where s.organization_id = auth.organization_id()
      and s.word > w.plain and s.word < w.plain || U&'\FFFF')
    and w.plain ~ '^[[:alnum:]]+$' and not exists (select from public.search_documents d where d.organization_id = auth.organization_id()
      and d.locale_code = search_hints.locale and d.is_published
      and d.vector @@ (select private.sign_words(auth.organization_id(), string_agg('''' || w.plain || n || ''':*', ' | '))
        from generate_series(0, 9) n)::tsquery)
$$;

-- The words of a list's `q`: each stands somewhere in the product as it is typed, or stemmed, or by a synonym, in one of the shop's
-- languages; misspelt words are looked for when nothing else was found.
create function private.find_products(words text[]) returns table (product_id uuid)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  org uuid := auth.organization_id();
  said text[] := array(select lower(w) from unnest(words) w where w ~ '[[:alnum:]]');
  codes text[] := array(select '' union all select l.locale_code from public.store_locales l where l.organization_id = org);
  code text;
  asked tsquery;
  has_found boolean;
  is_corrected boolean := false;
  corrected jsonb := '{}';
begin
  return query select s.product_id from private.search_products(words) s;
  has_found := found;
  if cardinality(said) = 0 then
    return;
  end if;
  loop
    foreach code in array codes loop
      select private.search_query(org, string_agg('(' || (
          select string_agg('''' || replace(replace(m.word, '\', '\\'), '''', '''''') || '''', ' | ') from (
            select w.word
            union select lower(o) from public.search_synonyms s, unnest(s.synonyms) o
              where s.organization_id = org and o ~ '[[:alnum:]]'
                and (lower(s.term) = w.word or s.kind = 'mutual' and w.word = any (array(select lower(x) from unnest(s.synonyms) x)))
            union select jsonb_array_elements_text(corrected -> w.word)
          ) m) || ')', ' & ' order by w.place), code) into asked
      from unnest(said) with ordinality w (word, place);
      return query select d.product_id from public.search_documents d
        where d.organization_id = org and d.locale_code = code and d.vector @@ asked;
      has_found := has_found or found;
    end loop;
    exit when has_found or is_corrected;
    is_corrected := true;
    -- The words of all languages are one vocabulary: one look does for all of them.
    select coalesce(jsonb_object_agg(c.word, to_jsonb(c.others)), '{}') into corrected
    from private.search_corrections(org, said, '', false) c;
  end loop;
end $$;

grant execute on function private.find_products(text[]) to anon, authenticated, service_role;
grant execute on function private.shop_language(uuid), private.search_query(uuid, text, text), private.said_query(uuid, text, text)
  to service_role;
grant execute on function private.search_hits(uuid[], text, text, text, text, text, uuid[]),
  private.search_facet_counts(uuid[], jsonb, text[], jsonb, text, text, uuid[]), private.similar_products(uuid, jsonb, integer),
  private.search_hints(text, text[], text[], boolean, boolean, text) to anon, authenticated, service_role;
