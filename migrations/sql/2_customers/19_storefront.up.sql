-- A price set that is deleted takes its prices in price lists along: who deletes products may not be allowed to write price lists.
create function private.drop_list_prices() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  update public.price_list_prices p set deleted_at = n.deleted_at
  from after_change n join before_change o on o.organization_id = n.organization_id and o.id = n.id
  where n.deleted_at is not null and o.deleted_at is null
    and p.organization_id = n.organization_id and p.price_set_id = n.id and p.deleted_at is null;
  return null;
end $$;
grant execute on function private.drop_list_prices() to authenticated, service_role;
create trigger drop_list_prices after update on public.price_sets
  referencing old table as before_change new table as after_change
  for each statement execute function private.drop_list_prices();

-- Nor does a language go that something is said in: the translations would go with it.
create function private.keep_spoken_locale() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if exists (select from auth.organization o where o.id = old.organization_id)
    and exists (
      select from public.translations t
      where t.organization_id = old.organization_id and t.locale_code = old.locale_code and t.deleted_at is null) then
    raise exception 'There are translations into %: delete them first', old.locale_code
      using errcode = '23503', constraint = 'store_locales_spoken', table = 'store_locales', schema = 'public';
  end if;
  return old;
end $$;
grant execute on function private.keep_spoken_locale() to authenticated, service_role;
create trigger keep_spoken_locale before delete on public.store_locales
  for each row execute function private.keep_spoken_locale();
