-- Writing many products at once: what each statement would do for each row is done once for all.

-- When the job that empties the queue runs, the transaction may say in `kontor.index_at`: who writes for minutes does not want it beside
-- himself the whole time. One job per transaction, whose key nobody else has, as before.
create or replace function private.queue_search(org uuid, ids uuid[]) returns void
  language plpgsql volatile security definer set search_path = ''
as $$
declare due timestamptz := nullif(current_setting('kontor.index_at', true), '')::timestamptz;
begin
  if coalesce(cardinality(ids), 0) = 0 or not exists (select from auth.organization o where o.id = org) then
    return;
  end if;
  insert into public.search_queue (organization_id, product_id) select org, i from unnest(ids) i where i is not null;
  insert into public.jobs (organization_id, queue, name, payload, unique_key, max_attempts, status, run_at)
  values (org, 'search', 'catalog.index', '{}', 'catalog.index:' || pg_catalog.pg_current_xact_id()::text, 12,
    case when due is null then 'ready' else 'scheduled' end, coalesce(due, now()))
  on conflict (organization_id, unique_key) where status <> 'dead' do nothing;
end $$;

-- Who writes nine tables says `kontor.queued` and queues his products himself, once, by the function below.
create or replace function private.queue_search_of_changed() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare shop record;
begin
  if current_setting('kontor.queued', true) = 'on' then
    return null;
  end if;
  for shop in execute format('select x.organization_id as org, array_agg(distinct x.product_id) as ids from (%s) x group by 1', tg_argv[0]) loop
    perform private.queue_search(shop.org, shop.ids);
  end loop;
  return null;
end $$;

-- The products that were written, and those that share their prices or their stock with them.
create function private.queue_written(org uuid, ids uuid[], sets uuid[], items uuid[]) returns void
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$ begin
  perform set_config('kontor.queued', '', true), set_config('kontor.published', '', true);
  perform private.queue_search(org, array(
    select unnest(ids)
    union select v.product_id from public.product_variants v where v.organization_id = org and v.price_set_id = any (sets)
    union select v.product_id from public.product_variant_inventory_items k
      join public.product_variants v on v.organization_id = org and v.id = k.variant_id
      where k.organization_id = org and k.inventory_item_id = any (items)));
end $$;
grant execute on function private.queue_written(uuid, uuid[], uuid[], uuid[]) to service_role;

-- Who it was is asked once, and not for each line of the ledger.
create or replace function private.record_stock() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  said jsonb := coalesce(nullif(current_setting('kontor.stock', true), '')::jsonb, '{}');
  request text := coalesce(nullif(current_setting('kontor.request', true), '')::jsonb, '{}') ->> 'request_id';
  actor constant uuid := auth.uid();
  api_key constant uuid := auth.api_key_id();
