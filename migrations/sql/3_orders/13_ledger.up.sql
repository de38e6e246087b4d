-- The books: what every event means in money, twice. Lines are added, nobody changes one; the lines of a posting sum up to nothing, for
-- each currency; and what was booked is booked once.
--   receivable      what customers owe for orders         clearing        what a provider has of ours
--   revenue         what was sold, without tax            tax             what is the state's
--   store_credit    what we owe customers                 goodwill        what we gave for nothing
--   points          the same in points                    disputed        what a bank has taken back for now
--   losses          what a bank has kept                  rounding        never more than a unit of the currency
create table public.ledger_entries (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  posting_id uuid not null,
  source text not null check (source in ('order.placed', 'order.changed', 'order.canceled', 'capture', 'refund', 'refund.failed',
    'store_credit', 'gift_card', 'points', 'dispute', 'dispute.closed', 'invoice')),
  source_id uuid not null,
  nth integer not null default 1 check (nth > 0),
  account text not null check (account in ('receivable', 'revenue', 'tax', 'clearing', 'store_credit', 'goodwill', 'points', 'disputed',
    'losses', 'rounding')),
  currency_code text not null check (currency_code ~ '^[a-z]{3}$'),
  -- Above zero is debit, below it credit.
  amount numeric not null check (amount <> 0 and amount > '-Infinity' and amount < 'Infinity'),
  order_id uuid,
  payment_id uuid,
  customer_id uuid,
  created_at timestamptz not null default clock_timestamp(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, source, source_id, nth, account)
);
create index on public.ledger_entries (organization_id, posting_id);
create index on public.ledger_entries (organization_id, order_id);
create index on public.ledger_entries (organization_id, account, currency_code, created_at);
call private.secure_table('public.ledger_entries', permission => 'order', writer => 'kontor');
call private.append_only('public.ledger_entries');

-- Whoever writes, psql too: at the end of the transaction each posting sums up to nothing.
create function private.keep_balance() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if exists (
    select from public.ledger_entries e where e.organization_id = new.organization_id and e.posting_id = new.posting_id
    group by e.currency_code having sum(e.amount) <> 0) then
    raise exception 'the posting % does not balance', new.posting_id
      using errcode = 'check_violation', constraint = 'ledger_balance', table = 'ledger_entries', schema = 'public';
  end if;
  return null;
end $$;
create constraint trigger keep_balance after insert on public.ledger_entries deferrable initially deferred
  for each row execute function private.keep_balance();

-- `lines`: {"receivable": 119, "revenue": -100, "tax": -19}; zeros are left out. Booked once for (source, what, nth); false when it was.
create function private.post(of_source text, what uuid, of_nth integer, currency text, lines jsonb, of_order uuid, of_payment uuid, of_customer uuid)
  returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  posting uuid := private.uuid_v7();
  made integer;
begin
  insert into public.ledger_entries (organization_id, posting_id, source, source_id, nth, account, currency_code, amount, order_id, payment_id, customer_id)
  select auth.organization_id(), posting, of_source, what, of_nth, l.key, currency, l.value::numeric, of_order, of_payment, of_customer
  from jsonb_each_text(lines) l where l.value::numeric <> 0
  on conflict (organization_id, source, source_id, nth, account) do nothing;
  get diagnostics made = row_count;
  return made > 0;
end $$;
grant execute on function private.post(text, uuid, integer, text, jsonb, uuid, uuid, uuid) to authenticated, service_role;
