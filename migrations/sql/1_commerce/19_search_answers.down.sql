drop function private.find_products(text[]), private.search_hints(text, text[], text[], boolean, boolean, text), private.similar_products(uuid, jsonb, integer),
  private.search_facet_counts(uuid[], jsonb, text[], jsonb, text, text, uuid[]), private.search_hits(uuid[], text, text, text, text, text, uuid[]);
