-- pg_trgm must be loaded before a function may name its setting: an unknown one is refused to all but superusers.
do $$ begin
  perform extensions.similarity('a', 'b');
end $$;

drop function private.find_products(text[]), private.search_hints(text, text[], text), private.similar_products(uuid, jsonb, integer),
  private.search_facet_counts(uuid[], jsonb, text[], jsonb, text, uuid[]), private.search_hits(uuid[], text, text, text, text, uuid[]);
create or replace function private.search_hybrid(query text, plain text, asked real[], asked_model text, locale text, filter jsonb, ratio real, most integer, typos boolean)
  returns table (product_id uuid, score real, text_rank bigint, vector_rank bigint)
  language sql stable security definer set search_path = ''
as $$
  with words as (
    select t.product_id, row_number() over (order by t.is_typo, t.score desc, t.product_id) as rank
    from private.search_text(query, plain, locale, filter, most, typos, 10) t where ratio < 1 and query <> ''
  ), meant as (
    select v.product_id, row_number() over (order by v.distance, v.product_id) as rank
    from private.search_vector(asked, asked_model, locale, filter, least(most, 100)) v where ratio > 0 and asked is not null
  )
  select coalesce(w.product_id, m.product_id),
    (coalesce((1 - ratio) / (60 + w.rank), 0) + coalesce(ratio / (60 + m.rank), 0))::real as score, w.rank, m.rank
  from words w full join meant m on m.product_id = w.product_id
  order by score desc, 1 limit most
$$;
create or replace function private.search_text(query text, plain text, locale text, filter jsonb, most integer, typos boolean, enough integer)
  returns table (product_id uuid, score real, is_typo boolean)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
  set pg_trgm.word_similarity_threshold = 0.45
as $$
declare
  org uuid := auth.organization_id();
  asked tsquery := to_tsquery(private.text_config(locale), query) || to_tsquery('private.simple', query);
  holds text := private.facet_sql(filter);
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
    where d.organization_id = $1 and d.locale_code = $3 and $5 operator(extensions.<%) d.words and not d.vector @@ $2 and ' || holds || '
    order by score desc, d.product_id limit $4' using org, asked, locale, most - found_n, plain;
end $$;
drop function private.is_like(text[], text);
drop function private.search_query(uuid, text, text);
do $$
declare text_of text := pg_catalog.pg_get_functiondef('private.index_search(uuid, uuid[], timestamptz)'::regprocedure);
begin
  text_of := replace(text_of, 'private.text_config(coalesce(nullif(s.code, ''''), private.shop_language(org)))', 'private.text_config(s.code)');
  text_of := replace(text_of, 'translate(coalesce(t.description, ''''), U&''\E000\E001'', '''')', 'coalesce(t.description, '''')');
  text_of := replace(text_of, 'where c.parent_category_id is not null and c.deleted_at is null and c.is_active and not c.is_internal',
    'where c.parent_category_id is not null');
  execute replace(text_of, 'translate(s.title, U&''\E000\E001'', '''')', 's.title');
end $$;
drop function private.shop_language(uuid);
