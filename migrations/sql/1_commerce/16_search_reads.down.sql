drop function private.related_products(uuid, text, jsonb, integer),
  private.search_browse(jsonb, text, text, integer, integer, integer),
  private.search_hybrid(text, text, real[], text, text, jsonb, real, integer, boolean),
  private.search_vector(real[], text, text, jsonb, integer, integer),
  private.search_text(text, text, text, jsonb, integer, boolean, integer), private.facet_sql(jsonb);
drop function private.is_like(text[], text), private.search_query(uuid, text, text);
