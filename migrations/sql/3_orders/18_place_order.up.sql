-- What lies in a cart and is not sold any more where the cart is: its product is a draft, deleted or gone from the channel.
create function private.hidden_variants(cart uuid) returns setof uuid
  language sql stable
begin atomic
  select distinct i.variant_id from public.cart_line_items i
  join public.carts c on c.organization_id = i.organization_id and c.id = i.cart_id
  where i.organization_id = auth.organization_id() and i.cart_id = cart and i.variant_id is not null and not exists (
    select from public.product_variants v
    join public.products p on p.organization_id = v.organization_id and p.id = v.product_id and p.status = 'published' and p.deleted_at is null
    join public.product_sales_channels l on l.organization_id = p.organization_id and l.product_id = p.id
      and l.sales_channel_id = c.sales_channel_id
    where v.organization_id = i.organization_id and v.id = i.variant_id and v.deleted_at is null);
end;

-- The order of a cart, in one statement: rows copied from the cart, credit and points taken, promotions counted, the payment noted, stock
-- kept, books written, told. All of it, or none, once: whoever comes with a cart that is completed is answered its order's id, and who has
-- placed it the order whole, as `private.order_documents` tells it.
-- `p`: {order_id, display_id, search, status, told_at, capture_id,
--       payment: {id, session_id, authorized, captured} | null, totals_rounding, lines: [{variant_id, quantity, line_item_id}] to keep,
--       books: {receivable, revenue, tax}}
-- Breaks `carts_changed` (another revision than `seen`), `variants_hidden`, `payments_do_not_cover`, `store_credit_unknown`, and what
-- promotions, credit, points and stock refuse. Locks: cart, collection, session, accounts, points, promotions, campaigns, levels: in this order.
create function private.place_order(cart uuid, seen bigint, p jsonb, at timestamptz, out made uuid, out document jsonb)
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := coalesce(private.working_shop(), private.shop_at_work());
  c public.carts;
  collection public.payment_collections;
  session public.payment_sessions;
  credit record;
  number bigint := (p ->> 'display_id')::bigint;
  hidden jsonb;
