drop table public.query_embeddings, public.product_embeddings, public.search_pins, public.search_synonyms, public.search_prices,
  public.search_facets, public.search_words, public.search_documents, public.search_queue;
drop function private.text_config(text);
do $$
declare language record;
begin
  for language in select c.cfgname as name from pg_catalog.pg_ts_config c where c.cfgnamespace = 'private'::regnamespace loop
    execute format('drop text search configuration private.%I', language.name);
  end loop;
end $$;
