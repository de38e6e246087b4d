-- PostgREST writes here too, so what the Store API minds stands in the schema as well.
alter table public.saved_addresses
  add constraint saved_addresses_size check (
    octet_length(metadata::text) <= 131072
    and greatest(length(address_name), length(company), length(first_name), length(last_name), length(address_1),
      length(address_2), length(city), length(province), length(postal_code), length(phone)) <= 10000);

-- Whoever writes a customer's address, by whatever way, holds the customer's row: of two at once the second sees what the first
-- did. Where a new default comes, the old one is none any more; and a customer keeps a hundred, to which staff may add.
create function private.keep_saved_addresses() returns trigger
  language plpgsql volatile security definer set search_path = ''
as $$ begin
  if new.deleted_at is not null then
    return new;
  end if;
  perform from public.customers c
    where c.organization_id = new.organization_id and c.id = new.customer_id for no key update;
  if new.is_default_shipping or new.is_default_billing then
    update public.saved_addresses a set
        is_default_shipping = a.is_default_shipping and not new.is_default_shipping,
        is_default_billing = a.is_default_billing and not new.is_default_billing
      where a.organization_id = new.organization_id and a.customer_id = new.customer_id and a.deleted_at is null
        and a.id <> new.id
        and ((a.is_default_shipping and new.is_default_shipping) or (a.is_default_billing and new.is_default_billing));
  end if;
  if (tg_op = 'INSERT' or old.deleted_at is not null) and new.customer_id = private.customer_id()
    and (select count(*) from public.saved_addresses a
         where a.organization_id = new.organization_id and a.customer_id = new.customer_id and a.deleted_at is null
           and a.id <> new.id) >= 100
  then
    raise exception 'a customer keeps at most 100 addresses: delete one first'
      using errcode = 'check_violation', constraint = 'saved_addresses_most', table = 'saved_addresses', schema = 'public';
  end if;
  return new;
end $$;
create trigger keep_saved_addresses
  before insert or update of deleted_at, customer_id, is_default_shipping, is_default_billing on public.saved_addresses
  for each row execute function private.keep_saved_addresses();

-- An address that is changed is locked before its row's trigger runs. So that everybody locks the customer first and nobody
-- waits in a ring, customers do so before the statement; the Admin API and the erasure of a customer do so by themselves.
create function private.hold_customer() returns trigger
  language plpgsql volatile security definer set search_path = ''
as $$ begin
  perform from public.customers c
    where c.organization_id = auth.organization_id() and c.id = private.customer_id() for no key update;
  return null;
end $$;
create trigger hold_customer before insert or update on public.saved_addresses
  for each statement execute function private.hold_customer();
