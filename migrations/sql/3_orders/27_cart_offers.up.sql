-- What the shop offers to a cart, as one document: variants that its channel shows, all prices that might hold for its customer, tax rates of
-- its address, promotions by code, by key and automatic ones, shipping options that reach it. crates/money chooses among them. One
-- statement's worth of waiting, whatever the number of lines. Money is text. Without `methods` all options are told that reach the
-- address, for sending or, with `returns`, for sending back, and neither prices of goods nor promotions. Json and not jsonb: it is only
-- written, and never taken apart here.
create function private.cart_offers(customer uuid, channel uuid, currency text, region uuid, variants uuid[], address jsonb, codes text[],
  promotions uuid[], methods uuid[], returns boolean, at timestamptz) returns json
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  -- Whoever may look at a draft is told what it would come to.
  org uuid := coalesce(private.working_shop(), private.shop_at_work('order:read'));
  country text := address ->> 'country_code';
  province text := lower(address ->> 'province');
  offered json := '[]';
  priced json := '[]';
  listed json := '[]';
  taxed json := '[]';
  shipped json := '[]';
  sets uuid[];
  things uuid[];
begin
  -- What is not there is not looked for: to begin a statement of many parts costs more than the few rows that most of them find.
  if cardinality(variants) > 0 then
    select coalesce(json_agg(json_build_object(
        'id', v.id, 'product_id', v.product_id, 'title', v.title, 'sku', v.sku, 'barcode', v.barcode, 'thumbnail', v.thumbnail,
        'manage_inventory', v.manage_inventory, 'allow_backorder', v.allow_backorder, 'price_set_id', v.price_set_id, 'weight', v.weight,
        'option_values', (
          select json_object_agg(o.title, w.value) from public.product_variant_options l
          join public.product_option_values w on w.organization_id = org and w.id = l.option_value_id
          join public.product_options o on o.organization_id = org and o.id = w.option_id
          where l.organization_id = org and l.variant_id = v.id),
        'needs_shipping', p.shipping_profile_id is not null or exists (
          select from public.product_variant_inventory_items i join public.inventory_items t on t.organization_id = org and t.id = i.inventory_item_id
          where i.organization_id = org and i.variant_id = v.id and t.requires_shipping and t.deleted_at is null),
        'stock', k.quantity, 'has_items', k.variant_id is not null,
        'product', json_build_object('title', p.title, 'subtitle', p.subtitle, 'description', p.description, 'thumbnail', p.thumbnail,
          'handle', p.handle, 'is_giftcard', p.is_giftcard, 'discountable', p.discountable, 'type_id', p.type_id,
          'type', (select y.value from public.product_types y where y.organization_id = org and y.id = p.type_id),
          'collection_id', p.collection_id,
          'collection', (select c.title from public.product_collections c where c.organization_id = org and c.id = p.collection_id),
          'shipping_profile_id', p.shipping_profile_id,
          'tags', (select coalesce(json_agg(t.tag_id), '[]') from public.product_product_tags t
            where t.organization_id = org and t.product_id = p.id),
          'categories', (select coalesce(json_agg(c.product_category_id), '[]') from public.product_category_products c
            where c.organization_id = org and c.product_id = p.id)))), '[]'),
      array_agg(v.price_set_id) filter (where v.price_set_id is not null),
      array_agg(v.product_id) || array_agg(p.type_id) filter (where p.type_id is not null)
    into offered, sets, things
    from public.product_variants v
    join public.products p on p.organization_id = org and p.id = v.product_id and p.status = 'published' and p.deleted_at is null
    -- As `private.channel_stock`, but planned together with the rest.
    left join (
      select n.variant_id, min(n.available / n.required_quantity)::bigint as quantity from (
        select i.variant_id, i.required_quantity, greatest(coalesce((
          select sum(l.stocked_quantity - l.reserved_quantity) from public.inventory_levels l
          join public.sales_channel_stock_locations c on c.organization_id = org and c.stock_location_id = l.location_id and c.sales_channel_id = channel
          join public.stock_locations s on s.organization_id = org and s.id = l.location_id and s.deleted_at is null
          join public.inventory_items t on t.organization_id = org and t.id = l.inventory_item_id and t.deleted_at is null
          where l.organization_id = org and l.inventory_item_id = i.inventory_item_id), 0), 0)::bigint as available
        from public.product_variant_inventory_items i
        where i.organization_id = org and i.variant_id = any (variants)) n
      group by n.variant_id
    ) k on k.variant_id = v.id
    where v.organization_id = org and v.id = any (variants) and v.deleted_at is null
      and exists (select from public.product_sales_channels l
        where l.organization_id = org and l.product_id = p.id and l.sales_channel_id = channel);
  end if;
  -- Who asks how it may be sent asks no prices of goods, and no promotions.
  if sets is not null and methods is not null then
    select coalesce(json_agg(c), '[]') into priced from (
      select p.price_set_id, p.id, p.amount::text as amount, p.min_quantity, p.max_quantity,
        (select coalesce(json_agg(json_build_object('attribute', r.attribute, 'operator', r.operator, 'value', r.value)), '[]')
          from public.price_rules r where r.organization_id = org and r.price_id = p.id) as rules, null::json as list
      from public.prices p
      where p.organization_id = org and p.price_set_id = any (sets) and p.currency_code = currency and p.deleted_at is null) c;
    select coalesce(json_agg(c), '[]') into listed from (
      select l.price_set_id, l.id, l.amount::text as amount, l.min_quantity, l.max_quantity, '[]'::json as rules,
        json_build_object('id', l.price_list_id, 'type', l.type, 'rules', l.rules, 'is_of_region', l.of_region) as list
      from private.list_prices(sets, currency, region, at, customer) l) c;
  end if;
  if country is not null then
    select coalesce(json_agg(c), '[]') into taxed from private.tax_candidates(country, province, things || methods) c;
    if methods is null or cardinality(methods) > 0 then
      select coalesce(json_agg(json_build_object('id', o.id, 'name', o.name, 'price_type', o.price_type, 'provider_id', o.provider_id,
        'shipping_profile_id', o.shipping_profile_id, 'shipping_option_type_id', o.shipping_option_type_id, 'service_zone_id', o.service_zone_id,
        'stock_location_id', n.stock_location_id, 'data', o.data, 'metadata', o.metadata,
        'type', (select json_build_object('id', t.id, 'label', t.label, 'description', t.description, 'code', t.code)
          from public.shipping_option_types t where t.organization_id = org and t.id = o.shipping_option_type_id),
        'fulfillment_set', (select json_build_object('id', s.id, 'type', s.type, 'location',
            json_build_object('id', s.stock_location_id, 'address', (
              select to_jsonb(a) - 'organization_id' - 'created_by' - 'id' from public.stock_locations l
              join public.stock_location_addresses a on a.organization_id = org and a.id = l.address_id
              where l.organization_id = org and l.id = s.stock_location_id)))
          from public.service_zones z
          join public.fulfillment_sets s on s.organization_id = org and s.id = z.fulfillment_set_id
          where z.organization_id = org and z.id = o.service_zone_id),
        'rules', (select coalesce(json_agg(json_build_object('id', r.id, 'attribute', r.attribute, 'operator', r.operator, 'value', r.value)), '[]')
          from public.shipping_option_rules r where r.organization_id = org and r.shipping_option_id = o.id),
        'prices', (select coalesce(json_agg(json_build_object('id', p.id, 'currency_code', p.currency_code, 'amount', p.amount::text, 'rules', p.rules)), '[]')
          from public.shipping_option_prices p where p.organization_id = org and p.shipping_option_id = o.id))), '[]') into shipped
      from private.shipping_options_at(channel, country, province, address ->> 'city', address ->> 'postal_code', returns) n
      join public.shipping_options o on o.organization_id = org and o.id = n.id
      where methods is null or o.id = any (methods);
    end if;
  end if;

  return json_build_object(
    'variants', offered,
    'prices', priced,
    'list_prices', listed,
    'currency_inclusive', (select p.is_tax_inclusive from public.price_preferences p
      where p.organization_id = org and p.attribute = 'currency_code' and p.value = currency),
    'rounding', (select s.totals_rounding from public.stores s where s.organization_id = org),
    'taxes', taxed,
    'promotions', (select coalesce(json_agg(private.promotion_offer(p, c, customer, address ->> 'email')), '[]')
      from public.promotions p
      left join public.campaigns c on c.organization_id = org and c.id = p.campaign_id and c.deleted_at is null
      where methods is not null and p.organization_id = org and p.deleted_at is null and p.status = 'active'
        and (p.is_automatic or p.code = any (codes) or p.id = any (promotions))
        and coalesce(c.starts_at <= at, true) and coalesce(c.ends_at > at, true)),
    'options', shipped);
