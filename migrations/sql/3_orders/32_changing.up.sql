-- An order whole, as one document, with the change of it that is open; held until the end of the transaction if `hold`. Drafts are
-- orders too.
create function private.order_document(order_ uuid, hold boolean) returns jsonb
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
begin
  if hold then
    select * into o from public.orders k where k.organization_id = org and k.id = order_ and k.deleted_at is null for no key update;
  else
    select * into o from public.orders k where k.organization_id = org and k.id = order_ and k.deleted_at is null;
  end if;
  if not found then
    return null;
  end if;
  return (select d.found from private.order_documents(array[o.id]) d) || jsonb_build_object(
    'region', (select jsonb_build_object('id', r.id, 'name', r.name, 'currency_code', r.currency_code, 'automatic_taxes', r.automatic_taxes,
        'countries', (select coalesce(jsonb_agg(n.iso_2 order by n.iso_2), '[]') from public.region_countries n where n.organization_id = org and n.region_id = r.id),
        'is_tax_inclusive', (select p.is_tax_inclusive from public.price_preferences p
          where p.organization_id = org and p.attribute = 'region_id' and p.value = private.wire_id('reg', r.id)))
      from public.regions r where r.organization_id = org and r.id = o.region_id),
    'customer', (select jsonb_build_object('id', u.id, 'email', u.email, 'has_account', u.has_account,
        'groups', (select coalesce(jsonb_agg(g.customer_group_id), '[]') from public.customer_group_customers g
          where g.organization_id = org and g.customer_id = u.id))
      from public.customers u where u.organization_id = org and u.id = o.customer_id),
    'change', (select to_jsonb(c) || jsonb_build_object('actions', (
        select coalesce(jsonb_agg(to_jsonb(a) || jsonb_build_object('amount', a.amount::text) order by a.ordering), '[]')
        from public.order_change_actions a where a.organization_id = org and a.order_change_id = c.id))
      from public.order_changes c where c.organization_id = org and c.order_id = o.id and c.status in ('pending', 'requested') and c.deleted_at is null));
end $$;

-- What was kept for lines is given back: so many pieces of each, reservations in the order of their keys, then levels.
-- `lines`: [{line_item_id, quantity}], quantities of the line and not of its parts.
create function private.release_lines(lines jsonb) returns void
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare org uuid := auth.organization_id();
begin
  perform set_config('kontor.stock', '{"reason": "release"}', true);
  with need as (
    select o.id as line, i.inventory_item_id as item, sum(l.quantity * i.required_quantity)::bigint as n
    from jsonb_to_recordset(lines) as l (line_item_id uuid, quantity bigint)
    join public.order_line_items o on o.organization_id = org and o.id = l.line_item_id
    join public.product_variant_inventory_items i on i.organization_id = org and i.variant_id = o.variant_id
    group by 1, 2
  ), kept as (
    select r.id, r.inventory_item_id as item, r.location_id, r.quantity, n.line, n.n
    from public.reservation_items r
    join need n on r.line_item_id = n.line::text and r.inventory_item_id = n.item
    where r.organization_id = org and r.deleted_at is null order by r.id for update of r
  ), used as (
    select k.id, k.item, k.location_id, k.quantity, least(k.quantity, k.n - k.before_it) as used
    from (select k.*, coalesce(sum(k.quantity) over w, 0)::bigint as before_it from kept k
      window w as (partition by k.line, k.item order by k.id rows between unbounded preceding and 1 preceding)) k
    where k.before_it < k.n
  ), held as (
    select l.id, d.freed from public.inventory_levels l
    join (select u.item, u.location_id, sum(u.used)::bigint as freed from used u group by 1, 2) d
      on d.item = l.inventory_item_id and d.location_id = l.location_id
    where l.organization_id = org order by l.id for update of l
  ), changed as (
    update public.inventory_levels l set reserved_quantity = greatest(l.reserved_quantity - h.freed, 0)
    from held h where l.organization_id = org and l.id = h.id returning l.id
  )
  update public.reservation_items r set quantity = case when u.used = u.quantity then r.quantity else r.quantity - u.used end,
    deleted_at = case when u.used = u.quantity then now() end
  from used u where r.organization_id = org and r.id = u.id and (select count(*) from changed) >= 0;
end $$;

