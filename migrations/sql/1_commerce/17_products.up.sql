-- What whoever writes products does to stock without being allowed to write stock: a new variant has something that is counted, and
-- one that is deleted leaves nothing behind. All of them work in the caller's shop only.
create function private.check_writes_products() returns uuid
  language plpgsql stable security definer set search_path = ''
as $$ begin
  if auth.organization_id() is null or not private.may('product:write') then
    raise exception 'only who writes products does this' using errcode = 'insufficient_privilege';
  end if;
  return auth.organization_id();
end $$;

-- An item for each of these variants that counts its stock and has none yet. An item of the same SKU is shared, as the import does.
create function private.stock_new_variants(ids uuid[]) returns void
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare org uuid := private.check_writes_products();
begin
  -- An item that is shared does not go before this transaction ends. Everybody locks items, in the order of their keys, before levels.
  perform from public.inventory_items i
  where i.organization_id = org and i.deleted_at is null and i.sku in (
    select v.sku from public.product_variants v where v.organization_id = org and v.id = any (ids) and v.manage_inventory)
  order by i.id for share;
  -- Looked up once and not joined again: of thousands that were just made there are no statistics yet.
  with bare as materialized (
    select v.id, v.sku, v.title, v.thumbnail, i.id as known, coalesce(i.id, private.uuid_v7()) as item
    from public.product_variants v
    left join public.inventory_items i on i.organization_id = org and i.sku = v.sku and i.deleted_at is null
    where v.organization_id = org and v.id = any (ids) and v.manage_inventory and v.deleted_at is null
      and not exists (select from public.product_variant_inventory_items l where l.organization_id = org and l.variant_id = v.id)
    order by v.id
  ), made as (
    insert into public.inventory_items (organization_id, id, sku, title, thumbnail)
    select org, b.item, b.sku, b.title, b.thumbnail from bare b where b.known is null
  )
  insert into public.product_variant_inventory_items (organization_id, variant_id, inventory_item_id)
  select org, b.id, b.item from bare b;
end $$;

-- What a variant takes off the stock: `links` is [{variant_id, inventory_item_id, required_quantity}]. Answers the items that the
-- shop does not have; then nothing was written.
create function private.link_variant_stock(links jsonb) returns setof uuid
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare org uuid := private.check_writes_products();
begin
  perform from public.inventory_items i
  where i.organization_id = org
    and i.id in (select r.inventory_item_id from jsonb_to_recordset(links) as r (inventory_item_id uuid))
  order by i.id for share;
  return query
    select distinct r.inventory_item_id from jsonb_to_recordset(links) as r (inventory_item_id uuid)
    where not exists (select from public.inventory_items i
      where i.organization_id = org and i.id = r.inventory_item_id and i.deleted_at is null);
  if found then
    return;
  end if;
  insert into public.product_variant_inventory_items (organization_id, variant_id, inventory_item_id, required_quantity)
  select org, v.id, r.inventory_item_id, r.required_quantity
  from jsonb_to_recordset(links) as r (variant_id uuid, inventory_item_id uuid, required_quantity bigint)
  join public.product_variants v on v.organization_id = org and v.id = r.variant_id and v.deleted_at is null
  order by v.id, r.inventory_item_id
  on conflict (organization_id, variant_id, inventory_item_id) do update set required_quantity = excluded.required_quantity;
end $$;

-- Whether a variant takes an item off the stock.
create function private.takes_stock(variant uuid, item uuid) returns boolean
  language plpgsql stable security definer set search_path = ''
as $$
declare org uuid := private.check_writes_products();
begin
  return exists (select from public.product_variant_inventory_items l
    where l.organization_id = org and l.variant_id = variant and l.inventory_item_id = item);
end $$;

-- Takes links away; how many there were. `links` is [{variant_id, inventory_item_id}].
create function private.unlink_variant_stock(links jsonb) returns bigint
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  org uuid := private.check_writes_products();
  gone bigint;
begin
  delete from public.product_variant_inventory_items l
  using jsonb_to_recordset(links) as r (variant_id uuid, inventory_item_id uuid)
  where l.organization_id = org and l.variant_id = r.variant_id and l.inventory_item_id = r.inventory_item_id;
  get diagnostics gone = row_count;
  return gone;
end $$;

-- Variants are about to be deleted: the items that no other variant takes go with them, and their levels. Answers those that are
-- reserved; then nothing was written.
create function private.retire_variant_stock(ids uuid[], at timestamptz) returns setof uuid
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  org uuid := private.check_writes_products();
  items uuid[];
begin
  items := array(select l.inventory_item_id from public.product_variant_inventory_items l
    where l.organization_id = org and l.variant_id = any (ids));
  perform from public.inventory_items i where i.organization_id = org and i.id = any (items) order by i.id for no key update;
  -- Seen once nobody can give one of them to another variant any more.
  items := array(
    select i.id from public.inventory_items i
    where i.organization_id = org and i.id = any (items) and i.deleted_at is null
      and not exists (
        select from public.product_variant_inventory_items o
        join public.product_variants v on v.organization_id = org and v.id = o.variant_id and v.deleted_at is null
        where o.organization_id = org and o.inventory_item_id = i.id and o.variant_id <> all (ids)));
  -- Whoever reserves locks the levels too.
  perform from public.inventory_levels l where l.organization_id = org and l.inventory_item_id = any (items) order by l.id for update;
  return query
    select i from unnest(items) i
    where exists (select from public.reservation_items r
        where r.organization_id = org and r.inventory_item_id = i and r.deleted_at is null)
      or exists (select from public.inventory_levels l
        where l.organization_id = org and l.inventory_item_id = i and l.reserved_quantity > 0);
  if found then
    return;
  end if;
  perform set_config('kontor.stock', '{"reason": "set", "note": "Its variant was deleted"}', true);
  update public.inventory_items i set deleted_at = at where i.organization_id = org and i.id = any (items);
  delete from public.inventory_levels l where l.organization_id = org and l.inventory_item_id = any (items);
end $$;
grant execute on function private.stock_new_variants(uuid[]), private.link_variant_stock(jsonb), private.takes_stock(uuid, uuid),
  private.unlink_variant_stock(jsonb), private.retire_variant_stock(uuid[], timestamptz) to authenticated;
