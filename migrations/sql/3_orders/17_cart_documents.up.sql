-- What is to be paid for a cart, and the try that is open; null where nobody has begun. Read with every cart: as `private.cart_document` is.
create function private.cart_collection(cart uuid) returns json
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := coalesce(private.working_shop(), private.shop_at_work());
begin
  return (select json_build_object('id', k.id, 'currency_code', k.currency_code, 'amount', k.amount::text,
      'authorized_amount', k.authorized_amount::text, 'captured_amount', k.captured_amount::text,
      'refunded_amount', k.refunded_amount::text, 'status', k.status, 'completed_at', k.completed_at, 'metadata', k.metadata,
      'created_at', k.created_at, 'updated_at', k.updated_at, 'session', (
        select json_build_object('id', s.id, 'payment_collection_id', s.payment_collection_id, 'provider_id', s.provider_id,
          'amount', s.amount::text, 'currency_code', s.currency_code, 'status', s.status, 'data', s.data, 'context', s.context,
          'metadata', s.metadata, 'authorized_at', s.authorized_at, 'provider_ref', s.provider_ref, 'rank', s.rank,
          'created_at', s.created_at, 'updated_at', s.updated_at)
        from public.payment_sessions s where s.organization_id = org and s.payment_collection_id = k.id and s.replaced_at is null))
    from public.payment_collections k where k.organization_id = org and k.cart_id = cart and k.deleted_at is null);
end $$;

-- What is paid with credit, and what there is of it. A function of its own: most carts have none, and what is not there is not begun.
create function private.credit_line_document(l public.cart_credit_lines, at timestamptz) returns jsonb
  language sql stable set search_path = ''
as $$
  select to_jsonb(l) || jsonb_build_object('amount', l.amount::text, 'wanted', l.wanted::text,
    'account', (select jsonb_build_object('balance', a.balance::text, 'currency_code', a.currency_code, 'customer_id', a.customer_id,
        'expires_at', g.expires_at, 'code', '****-' || right(g.code, 4))
      from public.store_credit_accounts a
      left join lateral (select k.expires_at, k.code from public.gift_cards k
        where k.organization_id = l.organization_id and k.store_credit_account_id = a.id limit 1) g on true
      where a.organization_id = l.organization_id and a.id = l.store_credit_account_id and a.deleted_at is null),
    'program', case when l.reference = 'loyalty' then (
      select jsonb_build_object('customer_id', k.customer_id, 'available', private.spendable_points(k.id, at), 'point_value', p.point_value::text,
        'most_percent', p.most_percent::text, 'least', p.least_redeemed, 'currency_code', p.currency_code, 'is_enabled', p.is_enabled)
      from public.loyalty_accounts k join public.loyalty_programs p on p.organization_id = l.organization_id
      where k.organization_id = l.organization_id and k.id = l.reference_id) end)
$$;

-- A cart whole, as one document, held until the end of the transaction if `hold`. Money is text: JSON numbers lose digits on their way.
-- Asked with every click of a shopper: not bound by row-level security (`private.shop_at_work`), and json, which is only written and never
-- taken apart here.
create function private.cart_document(cart uuid, hold boolean, at timestamptz) returns json
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := coalesce(private.working_shop(), private.shop_at_work());
  c public.carts;