-- Goods that came back are stock again where they came to; what is not counted is not. Breaks `inventory_not_stocked`.
create function private.take_back(lines jsonb, place uuid, cause uuid) returns void
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  missing uuid;
begin
  perform set_config('kontor.stock', jsonb_build_object('reason', 'return', 'cause_id', cause)::text, true);
  with back as (
    select i.inventory_item_id as item, sum(l.quantity * i.required_quantity)::bigint as n
    from jsonb_to_recordset(lines) as l (line_item_id uuid, quantity bigint)
    join public.order_line_items o on o.organization_id = org and o.id = l.line_item_id
    join public.product_variants v on v.organization_id = org and v.id = o.variant_id and v.manage_inventory
    join public.product_variant_inventory_items i on i.organization_id = org and i.variant_id = v.id
    group by 1 having sum(l.quantity) > 0
  ), held as (
    select l.id, l.inventory_item_id, b.n from public.inventory_levels l join back b on b.item = l.inventory_item_id
    where l.organization_id = org and l.location_id = place order by l.id for update of l
  ), changed as (
    update public.inventory_levels l set stocked_quantity = l.stocked_quantity + h.n
    from held h where l.organization_id = org and l.id = h.id returning l.inventory_item_id
  )
  select b.item into missing from back b where b.item not in (select c.inventory_item_id from changed c) limit 1;
  if found then
    perform private.refuse('inventory_not_stocked', 'inventory_levels', 'not kept there',
      jsonb_build_object('inventory_item_id', missing, 'location_id', place));
  end if;
end $$;

-- Who pays for what the order costs now: what nobody has promised yet is asked for in one collection, which is made, changed or given up.
-- Where it was agreed when what is due, those dues have followed already (private.follow_total).
create function private.collect_difference(order_ uuid, at timestamptz) returns void
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
  open_ numeric;
  c public.payment_collections;
  partly public.payment_collections;
begin
  select * into o from public.orders k where k.organization_id = org and k.id = order_;
  if exists (select from public.order_dues d where d.organization_id = org and d.order_id = order_) then
    return;
  end if;
  select * into c from public.payment_collections k
  where k.organization_id = org and k.order_id = order_ and k.deleted_at is null and k.status in ('not_paid', 'awaiting', 'failed')
    and not exists (select from public.payments p where p.organization_id = org and p.payment_collection_id = k.id and p.canceled_at is null)
  order by k.created_at desc limit 1 for no key update;
  -- Where a provider has taken a part and let go the rest, that is asked for where it was, as long as no other collection asks.
  select * into partly from public.payment_collections k
  where k.organization_id = org and k.order_id = order_ and k.deleted_at is null and k.status = 'partially_captured' and k.authorized_amount < k.amount
  order by k.created_at desc limit 1 for no key update;
  open_ := private.unpromised(order_);
  if partly.id is not null then
    perform private.ask_for(org, partly.id, partly.authorized_amount + case when c.id is null then greatest(open_, 0) else 0 end, at);
  end if;
  if partly.id is not null and c.id is null then
    null;
  elsif c.id is null and open_ > 0 then
    insert into public.payment_collections (organization_id, order_id, currency_code, amount, created_at, updated_at)
    values (org, order_, o.currency_code, open_, at, at);
  elsif c.id is not null and open_ is distinct from c.amount then
    perform private.ask_for(org, c.id, greatest(open_, 0), at);
  end if;
end $$;

-- An order as it has become: rows that are new or changed are put, lines and methods that are not among them go. The caller holds the order.
-- `d`: {order: {email, customer_id, sales_channel_id, locale, metadata, status, total, totals}, addresses (null: untouched), items,
-- shipping_methods, credit_lines: new ones, books: {receivable, revenue, tax} by which the books change (null: no books), source_id,
-- back: what credit has paid and pays no more,
-- reserve: [{variant_id, quantity, line_item_id, allow_backorder}], release: [{line_item_id, quantity}]}. Breaks what stock refuses.
create function private.write_order(order_ uuid, d jsonb, at timestamptz) returns void
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
  made jsonb;
