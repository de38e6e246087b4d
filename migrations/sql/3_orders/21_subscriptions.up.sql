-- A customer as a provider knows him; one for each account. `acchld_` on the wire.
create table public.stripe_customers (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  payment_account_id uuid not null,
  customer_id uuid,
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  is_live boolean not null default false,
  default_method_ref text check (length(default_method_ref) <= 255),
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, payment_account_id, customer_id),
  unique (organization_id, payment_account_id, provider_ref),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id)
);
create index on public.stripe_customers (organization_id, customer_id);
create index on public.stripe_customers (provider_ref) where provider_ref is not null;
-- Who was erased here and not there yet.
create index stripe_customers_leaving on public.stripe_customers (deleted_at) where deleted_at is not null and provider_ref is not null;
call private.secure_table('public.stripe_customers', permission => 'order', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');

-- Cards that are kept at the provider. Brand, last four and end may be known here; nothing else of a card ever is.
create table public.saved_payment_methods (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  stripe_customer_id uuid not null,
  provider_ref text not null check (provider_ref <> '' and length(provider_ref) <= 255),
  type text not null check (length(type) <= 60),
  brand text check (length(brand) <= 60),
  last4 text check (last4 ~ '^[0-9]{4}$'),
  exp_month smallint check (exp_month between 1 and 12),
  exp_year smallint check (exp_year between 2000 and 2200),
  fingerprint_sha256 bytea check (length(fingerprint_sha256) = 32),
  detached_at timestamptz,
  told_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, stripe_customer_id, provider_ref),
  foreign key (organization_id, stripe_customer_id) references public.stripe_customers (organization_id, id) on delete cascade
);
create index on public.saved_payment_methods (provider_ref);
call private.secure_table('public.saved_payment_methods', permission => 'order', writer => 'kontor');

-- Keeping a card without paying: a try at the provider.
create table public.setup_sessions (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  stripe_customer_id uuid not null,
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  rank smallint not null default 0 check (rank between 0 and 100),
  status text not null default 'pending' check (status in ('pending', 'requires_more', 'succeeded', 'canceled', 'error')),
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object'),
  told_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, stripe_customer_id) references public.stripe_customers (organization_id, id) on delete cascade
);
create index on public.setup_sessions (organization_id, stripe_customer_id);
create index on public.setup_sessions (provider_ref) where provider_ref is not null;
call private.secure_table('public.setup_sessions', permission => 'order', writer => 'kontor');

-- A variant that is paid again and again, as a price of Stripe Billing.
create table public.subscription_plans (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  variant_id uuid not null,
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  amount numeric not null check (amount >= 0 and amount < 'Infinity'),
  "interval" text not null check ("interval" in ('day', 'week', 'month', 'year')),
  interval_count integer not null default 1 check (interval_count between 1 and 1095),
  trial_days integer check (trial_days between 1 and 730),
  -- Its price, and the account that has it: a shop that pays elsewhere has it made there.
  payment_account_id uuid,
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  is_active boolean not null default true,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, variant_id) references public.product_variants (organization_id, id) on delete cascade
);
create index on public.subscription_plans (organization_id, variant_id);
create index on public.subscription_plans (provider_ref) where provider_ref is not null;
call private.secure_table('public.subscription_plans', shopper => 'is_active and deleted_at is null', permission => 'product', topic => 'catalog');

