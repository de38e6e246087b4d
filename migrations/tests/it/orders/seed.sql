-- Two shops; the first has a channel with two places, fifty products with stock in both, a customer, and two promotions: one that may be
-- used seven times, one whose campaign has a budget of 50.
insert into auth.organization (id, name, slug) values
  ('10000000-0000-7000-8000-000000000001', 'A', 'a'), ('10000000-0000-7000-8000-000000000002', 'B', 'b');
select set_config('request.jwt.claims', '{"role": "service_role", "organization_id": "10000000-0000-7000-8000-000000000001"}', false);
insert into sales_channels (organization_id, id, name) values (auth.organization_id(), '20000000-0000-7000-8000-000000000001', 'web');
insert into store_currencies (organization_id, currency_code) values (auth.organization_id(), 'eur');
insert into regions (organization_id, id, name, currency_code) values
  (auth.organization_id(), '21000000-0000-7000-8000-000000000001', 'EU', 'eur');
insert into region_countries values (auth.organization_id(), 'de', '21000000-0000-7000-8000-000000000001');
insert into stores (organization_id, name, default_sales_channel_id) values
  (auth.organization_id(), 'A', '20000000-0000-7000-8000-000000000001');
insert into stock_locations (organization_id, id, name) values
  (auth.organization_id(), '22000000-0000-7000-8000-000000000001', 'Berlin'),
  (auth.organization_id(), '22000000-0000-7000-8000-000000000002', 'Hamburg');
insert into sales_channel_stock_locations (organization_id, sales_channel_id, stock_location_id)
  select auth.organization_id(), '20000000-0000-7000-8000-000000000001', id from stock_locations;

create function private.t_id(kind text, nth integer) returns uuid language sql immutable set search_path = ''
as $$ select (kind || '000000-0000-7000-8000-' || lpad(nth::text, 12, '0'))::uuid $$;
insert into products (organization_id, id, title, handle, status)
  select auth.organization_id(), private.t_id('30', g), 'P' || g, 'p' || g, 'published' from generate_series(1, 20) g;
insert into product_sales_channels (organization_id, product_id, sales_channel_id)
  select auth.organization_id(), private.t_id('30', g), '20000000-0000-7000-8000-000000000001' from generate_series(1, 20) g;
insert into product_variants (organization_id, id, product_id, title, sku)
  select auth.organization_id(), private.t_id('31', g), private.t_id('30', g), 'V', 'S' || g from generate_series(1, 20) g;
insert into inventory_items (organization_id, id, sku)
  select auth.organization_id(), private.t_id('32', g), 'S' || g from generate_series(1, 20) g;
insert into product_variant_inventory_items (organization_id, variant_id, inventory_item_id)
  select auth.organization_id(), private.t_id('31', g), private.t_id('32', g) from generate_series(1, 20) g;
insert into inventory_levels (organization_id, inventory_item_id, location_id, stocked_quantity)
  select auth.organization_id(), private.t_id('32', g), l.id, case when g = 20 then 2 else 1000 end
  from generate_series(1, 20) g, stock_locations l;
insert into customers (organization_id, id, email) values
  (auth.organization_id(), '40000000-0000-7000-8000-000000000001', 'c@x.example');
insert into campaigns (organization_id, id, name, campaign_identifier, budget_type, budget_limit, budget_currency_code) values
  (auth.organization_id(), '50000000-0000-7000-8000-000000000001', 'C', 'c', 'spend', 50, 'eur');
insert into promotions (organization_id, id, code, status, method_type, target_type, value, "limit", campaign_id) values
  (auth.organization_id(), '51000000-0000-7000-8000-000000000001', 'TEN', 'active', 'percentage', 'order', 10, 7, null),
  (auth.organization_id(), '51000000-0000-7000-8000-000000000002', 'CAMP', 'active', 'percentage', 'order', 10, null,
    '50000000-0000-7000-8000-000000000001');

-- A cart of two lines (15.00 each) and a method (3.00), as Kontor at work writes it, and a session of 33.00 by hand of the shop.
create function private.t_cart(promo uuid default null, v1 integer default 1, v2 integer default 2, q integer default 1) returns uuid
  language plpgsql set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  cart uuid := private.uuid_v7();
  collection uuid := private.uuid_v7();
  uses jsonb := case when promo is null then '[]' else jsonb_build_array(jsonb_build_object('promotion_id', promo, 'amount', '1.50')) end;
  written boolean;
begin
  insert into public.carts (organization_id, id, region_id, sales_channel_id, customer_id, currency_code, email)
  values (org, cart, '21000000-0000-7000-8000-000000000001', '20000000-0000-7000-8000-000000000001',
    '40000000-0000-7000-8000-000000000001', 'eur', 'c@x.example');
  select private.write_cart(cart, 0, jsonb_build_object(
    'cart', to_jsonb(c) || jsonb_build_object('total', '33.00', 'priced_at', now(), 'totals', '{}'::jsonb),
    'items', (select jsonb_agg(jsonb_build_object('id', private.uuid_v7(), 'variant_id', v.id, 'product_id', v.product_id, 'title', 'P',
        'quantity', q, 'unit_price', '15.00', 'is_tax_inclusive', false, 'is_discountable', true, 'is_giftcard', false,
        'is_custom_price', false, 'requires_shipping', true, 'tax_lines', '[]'::jsonb, 'adjustments', uses) order by v.sku)
      from public.product_variants v where v.sku in ('S' || v1, 'S' || v2)),
    'shipping_methods', jsonb_build_array(jsonb_build_object('id', private.uuid_v7(), 'name', 'Post', 'amount', '3',
      'is_tax_inclusive', false, 'tax_lines', '[]'::jsonb, 'adjustments', '[]'::jsonb)),
    'addresses', jsonb_build_array(jsonb_build_object('id', private.uuid_v7(), 'kind', 'shipping', 'country_code', 'de', 'city', 'Berlin')),
    'sessions_end', true), now())
  into strict written from public.carts c where c.id = cart;
  if not written then
    raise exception 'the cart was not written';
  end if;
  insert into public.payment_collections (organization_id, id, cart_id, currency_code, amount) values (org, collection, cart, 'eur', 33);
  insert into public.payment_sessions (organization_id, payment_collection_id, provider_id, amount, currency_code)
  values (org, collection, 'pp_system_default', 33, 'eur');
  return cart;
end $$;

-- Its order, as checkout has it made.
create function private.t_place(cart uuid, number bigint, receivable numeric default 33) returns uuid
  language plpgsql set search_path = ''
as $$
declare
  d jsonb := private.cart_document(cart, true, now())::jsonb;
begin
  return (private.place_order(cart, (d ->> 'revision')::bigint, jsonb_build_object(
    'order_id', private.uuid_v7(), 'display_id', number, 'capture_id', private.uuid_v7(), 'search', '#' || number || ' c@x.example anna',
    'payment', jsonb_build_object('id', private.uuid_v7(), 'session_id', d -> 'payment_collection' -> 'session' ->> 'id'),
    'lines', (select jsonb_agg(jsonb_build_object('variant_id', i ->> 'variant_id', 'quantity', (i ->> 'quantity')::integer,
        'line_item_id', i ->> 'id')) from jsonb_array_elements(d -> 'items') i),
    'books', jsonb_build_object('receivable', receivable, 'revenue', -receivable)), now())).made;
end $$;
grant execute on function private.t_id(text, integer), private.t_cart(uuid, integer, integer, integer),
  private.t_place(uuid, bigint, numeric) to authenticated;