begin
  if hold then
    select * into c from public.carts k where k.organization_id = org and k.id = cart and k.deleted_at is null for no key update;
  else
    select * into c from public.carts k where k.organization_id = org and k.id = cart and k.deleted_at is null;
  end if;
  if not found then
    return null;
  end if;
  return json_build_object(
    'id', c.id, 'region_id', c.region_id, 'sales_channel_id', c.sales_channel_id, 'customer_id', c.customer_id,
    'currency_code', c.currency_code, 'email', c.email, 'locale', c.locale, 'metadata', c.metadata, 'revision', c.revision,
    'priced_at', c.priced_at, 'total', c.total::text, 'completed_at', c.completed_at, 'created_at', c.created_at, 'updated_at', c.updated_at,
    'order_id', case when c.completed_at is not null then (select o.id from public.orders o where o.organization_id = org and o.cart_id = c.id) end,
    'addresses', (select coalesce(json_agg(a order by a.kind desc), '[]') from public.cart_addresses a where a.organization_id = org and a.cart_id = c.id),
    'items', (select coalesce(json_agg(json_build_object('id', i.id, 'variant_id', i.variant_id, 'product_id', i.product_id,
        'product_type_id', i.product_type_id, 'shipping_profile_id', i.shipping_profile_id, 'title', i.title, 'subtitle', i.subtitle,
        'thumbnail', i.thumbnail, 'product_title', i.product_title, 'product_description', i.product_description,
        'product_subtitle', i.product_subtitle, 'product_type', i.product_type, 'product_collection', i.product_collection,
        'product_handle', i.product_handle, 'variant_sku', i.variant_sku, 'variant_barcode', i.variant_barcode, 'variant_title', i.variant_title,
        'variant_option_values', i.variant_option_values, 'quantity', i.quantity, 'unit_price', i.unit_price::text,
        'compare_at_unit_price', i.compare_at_unit_price::text, 'is_tax_inclusive', i.is_tax_inclusive, 'is_discountable', i.is_discountable,
        'is_giftcard', i.is_giftcard, 'is_custom_price', i.is_custom_price, 'requires_shipping', i.requires_shipping, 'tax_lines', i.tax_lines,
        'adjustments', i.adjustments, 'metadata', i.metadata, 'created_at', i.created_at, 'updated_at', i.updated_at)
        order by i.created_at, i.id), '[]') from public.cart_line_items i where i.organization_id = org and i.cart_id = c.id),
    'shipping_methods', (select coalesce(json_agg(json_build_object('id', m.id, 'shipping_option_id', m.shipping_option_id,
        'shipping_profile_id', m.shipping_profile_id, 'name', m.name, 'description', m.description, 'amount', m.amount::text,
        'is_tax_inclusive', m.is_tax_inclusive, 'data', m.data, 'tax_lines', m.tax_lines, 'adjustments', m.adjustments, 'metadata', m.metadata,
        'created_at', m.created_at, 'updated_at', m.updated_at) order by m.created_at, m.id), '[]')
      from public.cart_shipping_methods m where m.organization_id = org and m.cart_id = c.id),
    'credit_lines', (select coalesce(json_agg(private.credit_line_document(l, at) order by l.created_at, l.id), '[]')
      from public.cart_credit_lines l where l.organization_id = org and l.cart_id = c.id),
    'promotion_ids', (select coalesce(json_agg(p.promotion_id order by p.created_at, p.promotion_id), '[]')
      from public.cart_promotions p where p.organization_id = org and p.cart_id = c.id),
    'payment_collection', private.cart_collection(c.id),
    'region', (select json_build_object('id', r.id, 'name', r.name, 'currency_code', r.currency_code, 'automatic_taxes', r.automatic_taxes,
        'countries', (select coalesce(json_agg(n.iso_2 order by n.iso_2), '[]') from public.region_countries n where n.organization_id = org and n.region_id = r.id),
        'is_tax_inclusive', (select p.is_tax_inclusive from public.price_preferences p
          -- Written out only where a shop has such a preference: the id as people see it takes longer to write than the cart to find.
          where p.organization_id = org and p.attribute = 'region_id' and p.value || '' = (select private.wire_id('reg', r.id))))
      from public.regions r where r.organization_id = org and r.id = c.region_id),
    'totals_rounding', (select s.totals_rounding from public.stores s where s.organization_id = org),
    'customer', case when c.customer_id is not null then (select json_build_object('id', u.id, 'email', u.email, 'has_account', u.has_account,
        'groups', (select coalesce(json_agg(g.customer_group_id), '[]') from public.customer_group_customers g
          where g.organization_id = org and g.customer_id = u.id))
      from public.customers u where u.organization_id = org and u.id = c.customer_id) end);
end $$;