begin
  if tg_op = 'UPDATE' then
    insert into public.inventory_ledger (organization_id, inventory_item_id, location_id, reason, note, cause_id, stocked_before,
      stocked_after, reserved_before, reserved_after, incoming_before, incoming_after, actor_id, api_key_id, request_id)
    select n.organization_id, n.inventory_item_id, n.location_id, coalesce(said ->> 'reason', 'by_hand'), said ->> 'note',
      (said ->> 'cause_id')::uuid, o.stocked_quantity, n.stocked_quantity, o.reserved_quantity, n.reserved_quantity,
      o.incoming_quantity, n.incoming_quantity, actor, api_key, request
    from after_change n join before_change o on o.organization_id = n.organization_id and o.id = n.id
    where (o.stocked_quantity, o.reserved_quantity, o.incoming_quantity)
      is distinct from (n.stocked_quantity, n.reserved_quantity, n.incoming_quantity);
    insert into public.events (organization_id, name, entity_id, actor_id, before, after)
    select n.organization_id, c.name, n.inventory_item_id, actor,
      jsonb_build_object('location_id', n.location_id, 'available', o.stocked_quantity - o.reserved_quantity),
      jsonb_build_object('location_id', n.location_id, 'available', n.stocked_quantity - n.reserved_quantity, 'threshold', low.mark)
    from after_change n join before_change o on o.organization_id = n.organization_id and o.id = n.id
    cross join lateral (
      select coalesce(i.low_stock_threshold, (select s.low_stock_threshold from public.stores s where s.organization_id = n.organization_id)) as mark
      from public.inventory_items i where i.organization_id = n.organization_id and i.id = n.inventory_item_id
    ) low
    cross join lateral (values
      ('inventory.low_stock', o.stocked_quantity - o.reserved_quantity > low.mark and n.stocked_quantity - n.reserved_quantity <= low.mark),
      ('inventory.out_of_stock', o.stocked_quantity - o.reserved_quantity > 0 and n.stocked_quantity - n.reserved_quantity <= 0),
      ('inventory.back_in_stock', o.stocked_quantity - o.reserved_quantity <= 0 and n.stocked_quantity - n.reserved_quantity > 0)
    ) c (name, is_so)
    where c.is_so;
  elsif tg_op = 'INSERT' then
    insert into public.inventory_ledger (organization_id, inventory_item_id, location_id, reason, note, cause_id, stocked_before,
      stocked_after, reserved_before, reserved_after, incoming_before, incoming_after, actor_id, api_key_id, request_id)
    select n.organization_id, n.inventory_item_id, n.location_id, coalesce(said ->> 'reason', 'by_hand'), said ->> 'note',
      (said ->> 'cause_id')::uuid, 0, n.stocked_quantity, 0, n.reserved_quantity, 0, n.incoming_quantity,
      actor, api_key, request
    from after_change n;
    -- Of a new item nothing is told; of one that was out wherever it is kept, that it is back.
    insert into public.events (organization_id, name, entity_id, actor_id, before, after)
    select n.organization_id, 'inventory.back_in_stock', n.inventory_item_id, actor,
      jsonb_build_object('location_id', n.location_id, 'available', 0),
      jsonb_build_object('location_id', n.location_id, 'available', n.stocked_quantity - n.reserved_quantity)
    from after_change n
    cross join lateral (
      select max(l.stocked_quantity - l.reserved_quantity) as most from public.inventory_levels l
      where l.organization_id = n.organization_id and l.inventory_item_id = n.inventory_item_id
        and l.id not in (select a.id from after_change a)
    ) others
    where n.stocked_quantity - n.reserved_quantity > 0 and others.most <= 0;
  else
    insert into public.inventory_ledger (organization_id, inventory_item_id, location_id, reason, note, cause_id, stocked_before,
      stocked_after, reserved_before, reserved_after, incoming_before, incoming_after, actor_id, api_key_id, request_id)
    select o.organization_id, o.inventory_item_id, o.location_id, coalesce(said ->> 'reason', 'by_hand'), said ->> 'note',
      (said ->> 'cause_id')::uuid, o.stocked_quantity, 0, o.reserved_quantity, 0, o.incoming_quantity, 0,
      actor, api_key, request
    from before_change o
    -- A level that goes with its item, its location or its shop leaves no line: what it would belong to is gone.
    where exists (select from public.inventory_items i where i.organization_id = o.organization_id and i.id = o.inventory_item_id)
      and exists (select from public.stock_locations s where s.organization_id = o.organization_id and s.id = o.location_id);
    insert into public.events (organization_id, name, entity_id, actor_id, before, after)
    select o.organization_id, 'inventory.out_of_stock', o.inventory_item_id, actor,
      jsonb_build_object('location_id', o.location_id, 'available', o.stocked_quantity - o.reserved_quantity),
      jsonb_build_object('location_id', o.location_id, 'available', 0)
    from before_change o
    join public.inventory_items i on i.organization_id = o.organization_id and i.id = o.inventory_item_id and i.deleted_at is null
    where o.stocked_quantity - o.reserved_quantity > 0
      and exists (select from public.stock_locations s where s.organization_id = o.organization_id and s.id = o.location_id);
  end if;
  return null;
end $$;

-- Whether the product is published, the bulk writer knows, which holds its lock: it says `kontor.published` and writes it. Only Kontor
-- itself is believed; what a function of the schema writes meanwhile is looked up as ever.
drop trigger inherit_published on public.product_variants;
drop trigger inherit_published on public.product_images;
create trigger inherit_published before insert or update of product_id, published on public.product_variants for each row
  when (current_user <> 'service_role' or current_setting('kontor.published', true) is distinct from 'given')
  execute function private.inherit_published();
create trigger inherit_published before insert or update of product_id, published on public.product_images for each row
  when (current_user <> 'service_role' or current_setting('kontor.published', true) is distinct from 'given')
  execute function private.inherit_published();
