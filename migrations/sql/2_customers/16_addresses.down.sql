drop trigger hold_customer on public.saved_addresses;
drop function private.hold_customer();
drop trigger keep_saved_addresses on public.saved_addresses;
drop function private.keep_saved_addresses();
create function private.limit_saved_addresses() returns trigger
  language plpgsql volatile security definer set search_path = ''
as $$ begin
  if new.deleted_at is null and new.customer_id = private.customer_id() then
    perform from public.customers c
      where c.organization_id = new.organization_id and c.id = new.customer_id for no key update;
    if (select count(*) from public.saved_addresses a
        where a.organization_id = new.organization_id and a.customer_id = new.customer_id and a.deleted_at is null
          and a.id <> new.id) >= 100 then
      raise exception 'a customer keeps at most 100 addresses: delete one first'
        using errcode = 'check_violation', constraint = 'saved_addresses_most', table = 'saved_addresses', schema = 'public';
    end if;
  end if;
  return new;
end $$;
create trigger limit_saved_addresses before insert or update of deleted_at on public.saved_addresses
  for each row execute function private.limit_saved_addresses();
drop function private.merge_metadata(jsonb, jsonb, text[]);