begin
  select * into c from public.carts k where k.organization_id = org and k.id = cart and k.deleted_at is null for no key update;
  if not found then
    return;
  end if;
  if c.completed_at is not null then
    made := (select o.id from public.orders o where o.organization_id = org and o.cart_id = cart);
    return;
  end if;
  if c.revision <> seen then
    perform private.refuse('carts_changed', 'carts', 'the cart has changed meanwhile', jsonb_build_object('revision', c.revision));
  end if;
  made := (p ->> 'order_id')::uuid;
  select jsonb_agg(private.wire_id('variant', v)) into hidden from private.hidden_variants(cart) v;
  if hidden is not null then
    perform private.refuse('variants_hidden', 'cart_line_items', 'the shop does not sell it any more', jsonb_build_object('variants', hidden));
  end if;

  -- Who pays, and that it is enough: compared with the rows, not with what the caller believes.
  if c.total > 0 then
    select * into collection from public.payment_collections k
    where k.organization_id = org and k.cart_id = cart and k.deleted_at is null for no key update;
    select * into session from public.payment_sessions s
    where s.organization_id = org and s.id = (p -> 'payment' ->> 'session_id')::uuid and s.payment_collection_id = collection.id for no key update;
    -- A session that was replaced is given up by a job, which pays back what was taken with it: no order is paid with one.
    if not found or session.replaced_at is not null or session.amount <> c.total or session.currency_code <> c.currency_code
      or session.status in ('error', 'canceled')
      or (session.provider_id <> 'pp_system_default' and session.rank not in (40, 50, 100)) then
      perform private.refuse('payments_do_not_cover', 'payment_sessions', 'the payment does not cover the cart', jsonb_build_object('session_id', session.id));
    end if;
  else
    -- What costs nothing is not paid: what was open for it is given up.
    perform private.end_sessions((select k.id from public.payment_collections k
      where k.organization_id = org and k.cart_id = cart and k.deleted_at is null for no key update), at);
  end if;

  insert into public.orders (organization_id, id, display_id, cart_id, status, region_id, sales_channel_id, customer_id, currency_code, email, locale,
    totals_rounding, total, totals, original_total, metadata, search, placed_at)
  values (org, made, number, cart, coalesce(p ->> 'status', 'pending'), c.region_id, c.sales_channel_id, c.customer_id, c.currency_code, c.email, c.locale,
    coalesce(p ->> 'totals_rounding', 'currency'), c.total, c.totals, c.total, c.metadata, coalesce(p ->> 'search', ''), at);
  insert into public.order_addresses (organization_id, order_id, kind, customer_id, company, first_name, last_name, address_1, address_2, city,
    country_code, province, postal_code, phone, metadata)
  select org, made, a.kind, a.customer_id, a.company, a.first_name, a.last_name, a.address_1, a.address_2, a.city, a.country_code, a.province,
    a.postal_code, a.phone, a.metadata
  from public.cart_addresses a where a.organization_id = org and a.cart_id = cart;
  insert into public.order_line_items (organization_id, id, order_id, variant_id, product_id, product_type_id, shipping_profile_id, title, subtitle,
    thumbnail, product_title, product_description, product_subtitle, product_type, product_collection, product_handle, variant_sku, variant_barcode,
    variant_title, variant_option_values, unit_price, compare_at_unit_price, is_tax_inclusive, is_discountable, is_giftcard, is_custom_price,
    requires_shipping, tax_lines, adjustments, metadata, quantity)
  select org, i.id, made, i.variant_id, i.product_id, i.product_type_id, i.shipping_profile_id, i.title, i.subtitle,
    i.thumbnail, i.product_title, i.product_description, i.product_subtitle, i.product_type, i.product_collection, i.product_handle, i.variant_sku,
    i.variant_barcode, i.variant_title, i.variant_option_values, i.unit_price, i.compare_at_unit_price, i.is_tax_inclusive, i.is_discountable,
    i.is_giftcard, i.is_custom_price, i.requires_shipping, i.tax_lines, i.adjustments, i.metadata, i.quantity
  from public.cart_line_items i where i.organization_id = org and i.cart_id = cart;
  insert into public.order_shipping_methods (organization_id, id, order_id, shipping_option_id, shipping_profile_id, name, description, amount,
    is_tax_inclusive, data, tax_lines, adjustments, metadata)
  select org, m.id, made, m.shipping_option_id, m.shipping_profile_id, m.name, m.description, m.amount, m.is_tax_inclusive, m.data, m.tax_lines,
    m.adjustments, m.metadata
  from public.cart_shipping_methods m where m.organization_id = org and m.cart_id = cart;

  if c.total > 0 then
    update public.payment_collections k set order_id = made where k.organization_id = org and k.id = collection.id;
    update public.payment_sessions s set authorized_at = coalesce(s.authorized_at, at),
      status = case when s.provider_id = 'pp_system_default' then 'authorized' else s.status end
    where s.organization_id = org and s.id = session.id;
    insert into public.payments (organization_id, id, payment_collection_id, payment_session_id, provider_id, currency_code, amount, data)
    values (org, (p -> 'payment' ->> 'id')::uuid, collection.id, session.id, session.provider_id, c.currency_code, c.total,
      session.data - 'client_secret');
    if session.received_amount > 0 then
      -- It was taken already; an order of a sum is not paid with less or more than it.
      insert into public.payment_captures (organization_id, id, payment_id, amount, provider_ref)
      values (org, (p ->> 'capture_id')::uuid, (p -> 'payment' ->> 'id')::uuid, least(session.received_amount, c.total), session.provider_ref);
      update public.payments k set capturing_amount = least(session.received_amount, c.total)
      where k.organization_id = org and k.id = (p -> 'payment' ->> 'id')::uuid;
      perform private.settle_capture((p ->> 'capture_id')::uuid, true, session.provider_ref, at);
      perform private.book_capture((p ->> 'capture_id')::uuid);
    else
      perform private.sum_up_collection(collection.id, at);
    end if;
  end if;

  if exists (select from public.cart_credit_lines l where l.organization_id = org and l.cart_id = cart and l.amount > 0) then
    -- Money of another currency, or of another customer: the cart may have become somebody else's since the line was written.
    if exists (
        select from public.cart_credit_lines l
        left join public.store_credit_accounts a on a.organization_id = org and a.id = l.store_credit_account_id
        where l.organization_id = org and l.cart_id = cart and l.amount > 0 and l.reference <> 'loyalty'
          and (a.id is null or a.currency_code <> c.currency_code
            or (l.reference = 'store_credit' and a.customer_id is distinct from c.customer_id))) then
      perform private.refuse('store_credit_unknown', 'store_credit_accounts', 'no such account', null);
    end if;
    for credit in
      select l.* from public.cart_credit_lines l where l.organization_id = org and l.cart_id = cart and l.amount > 0
      order by l.reference = 'loyalty', l.store_credit_account_id
    loop
      if credit.reference in ('store_credit', 'gift_card') then
        perform private.book_credit(credit.store_credit_account_id, -credit.amount, 'order', made, 'order:' || made || ':' || credit.store_credit_account_id, null);
      else
        perform private.redeem_points((select a.id from public.loyalty_accounts a where a.organization_id = org and a.customer_id = c.customer_id),
          credit.points, 'order:' || made, 'order', made, at);
      end if;
      insert into public.order_credit_lines (organization_id, order_id, reference, reference_id, amount)
      values (org, made, credit.reference, credit.reference_id::text, credit.amount);
      perform private.post(case when credit.reference = 'loyalty' then 'points' else 'store_credit' end, credit.id, 1, c.currency_code,
        jsonb_build_object(case when credit.reference = 'loyalty' then 'points' else 'store_credit' end, credit.amount, 'receivable', -credit.amount),
        made, null, c.customer_id);
    end loop;
  end if;

  perform private.use_promotions(made, c.customer_id, c.email, (
    select coalesce(jsonb_agg(u), '[]') from (
      select (a ->> 'promotion_id')::uuid as promotion_id, sum((a ->> 'amount')::numeric) as amount
      from (select adjustments from public.cart_line_items i where i.organization_id = org and i.cart_id = cart
            union all select adjustments from public.cart_shipping_methods m where m.organization_id = org and m.cart_id = cart) l,
        jsonb_array_elements(l.adjustments) a
      where a ->> 'promotion_id' is not null group by 1) u), coalesce((p ->> 'told_at')::timestamptz, at));

  -- What customers owe is what is to be paid and what credit and points have paid already; the rest of the books balances against it.
  if (p -> 'books' ->> 'receivable')::numeric is distinct from c.total + (
      select coalesce(sum(l.amount), 0) from public.order_credit_lines l where l.organization_id = org and l.order_id = made) then
    perform private.refuse('ledger_receivable', 'ledger_entries', 'the books do not say what the order costs', p -> 'books');
  end if;
  perform private.post('order.placed', made, 1, c.currency_code, p -> 'books', made, null, c.customer_id);
  update public.carts k set completed_at = at where k.organization_id = org and k.id = cart;
  perform private.emit_event('order.placed', made, null, jsonb_build_object('display_id', number, 'total', c.total::text,
    'currency_code', c.currency_code, 'customer_id', c.customer_id, 'email', c.email, 'cart_id', cart), null, 0::smallint, null);
  select d.found into document from private.order_documents(array[made]) d;
  -- Last, so that the row of something that everybody wants is held for as short as can be.
  if jsonb_array_length(coalesce(p -> 'lines', '[]')) > 0 then
    perform private.reserve_for_channel(p -> 'lines', c.sales_channel_id);
  end if;
end $$;
grant execute on function private.place_order(uuid, bigint, jsonb, timestamptz), private.hidden_variants(uuid) to authenticated, service_role;
