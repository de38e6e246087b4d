-- Money that a shop owes a customer: what is on an account is what its lines sum up to. `balance` repeats that, so that spending is one
-- guarded statement, and a test compares both.
create table public.store_credit_accounts (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  customer_id uuid,
  -- Opens an account that belongs to nobody yet; 80 random bits, for it is money.
  code text check (code ~ '^[A-Z0-9][A-Z0-9-]{3,254}$'),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  balance numeric not null default 0 check (balance >= 0 and balance < 'Infinity'),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id)
);
create unique index store_credit_accounts_code on public.store_credit_accounts (organization_id, code);
create unique index store_credit_accounts_one on public.store_credit_accounts (organization_id, customer_id, currency_code)
  where code is null and deleted_at is null;
create index on public.store_credit_accounts (organization_id, customer_id);
create index on public.store_credit_accounts (organization_id, created_at desc, id desc) where deleted_at is null;
-- Who has the code has the money: the staff is told of accounts and cards by Kontor, without it, and reads neither table.
call private.secure_table('public.store_credit_accounts', reader => 'kontor', writer => 'kontor',
  owner => 'customer_id = (select private.customer_id())');

-- Every change of an account.
create table public.store_credit_transactions (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  account_id uuid not null,
  type text not null check (type in ('credit', 'debit')),
  amount numeric not null check (amount > 0 and amount < 'Infinity'),
  balance_after numeric not null check (balance_after >= 0),
  -- For what: an order, a gift card, a refund, a hand.
  reference text not null check (reference in ('order', 'gift_card', 'refund', 'manual', 'cancel', 'claim')),
  reference_id uuid,
  -- The same thing is booked once: whoever comes again with the key changes nothing.
  key text not null check (key <> '' and length(key) <= 255),
  note text check (length(note) <= 2000),
  created_at timestamptz not null default clock_timestamp(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, key),
  foreign key (organization_id, account_id) references public.store_credit_accounts (organization_id, id) on delete cascade
);
create index on public.store_credit_transactions (organization_id, account_id, created_at desc);
create index on public.store_credit_transactions (organization_id, reference, reference_id);
call private.secure_table('public.store_credit_transactions', permission => 'order', writer => 'kontor');
call private.append_only('public.store_credit_transactions');

-- One line and the balance, or nothing: `by` below zero spends. A key that was booked changes nothing and answers the line of then.
-- Breaks `store_credit_insufficient`.
create function private.book_credit(account uuid, by numeric, why text, what uuid, once text, said text) returns uuid
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  made uuid;
  after_it numeric;
begin
  -- The account first: who comes with the same key waits here and then finds the line.
  perform from public.store_credit_accounts a where a.organization_id = org and a.id = account and a.deleted_at is null for no key update;
  if not found then
    perform private.refuse('store_credit_unknown', 'store_credit_accounts', 'no such account', jsonb_build_object('account_id', account));
  end if;
  select t.id into made from public.store_credit_transactions t where t.organization_id = org and t.key = once;
  if found then
    return made;
  end if;
  update public.store_credit_accounts a set balance = a.balance + by
  where a.organization_id = org and a.id = account and a.balance + by >= 0 returning a.balance into after_it;
  if not found then
    perform private.refuse('store_credit_insufficient', 'store_credit_accounts', 'not enough credit', jsonb_build_object('account_id', account));
  end if;
  insert into public.store_credit_transactions (organization_id, account_id, type, amount, balance_after, reference, reference_id, key, note)
  values (org, account, case when by < 0 then 'debit' else 'credit' end, abs(by), after_it, why, what, once, said) returning id into made;
  return made;
end $$;
grant execute on function private.book_credit(uuid, numeric, text, uuid, text, text) to authenticated, service_role;

