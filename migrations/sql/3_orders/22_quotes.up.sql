-- An offer that a customer answers by a link.
create table public.quotes (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  display_id bigint not null check (display_id > 0),
  customer_id uuid,
  email text check (email = lower(email) and length(email) <= 320),
  region_id uuid,
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  status text not null default 'draft' check (status in ('draft', 'sent', 'accepted', 'declined', 'expired', 'canceled')),
  revision integer not null default 1 check (revision > 0),
  -- [{variant_id?, title, quantity, unit_price, is_tax_inclusive, tax_lines, adjustments}], as of a cart.
  items jsonb not null default '[]' check (jsonb_typeof(items) = 'array'),
  shipping_methods jsonb not null default '[]' check (jsonb_typeof(shipping_methods) = 'array'),
  addresses jsonb not null default '[]' check (jsonb_typeof(addresses) = 'array'),
  total numeric not null default 0 check (total >= 0 and total < 'Infinity'),
  totals jsonb not null default '{}' check (jsonb_typeof(totals) = 'object'),
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
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete set null (order_id)
);
create index on public.quotes (organization_id, customer_id);
create index on public.quotes (organization_id, region_id);
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
  insert into public.number_series as s (organization_id, series, next) values (org, 'order', 2)
  on conflict (organization_id, series) do update set next = s.next + 1 returning next - 1 into number;
  insert into public.orders (organization_id, id, display_id, project_key, status, customer_id, email, search, currency_code, region_id,
    sales_channel_id, total, totals, metadata, placed_at)
  values (org, made, number, project ->> 'key', 'pending', buyer, mail,
    '#' || number || coalesce(' ' || mail, ''), project ->> 'currency_code',
    (project ->> 'region_id')::uuid, (project ->> 'sales_channel_id')::uuid, net + tax,
    jsonb_build_object('subtotal', net::text, 'tax_total', tax::text, 'total', (net + tax)::text),
    project -> 'metadata', at);
  insert into public.order_line_items (organization_id, order_id, variant_id, title, unit_price, quantity, is_custom_price, requires_shipping, tax_lines)
  select org, made, i.variant_id, i.title, i.unit_price, i.quantity, true, false,
    (select coalesce(jsonb_agg(jsonb_build_object('id', private.uuid_v7(), 'rate', t -> 'rate', 'code', t ->> 'code', 'description', t ->> 'name', 'provider_id', 'system')), '[]')
     from jsonb_array_elements(coalesce(project -> 'tax', '[]')) t)
  from jsonb_to_recordset(project -> 'items') as i (variant_id uuid, title text, unit_price numeric, quantity bigint);
  insert into public.order_dues (organization_id, order_id, nth, kind, amount, due_at)
  select org, made, d.nth, d.kind, d.amount, d.due_at from (values
    (1, 'deposit', deposit, at + make_interval(days => coalesce((project ->> 'deposit_days')::integer, shop.deposit_days, 7))),
    (2, 'balance', net + tax - deposit, (project ->> 'balance_due_at')::timestamptz)) d (nth, kind, amount, due_at)
  where d.amount > 0;
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
