drop function private.related_products(uuid, text, jsonb, integer),
  private.search_browse(jsonb, text, text, text, integer, integer, integer), private.search_count(text, text, jsonb),
  private.search_hybrid(text, real[], text, text, jsonb, real, integer),
  private.search_vector(real[], text, text, jsonb, integer, integer),
  private.search_text(text, text, jsonb, integer), private.worded(jsonb), private.facet_join(jsonb),
  private.price_join(text, text), private.facet_sql(jsonb);
drop function private.search_corrections(uuid, text[], text, boolean), private.search_query(uuid, text, text), private.said_query(uuid, text, text);