-- A gift card opens an account with its value when it is first used or claimed.
create table public.gift_cards (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  code text not null check (code ~ '^[A-Z0-9][A-Z0-9-]{3,254}$'),
  status text not null default 'pending' check (status in ('pending', 'redeemed')),
  value numeric not null check (value > 0 and value < 'Infinity'),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  customer_id uuid,
  store_credit_account_id uuid,
  -- The line of an order by which it was bought, and which of its pieces: bought once, made once.
  line_item_id uuid,
  nth integer check (nth > 0),
  -- What of its value was taken back since: what it was bought with went back, or the piece that it was is gone.
  taken numeric not null default 0,
  reference text check (length(reference) <= 255),
  reference_id text check (length(reference_id) <= 255),
  note text check (length(note) <= 2000),
  expires_at timestamptz,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, line_item_id, nth),
  constraint gift_cards_taken check (taken >= 0 and taken <= value),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete set null (customer_id),
  foreign key (organization_id, store_credit_account_id) references public.store_credit_accounts (organization_id, id)
);
create unique index gift_cards_code on public.gift_cards (organization_id, code);
create index on public.gift_cards (organization_id, customer_id);
create index on public.gift_cards (organization_id, store_credit_account_id);
create index on public.gift_cards (organization_id, created_at desc, id desc) where deleted_at is null;
call private.secure_table('public.gift_cards', reader => 'kontor', writer => 'kontor');

-- The account behind a card, made if there is none yet. Whoever comes second waits and finds it. Null for a card that is unknown, over
-- or taken back: which of these, a stranger is not told.
create function private.open_gift_card(card_code text, at timestamptz) returns uuid
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  card public.gift_cards;
  account uuid;
begin
  select * into card from public.gift_cards g
  where g.organization_id = org and g.code = card_code and g.deleted_at is null and coalesce(g.expires_at > at, true) for no key update;
  if not found or card.store_credit_account_id is not null then
    return card.store_credit_account_id;
  end if;
  insert into public.store_credit_accounts (organization_id, code, currency_code, customer_id)
  values (org, card.code, card.currency_code, card.customer_id) returning id into account;
  perform private.book_credit(account, card.value - card.taken, 'gift_card', card.id, 'gift_card:' || card.id, null);
  -- From here on it is owed: of one that was bought it was a sale until now, of one that was given it is a gift.
  perform private.post('gift_card', card.id, 1, card.currency_code, jsonb_build_object(
    case when card.line_item_id is null then 'goodwill' else 'revenue' end, card.value - card.taken, 'store_credit', card.taken - card.value),
    null, null, card.customer_id);
  update public.gift_cards g set store_credit_account_id = account, status = 'redeemed' where g.organization_id = org and g.id = card.id;
  return account;
end $$;
grant execute on function private.open_gift_card(text, timestamptz) to authenticated, service_role;

-- Takes so much of a card's worth back, or gives it again (`by` below zero): of one that nobody has opened it is what it opens with less,
-- of an open one it goes off its account. One that is worth nothing any more is over, and there again when it is worth something. The
-- caller holds the card, and knows that the account has as much.
create function private.take_gift_card(card uuid, by numeric, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  g public.gift_cards;
  nth integer;
begin
  update public.gift_cards k set taken = k.taken + by,
    deleted_at = case when k.taken + by = k.value then coalesce(k.deleted_at, at) when k.taken < k.value then k.deleted_at end
  where k.organization_id = org and k.id = card returning * into g;
  if g.store_credit_account_id is not null and by <> 0 then
    -- Its first line opened it.
    select count(*) into nth from public.store_credit_transactions t where t.organization_id = org and t.reference = 'gift_card' and t.reference_id = card;
    perform private.book_credit(g.store_credit_account_id, -by, 'gift_card', card, 'gift_card:' || card || ':' || nth, null);
    perform private.post('gift_card', card, nth + 1, g.currency_code, jsonb_build_object('store_credit', by,
      case when g.line_item_id is null then 'goodwill' else 'revenue' end, -by), null, null, g.customer_id);
  end if;
end $$;
grant execute on function private.take_gift_card(uuid, numeric, timestamptz) to authenticated, service_role;