end $$;

-- A promotion with its rules, and how much of its campaign's budget is gone (of this customer's, where it is by customer).
create function private.promotion_offer(p public.promotions, c public.campaigns, customer uuid, email text) returns json
  language sql stable set search_path = ''
as $$
  select json_build_object('id', p.id, 'code', p.code, 'type', p.type, 'is_automatic', p.is_automatic, 'is_tax_inclusive', p.is_tax_inclusive,
    'limit', p."limit", 'used', p.used, 'method_type', p.method_type, 'target_type', p.target_type, 'allocation', p.allocation,
    'value', p.value::text, 'currency_code', p.currency_code, 'max_quantity', p.max_quantity, 'max_amount', p.max_amount::text,
    'apply_to_quantity', p.apply_to_quantity, 'buy_rules_min_quantity', p.buy_rules_min_quantity,
    'rules', (select coalesce(json_agg(json_build_object('kind', r.kind, 'attribute', r.attribute, 'operator', r.operator, 'values', r."values")), '[]')
      from public.promotion_rules r where r.organization_id = p.organization_id and r.promotion_id = p.id),
    'budget', case when c.budget_type is not null then json_build_object('type', c.budget_type, 'limit', c.budget_limit::text,
      'currency_code', c.budget_currency_code, 'attribute', c.budget_attribute, 'used', case
        when c.budget_attribute is null then c.budget_used
        else coalesce((select u.used from public.campaign_budget_usages u
          where u.organization_id = c.organization_id and u.campaign_id = c.id
            and u.attribute_value = case c.budget_attribute when 'customer_id' then customer::text else email end), 0) end::text) end)
$$;

-- Which of these places have less than is wanted of something: `wanted` is [{variant_id, quantity}].
create function private.short_at(places uuid[], wanted jsonb) returns setof uuid
  language sql stable set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
  select p.id from unnest(places) p (id)
  where exists (
    select from (select w.variant_id, sum(w.quantity) as quantity from jsonb_to_recordset(wanted) as w (variant_id uuid, quantity bigint) group by 1) w
    join public.product_variants v on v.organization_id = auth.organization_id() and v.id = w.variant_id and v.manage_inventory
      and not v.allow_backorder
    join public.product_variant_inventory_items i on i.organization_id = v.organization_id and i.variant_id = v.id
    left join public.inventory_levels l on l.organization_id = i.organization_id and l.inventory_item_id = i.inventory_item_id
      and l.location_id = p.id
    where coalesce(l.stocked_quantity - l.reserved_quantity, 0) < w.quantity * i.required_quantity)
$$;
grant execute on function private.short_at(uuid[], jsonb),
  private.cart_offers(uuid, uuid, text, uuid, uuid[], jsonb, text[], uuid[], uuid[], boolean, timestamptz),
  private.promotion_offer(public.promotions, public.campaigns, uuid, text)
  to authenticated, service_role;