-- As Stripe has it. What an event says counts if it is younger than what we know; what a canceled one says, no more.
create table public.subscriptions (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  customer_id uuid,
  stripe_customer_id uuid,
  plan_id uuid,
  order_id uuid,
  provider_ref text check (provider_ref <> '' and length(provider_ref) <= 255),
  status text not null default 'incomplete' check (status in ('incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'unpaid', 'paused',
    'canceled')),
  quantity bigint not null default 1 check (quantity between 1 and 1000000),
  next_plan_id uuid,
  -- Where it is taxed, and in which language its customer is told.
  region_id uuid,
  locale text check (length(locale) <= 35),
  -- Where it was bought, out of whose stock it is sent, and where to: his address as it is when it is sent; another one of his where that is gone.
  sales_channel_id uuid,
  shipping_address_id uuid,
  -- The provider's id of what it is a subscription to: changing the plan names it.
  item_ref text check (item_ref <> '' and length(item_ref) <= 255),
  latest_invoice_ref text check (latest_invoice_ref <> '' and length(latest_invoice_ref) <= 255),
  -- Bills are left out, until then if anybody said; nobody is let in meanwhile.
  paused_at timestamptz,
  resumes_at timestamptz,
  cancel_at_period_end boolean not null default false,
  cancel_at timestamptz,
  canceled_at timestamptz,
  ended_at timestamptz,
  trial_ends_at timestamptz,
  -- Its trial has not begun: nobody has left a card for what comes behind it.
  needs_method boolean not null default false,
  -- The end of a trial of which its customer was told.
  trial_told_for timestamptz,
  current_period_start timestamptz,
  current_period_end timestamptz,
  told_at timestamptz,
  told_by text,
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id) references auth.organization (id) on delete cascade,
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id),
  foreign key (organization_id, stripe_customer_id) references public.stripe_customers (organization_id, id) on delete set null (stripe_customer_id),
  foreign key (organization_id, plan_id) references public.subscription_plans (organization_id, id) on delete set null (plan_id),
  foreign key (organization_id, next_plan_id) references public.subscription_plans (organization_id, id) on delete set null (next_plan_id),
  foreign key (organization_id, region_id) references public.regions (organization_id, id) on delete set null (region_id),
  foreign key (organization_id, sales_channel_id) references public.sales_channels (organization_id, id) on delete set null (sales_channel_id),
  foreign key (organization_id, shipping_address_id) references public.saved_addresses (organization_id, id)
    on delete set null (shipping_address_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete set null (order_id)
);
create index on public.subscriptions (organization_id, region_id);
create index on public.subscriptions (organization_id, sales_channel_id);
create index on public.subscriptions (organization_id, shipping_address_id);
-- Whose customers are told that their trial ends.
create index subscriptions_trying on public.subscriptions (trial_ends_at) where status = 'trialing';
-- Whom a sweeper asks the provider about.
create index subscriptions_running on public.subscriptions (told_at)
  where provider_ref is not null and status not in ('canceled', 'incomplete_expired');