-- What lies in a cart that is held: rows that are new or changed are put, the others go. `d` is what services/orders computed:
-- {items: […], shipping_methods: […], addresses, promotion_ids, credit_lines, keeps: ["items", …]}; what is untouched is null, and of what
-- `keeps` names nothing goes. A step of the two functions below, and bound by the policies where anybody else asks it.
create function private.write_cart_parts(cart uuid, d jsonb, at timestamptz) returns void
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
begin
  if jsonb_typeof(d -> 'addresses') = 'array' then
    if not coalesce(d -> 'keeps' ? 'addresses', false) then
      delete from public.cart_addresses a where a.organization_id = org and a.cart_id = cart
        and a.kind not in (select n.kind from jsonb_to_recordset(d -> 'addresses') as n (kind text));
    end if;
    insert into public.cart_addresses as a (organization_id, id, cart_id, kind, customer_id, company, first_name, last_name, address_1, address_2,
      city, country_code, province, postal_code, phone, metadata)
    select org, n.id, cart, n.kind, n.customer_id, n.company, n.first_name, n.last_name, n.address_1, n.address_2,
      n.city, n.country_code, n.province, n.postal_code, n.phone, n.metadata
    from jsonb_populate_recordset(null::public.cart_addresses, d -> 'addresses') n
    on conflict (organization_id, cart_id, kind) do update set (customer_id, company, first_name, last_name, address_1, address_2, city,
      country_code, province, postal_code, phone, metadata) = (excluded.customer_id, excluded.company, excluded.first_name, excluded.last_name,
      excluded.address_1, excluded.address_2, excluded.city, excluded.country_code, excluded.province, excluded.postal_code, excluded.phone,
      excluded.metadata);
  end if;
  if jsonb_typeof(d -> 'items') = 'array' then
    if not coalesce(d -> 'keeps' ? 'items', false) then
      delete from public.cart_line_items i where i.organization_id = org and i.cart_id = cart
        and i.id not in (select n.id from jsonb_to_recordset(d -> 'items') as n (id uuid));
    end if;
    insert into public.cart_line_items as i (organization_id, id, cart_id, variant_id, product_id, product_type_id, shipping_profile_id, title, subtitle,
      thumbnail, product_title, product_description, product_subtitle, product_type, product_collection, product_handle, variant_sku, variant_barcode,
      variant_title, variant_option_values, quantity, unit_price, compare_at_unit_price, is_tax_inclusive, is_discountable, is_giftcard,
      is_custom_price, requires_shipping, tax_lines, adjustments, metadata, created_at)
    select org, n.id, cart, n.variant_id, n.product_id, n.product_type_id, n.shipping_profile_id, n.title, n.subtitle,
      n.thumbnail, n.product_title, n.product_description, n.product_subtitle, n.product_type, n.product_collection, n.product_handle, n.variant_sku,
      n.variant_barcode, n.variant_title, n.variant_option_values, n.quantity, n.unit_price, n.compare_at_unit_price, n.is_tax_inclusive,
      n.is_discountable, n.is_giftcard, n.is_custom_price, n.requires_shipping, n.tax_lines, n.adjustments, n.metadata, coalesce(n.created_at, at)
    from jsonb_populate_recordset(null::public.cart_line_items, d -> 'items') n
    on conflict (organization_id, id) do update set (title, subtitle, thumbnail, quantity, unit_price, compare_at_unit_price, is_tax_inclusive,
      is_discountable, requires_shipping, shipping_profile_id, tax_lines, adjustments, metadata) = (excluded.title, excluded.subtitle, excluded.thumbnail,
      excluded.quantity, excluded.unit_price, excluded.compare_at_unit_price, excluded.is_tax_inclusive, excluded.is_discountable,
      excluded.requires_shipping, excluded.shipping_profile_id, excluded.tax_lines, excluded.adjustments, excluded.metadata)
      where i.cart_id = cart;
  end if;
  if jsonb_typeof(d -> 'shipping_methods') = 'array' then
    if not coalesce(d -> 'keeps' ? 'shipping_methods', false) then
      delete from public.cart_shipping_methods m where m.organization_id = org and m.cart_id = cart
        and m.id not in (select n.id from jsonb_to_recordset(d -> 'shipping_methods') as n (id uuid));
    end if;
    insert into public.cart_shipping_methods as m (organization_id, id, cart_id, shipping_option_id, shipping_profile_id, name, description, amount,
      is_tax_inclusive, data, tax_lines, adjustments, metadata)
    select org, n.id, cart, n.shipping_option_id, n.shipping_profile_id, n.name, n.description, n.amount, n.is_tax_inclusive, n.data, n.tax_lines,
      n.adjustments, n.metadata
    from jsonb_populate_recordset(null::public.cart_shipping_methods, d -> 'shipping_methods') n
    on conflict (organization_id, id) do update set (name, amount, is_tax_inclusive, data, tax_lines, adjustments) =
      (excluded.name, excluded.amount, excluded.is_tax_inclusive, excluded.data, excluded.tax_lines, excluded.adjustments)
      where m.cart_id = cart;
  end if;
  if jsonb_typeof(d -> 'promotion_ids') = 'array' then
    delete from public.cart_promotions p where p.organization_id = org and p.cart_id = cart
      and p.promotion_id not in (select x::uuid from jsonb_array_elements_text(d -> 'promotion_ids') x);
    insert into public.cart_promotions (organization_id, cart_id, promotion_id)
    select org, cart, x::uuid from jsonb_array_elements_text(d -> 'promotion_ids') x on conflict do nothing;
  end if;
  if jsonb_typeof(d -> 'credit_lines') = 'array' then
    delete from public.cart_credit_lines l where l.organization_id = org and l.cart_id = cart
      and l.id not in (select n.id from jsonb_to_recordset(d -> 'credit_lines') as n (id uuid));
    insert into public.cart_credit_lines as l (organization_id, id, cart_id, reference, reference_id, store_credit_account_id, points, wanted, amount, metadata)
    select org, n.id, cart, n.reference, n.reference_id, n.store_credit_account_id, n.points, n.wanted, n.amount, n.metadata
    from jsonb_populate_recordset(null::public.cart_credit_lines, d -> 'credit_lines') n
    on conflict (organization_id, id) do update set (points, wanted, amount) = (excluded.points, excluded.wanted, excluded.amount)
      where l.cart_id = cart;
  end if;
