do $$
declare t record;
begin
  for t in select g.tgname, c.relname from pg_catalog.pg_trigger g join pg_catalog.pg_class c on c.oid = g.tgrelid
    join pg_catalog.pg_proc p on p.oid = g.tgfoid join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'private' and p.proname in ('queue_search_of_changed', 'queue_search_of_levels', 'reindex_of_changed', 'reindex_shop',
      'schedule_price_list_edges') and g.tgparentid = 0 loop
    execute format('drop trigger %I on public.%I', t.tgname, t.relname);
  end loop;
end $$;
drop function private.queue_search_of_levels(), private.schedule_price_list_edges(), private.reindex_shop(), private.reindex_of_changed(),
  private.queue_search_of(uuid, text, uuid[]), private.index_queued(uuid, integer, timestamptz);
