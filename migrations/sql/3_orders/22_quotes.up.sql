-- An offer that a customer answers by a link.
create table public.quotes (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  display_id bigint not null check (display_id > 0),
  customer_id uuid,
  email text check (email = lower(email) and length(email) <= 320),
  region_id uuid,
  -- Where what it names is sold and kept.
  sales_channel_id uuid,
  locale text check (length(locale) <= 35),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  status text not null default 'draft' check (status in ('draft', 'sent', 'accepted', 'declined', 'expired', 'canceled')),
  revision integer not null default 1 check (revision > 0),
  -- [{variant_id?, title, quantity, unit_price, is_tax_inclusive, tax_lines, adjustments}], as of a cart.
  items jsonb not null default '[]' check (jsonb_typeof(items) = 'array'),
  shipping_methods jsonb not null default '[]' check (jsonb_typeof(shipping_methods) = 'array'),
  addresses jsonb not null default '[]' check (jsonb_typeof(addresses) = 'array'),
  total numeric not null default 0 check (total >= 0 and total < 'Infinity'),
  totals jsonb not null default '{}' check (jsonb_typeof(totals) = 'object'),
  totals_rounding text not null default 'currency' check (totals_rounding in ('currency', 'none')),
  deposit_percent numeric check (deposit_percent > 0 and deposit_percent <= 100),
  note text check (length(note) <= 5000),
  token_sha256 bytea check (length(token_sha256) = 32),
  expires_at timestamptz,
  sent_at timestamptz,
  answered_at timestamptz,
  order_id uuid,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, display_id),
  unique (organization_id, order_id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id),
  foreign key (organization_id, region_id) references public.regions (organization_id, id) on delete set null (region_id),
  foreign key (organization_id, sales_channel_id) references public.sales_channels (organization_id, id) on delete set null (sales_channel_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete set null (order_id)
);
create index on public.quotes (organization_id, customer_id);
create index on public.quotes (organization_id, region_id);
create index on public.quotes (organization_id, sales_channel_id);
create unique index quotes_token on public.quotes (organization_id, token_sha256) where token_sha256 is not null;
create index on public.quotes (organization_id, created_at desc, id desc) where deleted_at is null;
create index quotes_expiring on public.quotes (expires_at) where status = 'sent';
call private.secure_table('public.quotes', permission => 'order', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');

-- What of an order is due when: a deposit and what is left, or instalments. Together they are what the order costs.
create table public.order_dues (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  order_id uuid not null,
  nth integer not null check (nth > 0),
  kind text not null check (kind in ('deposit', 'balance', 'instalment')),
  amount numeric not null check (amount > 0 and amount < 'Infinity'),
  due_at timestamptz,
  payment_collection_id uuid,
  paid_at timestamptz,
  reminded_at timestamptz,
  -- How often a card that is kept was charged for it, and when it may be again.
  charges smallint not null default 0 check (charges >= 0),
  charge_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, order_id, nth),
  unique (organization_id, payment_collection_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete cascade,
  foreign key (organization_id, payment_collection_id) references public.payment_collections (organization_id, id) on delete set null (payment_collection_id)
);
create index order_dues_open on public.order_dues (due_at) where paid_at is null;
call private.secure_table('public.order_dues', permission => 'order', writer => 'kontor');

-- ISO 4217's digits: the same table as crates/money, which a test compares.
create function private.currency_digits(code text) returns integer
  language sql immutable parallel safe set search_path = ''
as $$
  select case
    when code = any (array['bif', 'clp', 'djf', 'gnf', 'isk', 'jpy', 'kmf', 'krw', 'pyg', 'rwf', 'ugx', 'uyi', 'vnd', 'vuv', 'xaf', 'xof', 'xpf']) then 0
    when code = any (array['bhd', 'iqd', 'jod', 'kwd', 'lyd', 'omr', 'tnd']) then 3
    else 2 end
$$;
grant execute on function private.currency_digits(text) to authenticated, service_role;

-- An order on a project: its lines, its total, and two dues, the deposit so many days from now. One transaction; once for a key.
-- `project`: {key, customer_id, email, currency_code, region_id, sales_channel_id, deposit_percent?, deposit_days?, balance_due_at?,
-- items: [{title, quantity, unit_price, variant_id?}], tax: [{rate, code, name}]?, metadata?}. `digits` are those of the currency.
create function private.make_project_order(project jsonb, digits integer, at timestamptz) returns uuid
  language plpgsql volatile security definer set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  made uuid := private.uuid_v7();
  shop public.stores;
  net numeric;
  tax numeric;
  deposit numeric;
  number bigint;
  mail text := nullif(lower(project ->> 'email'), '');
  buyer uuid := (project ->> 'customer_id')::uuid;
begin
  if org is null or not private.may('order:write') then
    raise exception 'only who writes orders does this' using errcode = 'insufficient_privilege';
  end if;
  select * into shop from public.stores s where s.organization_id = org;
  if jsonb_array_length(coalesce(project -> 'items', '[]')) not between 1 and 500 then
    perform private.refuse('project_items', 'orders', 'a project has 1 to 500 items', null);
  end if;
  if coalesce((project ->> 'deposit_percent')::numeric, 50) not between 0 and 100 or exists (
      select from jsonb_array_elements(coalesce(project -> 'tax', '[]')) t
      where coalesce((t ->> 'rate')::numeric, 0) not between 0 and 1000) then
    perform private.refuse('project_rates', 'orders', 'a deposit is 0 to 100 percent, a tax 0 to 1000', null);
  end if;
  if project ->> 'key' is not null then
    -- Two at once with one key: the second waits, and is answered the first one's order.
    perform pg_advisory_xact_lock(hashtextextended('project ' || org || (project ->> 'key'), 0));
    select o.id into made from public.orders o where o.organization_id = org and o.project_key = project ->> 'key';
    if found then
      return made;
    end if;
    made := private.uuid_v7();
  end if;
  select sum(round(i.unit_price * i.quantity, digits)),
    sum((select coalesce(sum(round(i.unit_price * i.quantity * (t ->> 'rate')::numeric / 100, digits)), 0) from jsonb_array_elements(coalesce(project -> 'tax', '[]')) t))
  into net, tax from jsonb_to_recordset(project -> 'items') as i (unit_price numeric, quantity bigint);
  if net is null or net <= 0 or net >= 1e15 then
    perform private.refuse('project_total', 'orders', 'a project costs something', null);
  end if;
  deposit := round((net + tax) * coalesce((project ->> 'deposit_percent')::numeric, shop.deposit_percent, 50) / 100, digits);
  -- Whoever has an address is a customer, a guest at least: so all that is his is found by one key when he asks what is kept.
  if buyer is null and mail is not null then
    insert into public.customers (organization_id, email) values (org, mail)
    on conflict (organization_id, email, has_account) where deleted_at is null do nothing returning id into buyer;
    if buyer is null then
      select c.id into buyer from public.customers c
      where c.organization_id = org and c.email = mail and not c.has_account and c.deleted_at is null;
    end if;
  end if;
  number := private.take_numbers('order', 1);
  insert into public.orders (organization_id, id, display_id, project_key, status, customer_id, email, search, currency_code, region_id,
    sales_channel_id, total, totals, original_total, metadata, placed_at)
  values (org, made, number, project ->> 'key', 'pending', buyer, mail,
    '#' || number || coalesce(' ' || mail, ''), project ->> 'currency_code',
    (project ->> 'region_id')::uuid, (project ->> 'sales_channel_id')::uuid, net + tax,
    jsonb_build_object('subtotal', net::text, 'tax_total', tax::text, 'item_total', (net + tax)::text, 'total', (net + tax)::text), net + tax,
    project -> 'metadata', at);
  -- What it names of the shop's goods is sold as in a cart: it has to be sent, is a gift card, or lets somebody in.
  insert into public.order_line_items (organization_id, order_id, variant_id, product_id, product_type_id, shipping_profile_id, title, subtitle,
    thumbnail, product_title, product_description, product_subtitle, product_type, product_collection, product_handle, variant_sku, variant_barcode,
    variant_title, is_discountable, is_giftcard, unit_price, quantity, is_custom_price, requires_shipping, tax_lines)
  select org, made, i.variant_id, p.id, p.type_id, p.shipping_profile_id, i.title, v.title, coalesce(v.thumbnail, p.thumbnail), p.title, p.description,
    p.subtitle, (select y.value from public.product_types y where y.organization_id = org and y.id = p.type_id),
    (select c.title from public.product_collections c where c.organization_id = org and c.id = p.collection_id), p.handle, v.sku, v.barcode,
    v.title, coalesce(p.discountable and not p.is_giftcard, true), coalesce(p.is_giftcard, false), i.unit_price, i.quantity, true,
    exists (select from public.product_variant_inventory_items l
      join public.inventory_items t on t.organization_id = org and t.id = l.inventory_item_id
      where l.organization_id = org and l.variant_id = v.id and t.requires_shipping and t.deleted_at is null),
    (select coalesce(jsonb_agg(jsonb_build_object('id', private.uuid_v7(), 'rate', t ->> 'rate', 'code', t ->> 'code', 'description', t ->> 'name', 'provider_id', 'system')), '[]')
     from jsonb_array_elements(coalesce(project -> 'tax', '[]')) t)
  from jsonb_to_recordset(project -> 'items') as i (variant_id uuid, title text, unit_price numeric, quantity bigint)
  left join public.product_variants v on v.organization_id = org and v.id = i.variant_id
  left join public.products p on p.organization_id = org and p.id = v.product_id;
  insert into public.order_dues (organization_id, order_id, nth, kind, amount, due_at)
  select org, made, d.nth, d.kind, d.amount, d.due_at from (values
    (1, 'deposit', deposit, at + make_interval(days => coalesce((project ->> 'deposit_days')::integer, shop.deposit_days, 7))),
    (2, 'balance', net + tax - deposit, (project ->> 'balance_due_at')::timestamptz)) d (nth, kind, amount, due_at)
  where d.amount > 0;
  -- What it names of the shop's goods is kept, as for any order.
  if exists (select from public.order_line_items i where i.organization_id = org and i.order_id = made and i.variant_id is not null) then
    perform private.reserve_for_channel((
        select jsonb_agg(jsonb_build_object('variant_id', i.variant_id, 'quantity', i.quantity, 'line_item_id', i.id))
        from public.order_line_items i where i.organization_id = org and i.order_id = made and i.variant_id is not null),
      coalesce((project ->> 'sales_channel_id')::uuid, shop.default_sales_channel_id));
  end if;
  perform private.post('order.placed', made, 1, project ->> 'currency_code',
    jsonb_build_object('receivable', net + tax, 'revenue', -net, 'tax', -tax), made, null, buyer);
  perform private.emit_event('order.placed', made, null, jsonb_build_object('display_id', number, 'total', (net + tax)::text,
    'currency_code', project ->> 'currency_code', 'customer_id', buyer, 'deposit', deposit::text), null, 0::smallint, null);
  return made;
end $$;
grant execute on function private.make_project_order(jsonb, integer, timestamptz) to authenticated, service_role;

-- The same for whoever calls the schema itself (PostgREST): his own rights, his own shop, now.
create function public.create_project_order(project jsonb) returns uuid
  language sql volatile set search_path = ''
as $$
  select private.make_project_order(project, private.currency_digits(project ->> 'currency_code'), now())
$$;
grant execute on function public.create_project_order(jsonb) to authenticated, service_role;

-- Puts addresses, lines and ways of sending, as they were kept, into an order that was just made.
create function private.put_into_order(made uuid, addresses jsonb, items jsonb, methods jsonb) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
begin
  insert into public.order_addresses (organization_id, order_id, kind, customer_id, company, first_name, last_name, address_1, address_2, city,
    country_code, province, postal_code, phone, metadata)
  select org, made, n.kind, n.customer_id, n.company, n.first_name, n.last_name, n.address_1, n.address_2, n.city, n.country_code, n.province,
    n.postal_code, n.phone, n.metadata
  from jsonb_populate_recordset(null::public.order_addresses, addresses) n;
  insert into public.order_line_items (organization_id, id, order_id, variant_id, product_id, product_type_id, shipping_profile_id, title, subtitle,
    thumbnail, product_title, product_description, product_subtitle, product_type, product_collection, product_handle, variant_sku, variant_barcode,
    variant_title, variant_option_values, unit_price, compare_at_unit_price, is_tax_inclusive, is_discountable, is_giftcard, is_custom_price,
    requires_shipping, tax_lines, adjustments, metadata, quantity)
  select org, n.id, made, n.variant_id, n.product_id, n.product_type_id, n.shipping_profile_id, n.title, n.subtitle,
    n.thumbnail, n.product_title, n.product_description, n.product_subtitle, n.product_type, n.product_collection, n.product_handle, n.variant_sku,
    n.variant_barcode, n.variant_title, n.variant_option_values, n.unit_price, n.compare_at_unit_price, n.is_tax_inclusive, n.is_discountable,
    n.is_giftcard, n.is_custom_price, n.requires_shipping, n.tax_lines, n.adjustments, n.metadata, n.quantity
  from jsonb_populate_recordset(null::public.order_line_items, items) n;
  insert into public.order_shipping_methods (organization_id, id, order_id, shipping_option_id, shipping_profile_id, name, description, amount,
    is_tax_inclusive, data, tax_lines, adjustments, metadata)
  select org, n.id, made, n.shipping_option_id, n.shipping_profile_id, n.name, n.description, n.amount, n.is_tax_inclusive, n.data, n.tax_lines,
    n.adjustments, n.metadata
  from jsonb_populate_recordset(null::public.order_shipping_methods, methods) n;
end $$;
grant execute on function private.put_into_order(uuid, jsonb, jsonb, jsonb) to authenticated, service_role;

-- A quote becomes an order, once: whoever comes later is answered the same. All of it or none, like private.place_order.
-- `p`: {order_id, search, books: {receivable, revenue, tax}, lines: [{variant_id, quantity, line_item_id}] to keep, dues: [{kind, amount, due_at}]}.
-- Breaks `quotes_state` (another revision than `seen`, or nothing that can be accepted), and what stock refuses.
create function private.accept_quote(quote uuid, seen integer, p jsonb, at timestamptz) returns uuid
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  q public.quotes;
  made uuid := (p ->> 'order_id')::uuid;
  number bigint;
begin
  select * into q from public.quotes k where k.organization_id = org and k.id = quote and k.deleted_at is null for no key update;
  if not found then
    return null;
  end if;
  if q.status = 'accepted' then
    return q.order_id;
  end if;
  if q.status <> 'sent' or q.revision <> seen or coalesce(q.expires_at <= at, false) then
    perform private.refuse('quotes_state', 'quotes', 'the quote cannot be accepted', jsonb_build_object('status', q.status));
  end if;
  if (p -> 'books' ->> 'receivable')::numeric is distinct from q.total then
    perform private.refuse('ledger_receivable', 'ledger_entries', 'the books do not say what the quote costs', p -> 'books');
  end if;
  number := private.take_numbers('order', 1);
  insert into public.orders (organization_id, id, display_id, status, region_id, sales_channel_id, customer_id, currency_code, email, locale,
    totals_rounding, total, totals, original_total, metadata, search, placed_at)
  values (org, made, number, 'pending', q.region_id, q.sales_channel_id, q.customer_id, q.currency_code, q.email, q.locale,
    q.totals_rounding, q.total, q.totals, q.total, q.metadata, '#' || number || ' ' || coalesce(p ->> 'search', ''), at);
  perform private.put_into_order(made, q.addresses, q.items, q.shipping_methods);
  insert into public.order_dues (organization_id, order_id, nth, kind, amount, due_at)
  select org, made, d.nth, d.due ->> 'kind', (d.due ->> 'amount')::numeric, (d.due ->> 'due_at')::timestamptz
  from jsonb_array_elements(p -> 'dues') with ordinality d (due, nth);
  update public.quotes k set status = 'accepted', answered_at = at, order_id = made, token_sha256 = q.token_sha256
  where k.organization_id = org and k.id = quote;
  perform private.post('order.placed', made, 1, q.currency_code, p -> 'books', made, null, q.customer_id);
  perform private.emit_event('quote.accepted', quote, '{"status": "sent"}', jsonb_build_object('status', 'accepted', 'order_id', made), null, 0::smallint, null);
  perform private.emit_event('order.placed', made, null, jsonb_build_object('display_id', number, 'total', q.total::text,
    'currency_code', q.currency_code, 'customer_id', q.customer_id, 'email', q.email, 'quote_id', quote), null, 0::smallint, null);
  if jsonb_array_length(p -> 'lines') > 0 then
    perform private.reserve_for_channel(p -> 'lines', q.sales_channel_id);
  end if;
  return made;
end $$;
grant execute on function private.accept_quote(uuid, integer, jsonb, timestamptz) to authenticated, service_role;

-- A due is paid when what is paid for it has come in, whoever brings it.
create function private.settle_due() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare d public.order_dues;
begin
  update public.order_dues k set paid_at = coalesce(new.completed_at, now())
  where k.organization_id = new.organization_id and k.payment_collection_id = new.id and k.paid_at is null returning * into d;
  if found then
    perform private.emit_event('order.due_paid', d.order_id, null,
      jsonb_build_object('due_id', d.id, 'kind', d.kind, 'amount', d.amount::text, 'paid_at', d.paid_at), null, 0::smallint, null);
  end if;
  return null;
end $$;
create trigger settle_due after update of status on public.payment_collections for each row
  when (new.status = 'completed' and old.status <> 'completed') execute function private.settle_due();

-- What a due stands for: what it says, or what of it was paid and is not on its way back.
create function private.worth_of(d public.order_dues) returns numeric
  language sql stable set search_path = ''
as $$
  select case when d.paid_at is null then d.amount else coalesce((select sum(p.captured_amount - p.refunded_amount - p.refunding_amount)
    from public.payments p
    where p.organization_id = d.organization_id and p.payment_collection_id = d.payment_collection_id and p.canceled_at is null), d.amount) end
$$;

-- Dues are what the order costs, also when it costs something else by now: what is more is paid by what is on its way, if that is more than
-- its due, else due with the last one; what is less is taken off the last ones first, and off those last that are being paid. What was paid stays what it was: too much of it is given back, and only what was given back is asked for again, as
-- far as the order costs more than it did.
create function private.follow_total() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  rest numeric;
  more numeric;
  d public.order_dues;
begin
  select new.total - sum(private.worth_of(k)) into rest from public.order_dues k
  where k.organization_id = new.organization_id and k.order_id = new.id;
  if rest is null then
    return null;
  end if;
  rest := least(rest, greatest(new.total - old.total, 0));
  if rest > 0 then
    for d in
      select * from public.order_dues k where k.organization_id = new.organization_id and k.order_id = new.id and k.paid_at is null
        and private.on_its_way(new.organization_id, k.payment_collection_id) > k.amount
      order by k.nth
    loop
      exit when rest <= 0;
      more := least(rest, private.on_its_way(new.organization_id, d.payment_collection_id) - d.amount);
      perform private.ask_for(new.organization_id, d.payment_collection_id, d.amount + more, now());
      update public.order_dues k set amount = d.amount + more where k.organization_id = new.organization_id and k.id = d.id;
      rest := rest - more;
    end loop;
  end if;
  if rest > 0 then
    update public.order_dues k set amount = k.amount + rest
    where k.organization_id = new.organization_id and k.id = (
      select l.id from public.order_dues l
      where l.organization_id = new.organization_id and l.order_id = new.id and l.paid_at is null and l.payment_collection_id is null
      order by l.nth desc limit 1);
    if not found then
      insert into public.order_dues (organization_id, order_id, nth, kind, amount)
      select new.organization_id, new.id, max(k.nth) + 1, 'balance', rest from public.order_dues k
      where k.organization_id = new.organization_id and k.order_id = new.id;
    end if;
  elsif rest < 0 then
    for d in
      -- What was paid stays what it was: more than the order costs is given back, and not asked for again.
      select * from public.order_dues k where k.organization_id = new.organization_id and k.order_id = new.id and k.paid_at is null
      order by coalesce(private.on_its_way(new.organization_id, k.payment_collection_id) > 0, false), k.payment_collection_id is not null, k.nth desc
    loop
      exit when rest >= 0;
      if d.payment_collection_id is not null then
        perform private.ask_for(new.organization_id, d.payment_collection_id, greatest(d.amount + rest, 0), now());
      end if;
      if d.amount + rest > 0 then
        update public.order_dues k set amount = d.amount + rest where k.organization_id = new.organization_id and k.id = d.id;
      else
        delete from public.order_dues k where k.organization_id = new.organization_id and k.id = d.id;
      end if;
      rest := rest + d.amount;
    end loop;
  end if;
  return null;
end $$;
create trigger follow_total after update of total on public.orders for each row
  when (new.total <> old.total) execute function private.follow_total();

-- What has come due in a shop: who has to pay within three days is reminded, once; quotes expire; access ends. Answers how many there were;
-- as many as `most` of a kind, and more the next time.
create function private.pass_deadlines(at timestamptz, most integer) returns bigint
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  told jsonb;
begin
  with due as (
    select d.id from public.order_dues d
    join public.orders o on o.organization_id = org and o.id = d.order_id and o.status not in ('canceled', 'archived') and not o.is_draft_order
    where d.organization_id = org and d.paid_at is null and d.reminded_at is null and d.due_at <= at + interval '3 days'
    order by d.id limit most for update of d skip locked
  ), reminded as (
    update public.order_dues d set reminded_at = at from due where d.organization_id = org and d.id = due.id
    returning d.order_id, jsonb_build_object('due_id', d.id, 'kind', d.kind, 'amount', d.amount::text, 'due_at', d.due_at) as said
  ), late as (
    select q.id from public.quotes q
    where q.organization_id = org and q.status = 'sent' and q.expires_at <= at and q.deleted_at is null
    order by q.id limit most for update of q skip locked
  ), expired as (
    update public.quotes q set status = 'expired', answered_at = at from late where q.organization_id = org and q.id = late.id returning q.id
  ), over as (
    select e.id from public.enrollments e
    where e.organization_id = org and e.status = 'active' and e.ends_at <= at order by e.id limit most for update of e skip locked
  ), ended as (
    update public.enrollments e set status = 'ended' from over where e.organization_id = org and e.id = over.id
    returning e.id, e.customer_id, e.product_id
  )
  select jsonb_agg(n) into told from (
    select 'order.payment_due' as name, r.order_id as entity_id, null::jsonb as before, r.said as after from reminded r
    union all
    select 'quote.expired', x.id, '{"status": "sent"}', '{"status": "expired"}' from expired x
    union all
    select 'enrollment.ended', e.id, '{"status": "active"}',
      jsonb_build_object('status', 'ended', 'customer_id', e.customer_id, 'product_id', e.product_id) from ended e) n;
  return (select count(*) from private.emit_events(coalesce(told, '[]'), null, 0::smallint, null));
end $$;

-- The shops in which something is.
create function private.shops_with_deadlines(at timestamptz) returns setof uuid
  language sql stable set search_path = ''
as $$
  select d.organization_id from public.order_dues d
  join public.orders o on o.organization_id = d.organization_id and o.id = d.order_id and o.status not in ('canceled', 'archived') and not o.is_draft_order
  where d.paid_at is null and d.reminded_at is null and d.due_at <= at + interval '3 days'
  union select q.organization_id from public.quotes q where q.status = 'sent' and q.expires_at <= at and q.deleted_at is null
  union select e.organization_id from public.enrollments e where e.status = 'active' and e.ends_at <= at
$$;
grant execute on function private.pass_deadlines(timestamptz, integer), private.worth_of(public.order_dues) to authenticated, service_role;
grant execute on function private.shops_with_deadlines(timestamptz) to service_role;