create unique index subscriptions_ref on public.subscriptions (organization_id, provider_ref);
create index on public.subscriptions (provider_ref) where provider_ref is not null;
create index on public.subscriptions (organization_id, customer_id, created_at desc);
create index on public.subscriptions (organization_id, customer_id);
create index on public.subscriptions (organization_id, stripe_customer_id);
create index on public.subscriptions (organization_id, plan_id);
create index on public.subscriptions (organization_id, next_plan_id);
create index on public.subscriptions (organization_id, order_id);
create index on public.subscriptions (organization_id, status, current_period_end);
call private.secure_table('public.subscriptions', permission => 'order', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');

-- What a provider charged for a subscription.
create table public.subscription_invoices (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  subscription_id uuid not null,
  provider_ref text not null check (provider_ref <> '' and length(provider_ref) <= 255),
  number text check (length(number) <= 255),
  -- 0 draft, 10 open, 50 uncollectible, 90 void, 100 paid
  rank smallint not null default 0 check (rank between 0 and 100),
  status text not null check (status in ('draft', 'open', 'paid', 'uncollectible', 'void')),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  amount_due numeric not null check (amount_due >= 0),
  amount_paid numeric not null default 0 check (amount_paid >= 0),
  period_start timestamptz,
  period_end timestamptz,
  -- Why it was written: `subscription_create`, `subscription_cycle`, `subscription_update` …
  reason text check (length(reason) <= 255),
  -- The period that it charges, of which plan and how many: what is sent for it. Neither where it charges shares of one, or nothing.
  plan_id uuid,
  quantity bigint check (quantity between 1 and 1000000),
  -- How often it was tried to be paid, and the provider's page on which it is paid.
  attempts integer not null default 0,
  page text check (length(page) <= 2000),
  -- What was bought by it, once it was paid.
  order_id uuid,
  told_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, provider_ref),
  foreign key (organization_id, subscription_id) references public.subscriptions (organization_id, id) on delete cascade,
  foreign key (organization_id, plan_id) references public.subscription_plans (organization_id, id) on delete set null (plan_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete set null (order_id)
);
create index on public.subscription_invoices (organization_id, order_id);
create index on public.subscription_invoices (organization_id, plan_id);
-- Bills that were paid and of which there is no order yet.
create index subscription_invoices_unbooked on public.subscription_invoices (updated_at) where status = 'paid' and (amount_paid > 0 or quantity is not null) and order_id is null;
create index on public.subscription_invoices (organization_id, subscription_id);
create index on public.subscription_invoices (provider_ref);
call private.secure_table('public.subscription_invoices', permission => 'order', writer => 'kontor');

-- Whose object it is that the installation's account tells of, before there is a shop: by the provider's id, which we have from the provider
-- and not from the event.
create function private.shop_of_object(ref text) returns table (organization_id uuid, kind text, id uuid)
  language sql stable security definer set search_path = ''
as $$
  select s.organization_id, 'session', s.id from public.payment_sessions s where s.provider_ref = ref
  union all select r.organization_id, 'refund', r.id from public.payment_refunds r where r.provider_ref = ref
  union all select c.organization_id, 'customer', c.id from public.stripe_customers c where c.provider_ref = ref
  union all select u.organization_id, 'subscription', u.id from public.subscriptions u where u.provider_ref = ref
  union all select i.organization_id, 'setup', i.id from public.setup_sessions i where i.provider_ref = ref
  union all select v.organization_id, 'invoice', v.id from public.subscription_invoices v where v.provider_ref = ref
  union all select l.organization_id, 'plan', l.id from public.subscription_plans l where l.provider_ref = ref
  union all select m.organization_id, 'method', m.id from public.saved_payment_methods m where m.provider_ref = ref
$$;
-- The same of what an account tells: an object of another account is not its to speak of.
create function private.object_of_account(ref text, account uuid) returns table (organization_id uuid, kind text, id uuid)
  language sql stable security definer set search_path = ''
as $$
  select o.organization_id, o.kind, o.id from private.shop_of_object(ref) o
  where account = coalesce(case o.kind
    when 'session' then (select s.payment_account_id from public.payment_sessions s where s.organization_id = o.organization_id and s.id = o.id)
    when 'refund' then (select s.payment_account_id from public.payment_refunds r
      join public.payments p on p.organization_id = r.organization_id and p.id = r.payment_id
      join public.payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
      where r.organization_id = o.organization_id and r.id = o.id)
    when 'customer' then (select c.payment_account_id from public.stripe_customers c where c.organization_id = o.organization_id and c.id = o.id)
    when 'setup' then (select c.payment_account_id from public.setup_sessions t
      join public.stripe_customers c on c.organization_id = t.organization_id and c.id = t.stripe_customer_id
      where t.organization_id = o.organization_id and t.id = o.id)
    when 'method' then (select c.payment_account_id from public.saved_payment_methods t
      join public.stripe_customers c on c.organization_id = t.organization_id and c.id = t.stripe_customer_id
      where t.organization_id = o.organization_id and t.id = o.id)
    when 'subscription' then (select c.payment_account_id from public.subscriptions t
      join public.stripe_customers c on c.organization_id = t.organization_id and c.id = t.stripe_customer_id
      where t.organization_id = o.organization_id and t.id = o.id)
    when 'plan' then (select l.payment_account_id from public.subscription_plans l where l.organization_id = o.organization_id and l.id = o.id)
    when 'invoice' then (select c.payment_account_id from public.subscription_invoices v
      join public.subscriptions t on t.organization_id = v.organization_id and t.id = v.subscription_id
      join public.stripe_customers c on c.organization_id = t.organization_id and c.id = t.stripe_customer_id
      where v.organization_id = o.organization_id and v.id = o.id)
  end, '00000000-0000-0000-0000-000000000000')
$$;
grant execute on function private.shop_of_object(text), private.object_of_account(text, uuid) to service_role;

-- Courses and services that were bought. What opens the door is this row, and not an order that somebody looks at.
create table public.enrollments (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  customer_id uuid not null,
  product_id uuid not null,
  line_item_id uuid,
  -- Whose line it is; stays when an edit takes the line out.
  order_id uuid,
  subscription_id uuid,
  status text not null default 'active' check (status in ('pending', 'active', 'paused', 'ended', 'revoked')),
  starts_at timestamptz not null default now(),
  ends_at timestamptz,
  -- Its order has ended it, and not time nor a hand: only then does the order begin it again, until when it was to end.
  is_ended_by_order boolean not null default false,
  was_to_end_at timestamptz,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, line_item_id, customer_id),
  unique (organization_id, subscription_id, product_id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade,
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade,
  foreign key (organization_id, line_item_id) references public.order_line_items (organization_id, id) on delete set null (line_item_id),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete set null (order_id),
  foreign key (organization_id, subscription_id) references public.subscriptions (organization_id, id) on delete set null (subscription_id)
);
create index on public.enrollments (organization_id, customer_id, product_id);
create index on public.enrollments (organization_id, product_id);
create index on public.enrollments (organization_id, line_item_id);
create index on public.enrollments (organization_id, order_id);
create index on public.enrollments (organization_id, subscription_id);
call private.secure_table('public.enrollments', permission => 'order', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');
alter table public.products
  -- Who buys it is let in, for so many days; null: it gives no access, 0: for ever.
  add column access_days integer check (access_days between 0 and 36500);

-- Whoever comes back for what has ended.
create index enrollments_ending on public.enrollments (ends_at) where status = 'active';

-- What an order cost and was paid, by money and by credit: what is worth something now, and what of it has been paid and not paid back.
create function private.order_cover(of_order uuid) returns table (worth numeric, paid numeric)
  language sql stable set search_path = ''
as $$
  select o.total + c.credit, c.credit + coalesce((select sum(t.amount) from public.order_transactions t
    where t.organization_id = o.organization_id and t.order_id = o.id), 0)
  from public.orders o cross join lateral (
    select coalesce(sum(l.amount), 0) as credit from public.order_credit_lines l where l.organization_id = o.organization_id and l.order_id = o.id) c
  where o.organization_id = auth.organization_id() and o.id = of_order
$$;

-- An order lets its customer in when it is paid. A line lets nobody in any more when nothing of it is left (it came back, was written off or
-- taken out), and no line does when the order is canceled or all of it was paid back: in the transaction that says so, whoever does, at its
-- end, when all of it is there. What was revoked by hand stays so.
create function private.settle_access(of_order uuid) returns void
  language plpgsql volatile security definer set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
  cover record;
  is_over boolean;
begin
  -- What was bought by a bill of a subscription opens as long as that runs, and not by itself.
  if exists (select from public.subscription_invoices v where v.organization_id = org and v.order_id = of_order) then
    return;
  end if;
  if not exists (select from public.enrollments e where e.organization_id = org and e.order_id = of_order) and not exists (
      select from public.order_line_items i
      join public.products p on p.organization_id = org and p.id = i.product_id and p.access_days is not null
      where i.organization_id = org and i.order_id = of_order) then
    return;
  end if;
  -- Two payments of an order at once each see their own alone: the second one waits, and sees both.
  perform pg_advisory_xact_lock(hashtextextended('access ' || of_order, 0));
  select * into o from public.orders k where k.organization_id = org and k.id = of_order;
  select * into cover from private.order_cover(of_order);
  is_over := o.status = 'canceled' or (cover.worth > 0 and cover.paid <= 0);
  perform private.emit_event('enrollment.ended', e.id, '{"status": "active"}',
    jsonb_build_object('status', 'ended', 'customer_id', e.customer_id, 'product_id', e.product_id), null, 0::smallint, null)
  from private.end_access(of_order, is_over) e;
  if not is_over and not o.is_draft_order and o.customer_id is not null and cover.paid >= cover.worth then
    -- An order that is another account's now lets that one in, for as long as it did.
    update public.enrollments e set customer_id = o.customer_id
    where e.organization_id = org and e.order_id = of_order and e.customer_id <> o.customer_id and not exists (
      select from public.enrollments x where x.organization_id = org and x.line_item_id = e.line_item_id and x.customer_id = o.customer_id);
    perform private.emit_event('enrollment.created', e.id, null,
      jsonb_build_object('status', 'active', 'customer_id', e.customer_id, 'product_id', e.product_id, 'order_id', of_order), null, 0::smallint, null)
    from private.begin_access(of_order, o.customer_id) e;
  end if;
end $$;

-- Pieces of a line that are the customer's.
create function private.pieces_left(i public.order_line_items) returns bigint
  language sql immutable parallel safe set search_path = ''
as $$
  select i.quantity - i.return_received_quantity - i.return_dismissed_quantity - i.written_off_quantity
$$;
grant execute on function private.order_cover(uuid), private.pieces_left(public.order_line_items) to authenticated, service_role;

create function private.begin_access(of_order uuid, buyer uuid) returns setof public.enrollments
  language sql volatile set search_path = ''
as $$
  insert into public.enrollments as e (organization_id, customer_id, product_id, line_item_id, order_id, starts_at, ends_at)
  select i.organization_id, buyer, i.product_id, i.id, of_order, now(), case when p.access_days > 0 then now() + make_interval(days => p.access_days) end
  from public.order_line_items i
  join public.products p on p.organization_id = i.organization_id and p.id = i.product_id and p.access_days is not null
  where i.organization_id = auth.organization_id() and i.order_id = of_order and private.pieces_left(i) > 0
  on conflict (organization_id, line_item_id, customer_id) do update
    set status = 'active', ends_at = e.was_to_end_at, is_ended_by_order = false, was_to_end_at = null
    where e.status = 'ended' and e.is_ended_by_order and coalesce(e.was_to_end_at > now(), true)
  returning e.*
$$;

-- Of lines of which nothing is left, or of all of them.
create function private.end_access(of_order uuid, of_all boolean) returns setof public.enrollments
  language sql volatile set search_path = ''
as $$
  update public.enrollments e set status = 'ended', is_ended_by_order = true, was_to_end_at = e.ends_at, ends_at = least(coalesce(e.ends_at, now()), now())
  where e.organization_id = auth.organization_id() and e.order_id = of_order and e.status in ('pending', 'active', 'paused')
    and (of_all or not exists (select from public.order_line_items i
      where i.organization_id = e.organization_id and i.id = e.line_item_id and private.pieces_left(i) > 0))
  returning e.*
$$;
revoke execute on function private.begin_access(uuid, uuid), private.end_access(uuid, boolean) from public;

-- Whoever else says how an enrollment stands has said it.
create function private.forget_the_order() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if old.is_ended_by_order and new.is_ended_by_order then
    new.is_ended_by_order := false;
    new.was_to_end_at := null;
  end if;
  return new;
end $$;
create trigger forget_the_order before update of status, ends_at on public.enrollments for each row
  when ((old.status, old.ends_at) is distinct from (new.status, new.ends_at)) execute function private.forget_the_order();

create function private.settle_access_of_row() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.settle_access(case tg_table_name when 'orders' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'order_id')::uuid end);
  return null;
end $$;
create constraint trigger settle_access after insert on public.order_transactions deferrable initially deferred for each row
  execute function private.settle_access_of_row();
-- What costs nothing is paid as it is placed.
create constraint trigger settle_new_access after insert on public.orders deferrable initially deferred for each row
  when (new.total <= 0 and not new.is_draft_order) execute function private.settle_access_of_row();
create constraint trigger settle_access after update on public.orders deferrable initially deferred for each row
  when ((old.status, old.is_draft_order, old.total, old.version, old.customer_id)
    is distinct from (new.status, new.is_draft_order, new.total, new.version, new.customer_id))
  execute function private.settle_access_of_row();

-- A subscription lets in while it runs, and as long as a payment that failed is tried again.
create function private.settle_subscription_access() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  product uuid;
begin
  select p.id into product
  from public.subscription_plans l
  join public.product_variants v on v.organization_id = l.organization_id and v.id = l.variant_id
  join public.products p on p.organization_id = v.organization_id and p.id = v.product_id and p.access_days is not null
  where l.organization_id = new.organization_id and l.id = new.plan_id;
  if new.status in ('active', 'trialing') and not new.needs_method and new.paused_at is null and product is not null and new.customer_id is not null then
    insert into public.enrollments as e (organization_id, customer_id, product_id, subscription_id)
    values (new.organization_id, new.customer_id, product, new.id)
    on conflict (organization_id, subscription_id, product_id) do update set status = 'active', ends_at = null where e.status <> 'revoked';
    -- Another plan opens another door.
    update public.enrollments e set status = 'ended', ends_at = now()
    where e.organization_id = new.organization_id and e.subscription_id = new.id and e.product_id <> product and e.status in ('pending', 'active', 'paused');
  elsif new.status in ('paused', 'unpaid') or (new.paused_at is not null and new.status not in ('canceled', 'incomplete_expired')) then
    update public.enrollments e set status = 'paused'
    where e.organization_id = new.organization_id and e.subscription_id = new.id and e.status = 'active';
  elsif new.status in ('canceled', 'incomplete_expired') then
    update public.enrollments e set status = 'ended', ends_at = coalesce(new.ended_at, now())
    where e.organization_id = new.organization_id and e.subscription_id = new.id and e.status in ('pending', 'active', 'paused');
  end if;
  return null;
end $$;
create trigger settle_access after insert or update of status, needs_method, paused_at, plan_id on public.subscriptions for each row
  execute function private.settle_subscription_access();