begin
  update public.orders k set email = n.email, customer_id = n.customer_id, sales_channel_id = n.sales_channel_id, locale = n.locale,
    metadata = n.metadata, total = n.total, totals = n.totals, updated_at = at
  from jsonb_populate_record(null::public.orders, d -> 'order') n
  where k.organization_id = org and k.id = order_ returning k.* into o;
  if jsonb_typeof(d -> 'addresses') = 'array' then
    delete from public.order_addresses a where a.organization_id = org and a.order_id = order_
      and a.kind not in (select n.kind from jsonb_to_recordset(d -> 'addresses') as n (kind text));
    insert into public.order_addresses as a (organization_id, id, order_id, kind, customer_id, company, first_name, last_name, address_1, address_2,
      city, country_code, province, postal_code, phone, metadata)
    select org, n.id, order_, n.kind, n.customer_id, n.company, n.first_name, n.last_name, n.address_1, n.address_2,
      n.city, n.country_code, n.province, n.postal_code, n.phone, n.metadata
    from jsonb_populate_recordset(null::public.order_addresses, d -> 'addresses') n
    on conflict (organization_id, order_id, kind) do update set (customer_id, company, first_name, last_name, address_1, address_2, city,
      country_code, province, postal_code, phone, metadata) = (excluded.customer_id, excluded.company, excluded.first_name, excluded.last_name,
      excluded.address_1, excluded.address_2, excluded.city, excluded.country_code, excluded.province, excluded.postal_code, excluded.phone,
      excluded.metadata);
  end if;
  -- Cards of pieces that are gone pay no more. What somebody has paid with stays bought; and a card is worth what its line costs.
  made := private.retire_gift_cards(order_, (
    select coalesce(jsonb_object_agg(n.id, n.quantity - n.return_received_quantity - n.return_dismissed_quantity - n.written_off_quantity), '{}')
    from jsonb_populate_recordset(null::public.order_line_items, d -> 'items') n), at);
  made := coalesce(made, (
    select jsonb_build_object('item_id', i.id, 'cards', count(*)) from public.gift_cards g
    join public.order_line_items i on i.organization_id = org and i.id = g.line_item_id and i.order_id = order_
    join jsonb_populate_recordset(null::public.order_line_items, d -> 'items') n on n.id = i.id and n.unit_price < i.unit_price
    where g.organization_id = org and g.deleted_at is null and g.nth is not null group by i.id limit 1));
  if made is not null then
    perform private.refuse('orders_cards_made', 'orders', 'gift cards were made of a line', made);
  end if;
  insert into public.order_line_items as i (organization_id, id, order_id, variant_id, product_id, product_type_id, shipping_profile_id, title, subtitle,
    thumbnail, product_title, product_description, product_subtitle, product_type, product_collection, product_handle, variant_sku, variant_barcode,
    variant_title, variant_option_values, quantity, unit_price, compare_at_unit_price, is_tax_inclusive, is_discountable, is_giftcard,
    is_custom_price, requires_shipping, allow_backorder, tax_lines, adjustments, metadata, fulfilled_quantity, shipped_quantity, delivered_quantity,
    return_requested_quantity, return_received_quantity, return_dismissed_quantity, written_off_quantity, detail_id, created_at)
  select org, n.id, order_, n.variant_id, n.product_id, n.product_type_id, n.shipping_profile_id, n.title, n.subtitle,
    n.thumbnail, n.product_title, n.product_description, n.product_subtitle, n.product_type, n.product_collection, n.product_handle, n.variant_sku,
    n.variant_barcode, n.variant_title, n.variant_option_values, n.quantity, n.unit_price, n.compare_at_unit_price, n.is_tax_inclusive,
    n.is_discountable, n.is_giftcard, n.is_custom_price, n.requires_shipping, coalesce(n.allow_backorder, false), n.tax_lines, n.adjustments, n.metadata,
    n.fulfilled_quantity, n.shipped_quantity, n.delivered_quantity,
    n.return_requested_quantity, n.return_received_quantity, n.return_dismissed_quantity, n.written_off_quantity, n.detail_id, coalesce(n.created_at, at)
  from jsonb_populate_recordset(null::public.order_line_items, d -> 'items') n
  on conflict (organization_id, id) do update set (quantity, unit_price, compare_at_unit_price, is_tax_inclusive, is_custom_price, tax_lines, adjustments,
    metadata, return_requested_quantity, return_received_quantity, return_dismissed_quantity, written_off_quantity)
    = (excluded.quantity, excluded.unit_price, excluded.compare_at_unit_price, excluded.is_tax_inclusive, excluded.is_custom_price, excluded.tax_lines,
      excluded.adjustments, excluded.metadata, excluded.return_requested_quantity, excluded.return_received_quantity,
      excluded.return_dismissed_quantity, excluded.written_off_quantity)
    where i.order_id = order_;
  insert into public.order_shipping_methods as m (organization_id, id, order_id, shipping_option_id, shipping_profile_id, return_id, claim_id, exchange_id,
    name, description, amount, is_tax_inclusive, is_custom_amount, data, tax_lines, adjustments, metadata, created_at)
  select org, n.id, order_, n.shipping_option_id, n.shipping_profile_id, n.return_id, n.claim_id, n.exchange_id, n.name, n.description, n.amount,
    n.is_tax_inclusive, coalesce(n.is_custom_amount, false), n.data, n.tax_lines, n.adjustments, n.metadata, coalesce(n.created_at, at)
  from jsonb_populate_recordset(null::public.order_shipping_methods, d -> 'shipping_methods') n
  on conflict (organization_id, id) do update set (shipping_option_id, name, description, amount, is_tax_inclusive, data, tax_lines, adjustments, metadata)
    = (excluded.shipping_option_id, excluded.name, excluded.description, excluded.amount, excluded.is_tax_inclusive, excluded.data, excluded.tax_lines,
      excluded.adjustments, excluded.metadata)
    where m.order_id = order_;
  update public.order_shipping_methods m set deleted_at = at where m.organization_id = org and m.order_id = order_ and m.deleted_at is null
    and m.id not in (select n.id from jsonb_to_recordset(d -> 'shipping_methods') as n (id uuid));
  insert into public.order_credit_lines (organization_id, id, order_id, reference, reference_id, amount, metadata)
  select org, n.id, order_, n.reference, n.reference_id, n.amount, n.metadata
  from jsonb_populate_recordset(null::public.order_credit_lines, d -> 'credit_lines') n
  on conflict (organization_id, id) do nothing;
  if jsonb_typeof(d -> 'books') = 'object' then
    perform private.post(coalesce(d ->> 'source', 'order.changed'), (d ->> 'source_id')::uuid, 1, o.currency_code, d -> 'books', order_, null, o.customer_id);
    perform private.collect_difference(order_, at);
    if (d ->> 'back')::numeric > 0 then
      perform private.give_back_credit(order_, (d ->> 'source_id')::uuid, (d ->> 'back')::numeric, at);
    end if;
  end if;
  if jsonb_array_length(coalesce(d -> 'release', '[]')) > 0 then
    perform private.release_lines(d -> 'release');
  end if;
  delete from public.order_line_items i where i.organization_id = org and i.order_id = order_
    and i.id not in (select n.id from jsonb_to_recordset(d -> 'items') as n (id uuid));
  if jsonb_array_length(coalesce(d -> 'release', '[]')) > 0 then
    -- Of what nothing is sent any more nothing is kept, whatever its variant is made of by now.
    perform private.end_reservations(array(
      select r.id from jsonb_to_recordset(d -> 'release') as n (line_item_id uuid)
      join public.reservation_items r on r.organization_id = org and r.line_item_id = n.line_item_id::text and r.deleted_at is null
      where not exists (select from public.order_line_items i
        where i.organization_id = org and i.id = n.line_item_id and i.fulfilled_quantity < i.quantity)), false);
  end if;
  if jsonb_array_length(coalesce(d -> 'reserve', '[]')) > 0 then
    perform private.reserve_for_channel(d -> 'reserve', o.sales_channel_id);
  end if;