end $$;

-- A new cart with what lies in it, at its first revision. `d` as for `private.write_cart`.
create function private.open_cart(cart uuid, d jsonb, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := coalesce(private.working_shop(), private.shop_at_work());
begin
  insert into public.carts (organization_id, id, region_id, sales_channel_id, customer_id, currency_code, email, locale, metadata, total, totals,
    revision, priced_at, created_at, updated_at)
  select org, cart, n.region_id, n.sales_channel_id, n.customer_id, n.currency_code, n.email, n.locale, n.metadata, n.total,
    n.totals, 1, n.priced_at, at, at
  from jsonb_populate_record(null::public.carts, d -> 'cart') n;
  perform private.write_cart_parts(cart, d, at);
end $$;

-- What a cart became. Counts the revision; a cart that has another one by now, or was completed, is not written (false).
-- `d` is {cart: {…columns…}, sessions_end: bool, …} with what lies in it.
create function private.write_cart(cart uuid, seen bigint, d jsonb, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := coalesce(private.working_shop(), private.shop_at_work());
  collection uuid;
begin
  update public.carts c set
    region_id = n.region_id, sales_channel_id = n.sales_channel_id, customer_id = n.customer_id, currency_code = n.currency_code,
    email = n.email, locale = n.locale, metadata = n.metadata, total = n.total, totals = n.totals, priced_at = n.priced_at, revision = c.revision + 1
  from jsonb_populate_record(null::public.carts, d -> 'cart') n
  where c.organization_id = org and c.id = cart and c.revision = seen and c.completed_at is null;
  if not found then
    return false;
  end if;
  perform private.write_cart_parts(cart, d, at);
  -- What is to be paid has changed: whoever pays what he was told before pays the wrong sum.
  if (d ->> 'sessions_end')::boolean then
    update public.payment_collections k set amount = greatest((d -> 'cart' ->> 'total')::numeric, 0), currency_code = d -> 'cart' ->> 'currency_code', status = 'not_paid'
    where k.organization_id = org and k.cart_id = cart and k.deleted_at is null returning k.id into collection;
    perform private.end_sessions(collection, at);
  end if;
  return true;
end $$;

-- What is to be paid for a cart, made when nobody has begun: {completed, collection}; null where there is no such cart. The cart is held.
create function private.collect_for_cart(cart uuid, made uuid, at timestamptz) returns json
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := coalesce(private.working_shop(), private.shop_at_work());
  c public.carts;
begin
  select * into c from public.carts k where k.organization_id = org and k.id = cart and k.deleted_at is null for no key update;
  if not found then
    return null;
  end if;
  if c.completed_at is null then
    insert into public.payment_collections (organization_id, id, cart_id, currency_code, amount, created_at, updated_at)
    select org, made, cart, c.currency_code, greatest(c.total, 0), at, at
    where not exists (select from public.payment_collections k where k.organization_id = org and k.cart_id = cart and k.deleted_at is null);
  end if;
  return json_build_object('completed', c.completed_at is not null, 'collection', private.cart_collection(cart));
end $$;

-- What a collection is of, and what has to be known of it to begin to pay: {order} of an order's, else the head of the cart, which is held
-- before its collection is. Null where there is no such collection.
create function private.hold_to_pay(collection uuid) returns json
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := coalesce(private.working_shop(), private.shop_at_work());
  k public.payment_collections;
  c public.carts;
begin
  select * into k from public.payment_collections p where p.organization_id = org and p.id = collection and p.deleted_at is null;
  if not found then
    return null;
  end if;
  if k.order_id is null then
    select * into c from public.carts o where o.organization_id = org and o.id = k.cart_id and o.deleted_at is null for no key update;
    -- What it came to meanwhile, and whether an order was made of it, is known now that it is held.
    select * into k from public.payment_collections p where p.organization_id = org and p.id = collection and p.deleted_at is null for no key update;
  end if;
  return json_build_object('order', k.order_id, 'cart', k.cart_id, 'completed', c.completed_at is not null, 'priced_at', c.priced_at,
    'region', c.region_id, 'amount', k.amount::text, 'currency_code', k.currency_code, 'providers', (
      select coalesce(json_agg(l.provider_id), '[]') from public.region_payment_providers l
      where l.organization_id = org and l.region_id = c.region_id));
end $$;

-- The open tries of a collection are replaced. What a provider has of them is given up by a job: nobody pays for them any more, and if
-- somebody already has, he gets it back.
create function private.end_sessions(collection uuid, at timestamptz) returns setof uuid
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  s record;
begin
  for s in
    update public.payment_sessions o set replaced_at = at, status = case when o.rank < 50 then 'canceled' else o.status end
    where o.organization_id = org and o.payment_collection_id = collection and o.replaced_at is null
    returning o.id, o.provider_id, o.rank
  loop
    if s.provider_id <> 'pp_system_default' and s.rank <> 90 then
      perform private.enqueue_job('payments.give_up', jsonb_build_object('session', s.id), 'payments', 'give_up ' || s.id, null, 0::smallint, 30, null);
    end if;
    return next s.id;
  end loop;
end $$;

-- A new try of a collection that is held, with the account and what is remembered of who pays; what was begun before ends. Whoever pays is
-- told the key that his browser names at the provider: that of the shop's own account, else `shown`, the installation's.
create function private.begin_session(collection uuid, session uuid, provider text, sum numeric, currency text, account uuid, around jsonb,
    shown text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := coalesce(private.working_shop(), private.shop_at_work());
begin
  perform private.end_sessions(collection, at);
  insert into public.payment_sessions (organization_id, id, payment_collection_id, provider_id, amount, currency_code, data,
    payment_account_id, context, created_at, updated_at)
  values (org, session, collection, provider, sum, currency, jsonb_strip_nulls(jsonb_build_object('publishable_key', coalesce(shown, (
    select a.publishable_key from public.payment_accounts a where a.organization_id = org and a.id = account)))), account, around, at, at);
  update public.payment_collections c set status = 'awaiting'
  where c.organization_id = org and c.id = collection and c.status in ('not_paid', 'failed', 'canceled');
end $$;
grant execute on function private.begin_session(uuid, uuid, text, numeric, text, uuid, jsonb, text, timestamptz),
  private.cart_document(uuid, boolean, timestamptz), private.open_cart(uuid, jsonb, timestamptz), private.cart_collection(uuid),
  private.credit_line_document(public.cart_credit_lines, timestamptz), private.write_cart_parts(uuid, jsonb, timestamptz),
  private.write_cart(uuid, bigint, jsonb, timestamptz), private.collect_for_cart(uuid, uuid, timestamptz), private.hold_to_pay(uuid),
  private.end_sessions(uuid, timestamptz) to authenticated, service_role;

-- Where a cart of the caller's shop is sold, and where it goes: prices are shown for it to whoever knows its id. Shoppers read no carts.
create function private.place_of_cart(cart uuid) returns table (region_id uuid, country_code text, province text)
  language sql stable security definer set search_path = ''
as $$
  select c.region_id, a.country_code, a.province from public.carts c
  left join public.cart_addresses a on a.organization_id = c.organization_id and a.cart_id = c.id and a.kind = 'shipping'
  where c.organization_id = auth.organization_id() and c.id = cart and c.deleted_at is null
$$;
grant execute on function private.place_of_cart(uuid) to anon, authenticated, service_role;
