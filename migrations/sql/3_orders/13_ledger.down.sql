drop function private.post(text, uuid, integer, text, jsonb, uuid, uuid, uuid);
drop table public.ledger_entries;
drop function private.keep_balance();