end $$;
grant execute on function private.order_document(uuid, boolean), private.release_lines(jsonb), private.take_back(jsonb, uuid, uuid),
  private.collect_difference(uuid, timestamptz), private.write_order(uuid, jsonb, timestamptz) to authenticated, service_role;

-- A draft becomes an order: once, with what is kept for it, the books, the promotions and who pays for it. False when it is none any more.
-- `d`: {search, books: {receivable, revenue, tax}, reserve: [{variant_id, quantity, line_item_id}], promotions: [{promotion_id, amount}]}.
-- Breaks what promotions and stock refuse.
create function private.place_draft(order_ uuid, d jsonb, at timestamptz) returns boolean
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
begin
  update public.orders k set is_draft_order = false, status = 'pending', original_total = k.total, placed_at = at, search = coalesce(d ->> 'search', ''), updated_at = at
  where k.organization_id = org and k.id = order_ and k.is_draft_order and k.deleted_at is null returning k.* into o;
  if not found then
    return false;
  end if;
  perform private.collect_difference(order_, at);
  perform private.use_promotions(order_, o.customer_id, o.email, coalesce(d -> 'promotions', '[]'), at);
  perform private.post('order.placed', order_, 1, o.currency_code, d -> 'books', order_, null, o.customer_id);
  perform private.emit_event('order.placed', order_, '{"status": "draft"}', jsonb_build_object('status', o.status, 'display_id', o.display_id,
    'total', o.total::text, 'currency_code', o.currency_code, 'customer_id', o.customer_id, 'email', o.email), null, 0::smallint, null);
  if jsonb_array_length(coalesce(d -> 'reserve', '[]')) > 0 then
    perform private.reserve_for_channel(d -> 'reserve', o.sales_channel_id);
  end if;
  return true;
end $$;
grant execute on function private.place_draft(uuid, jsonb, timestamptz) to authenticated, service_role;
