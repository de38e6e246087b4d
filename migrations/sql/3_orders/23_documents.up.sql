-- Invoices, credit notes, packing slips, quotes on paper. What was sent stays as it was sent: a line is added, and its file is never written
-- again. Numbers of invoices and credit notes have no gaps: they are taken in the same transaction, behind the row of the series.
create table public.documents (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  kind text not null check (kind in ('invoice', 'credit_note', 'packing_slip', 'quote')),
  number bigint check (number > 0),
  order_id uuid,
  quote_id uuid,
  fulfillment_id uuid,
  refund_id uuid,
  -- What stands on it, so that it can be drawn again, and proven.
  content jsonb not null,
  -- The PDF as it was drawn, here and not beside the database: number, row and file are one transaction, and one backup.
  file bytea check (octet_length(file) between 1 and 10485760),
  -- Of the file; of one that was erased nothing is known.
  sha256 bytea check (length(sha256) = 32),
  locale text check (length(locale) <= 35),
  -- What it comes to, and each tax in it, where it has a number: {total, taxes: [{label, amount}]}. What later papers take back is of that.
  amounts jsonb check (jsonb_typeof(amounts) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  constraint documents_sha256 check ((file is null) = (sha256 is null)),
  constraint documents_amounts check ((number is null) = (amounts is null)),
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete set null (order_id),
  foreign key (organization_id, quote_id) references public.quotes (organization_id, id) on delete set null (quote_id),
  foreign key (organization_id, fulfillment_id) references public.fulfillments (organization_id, id) on delete set null (fulfillment_id),
  foreign key (organization_id, refund_id) references public.payment_refunds (organization_id, id) on delete set null (refund_id)
);
create unique index documents_number on public.documents (organization_id, kind, number);
create unique index documents_one_invoice on public.documents (organization_id, order_id) where kind = 'invoice';
create unique index documents_one_credit_note on public.documents (organization_id, refund_id) where kind = 'credit_note';
create index on public.documents (organization_id, order_id);
create index on public.documents (organization_id, quote_id);
create index on public.documents (organization_id, fulfillment_id);
create index on public.documents (organization_id, refund_id);
call private.secure_table('public.documents', permission => 'order', writer => 'kontor');

-- The shop's own words in mails about orders, for each language. Names in {{double braces}} from a closed list, and nothing else.
create table public.order_mails (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  kind text not null check (kind in ('order_placed', 'order_canceled', 'order_shipped', 'order_delivered', 'order_refunded', 'return_requested',
    'return_received', 'transfer_requested', 'payment_failed', 'payment_due', 'payment_authentication', 'quote_sent', 'gift_card',
    'subscription_trial_ending', 'subscription_started', 'subscription_renewed', 'subscription_past_due', 'subscription_canceled',
    'points_earned', 'points_expiring', 'referral_rewarded')),
  locale text not null default 'en' check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  is_enabled boolean not null default true,
  subject text not null check (subject <> '' and length(subject) <= 200 and subject !~ '[\r\n]'),
  heading text check (length(heading) <= 500),
  body text not null check (length(body) <= 20000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, kind, locale)
);
call private.secure_table('public.order_mails', permission => 'order');

-- What was sent to whom about what (Medusa's notifications): once for what it is about.
create table public.notifications (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  "to" text not null check (length("to") <= 320),
  -- `feed` is what the shop's own people are told, in the bell of their pages.
  channel text not null default 'email' check (channel in ('email', 'feed')),
  template text not null check (length(template) <= 100),
  resource_type text check (length(resource_type) <= 100),
  resource_id uuid,
  customer_id uuid,
  key text not null check (key <> '' and length(key) <= 255),
  status text not null default 'pending' check (status in ('pending', 'success', 'failure')),
  original_notification_id uuid,
  data jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, key),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id)
);
create index on public.notifications (organization_id, created_at desc, id desc);
create index on public.notifications (organization_id, customer_id);
create index on public.notifications (organization_id, resource_type, resource_id);
call private.secure_table('public.notifications', permission => 'order', writer => 'kontor');
