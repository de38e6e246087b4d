drop function private.take_gift_card(uuid, numeric, timestamptz), private.open_gift_card(text, timestamptz), private.book_credit(uuid, numeric, text, uuid, text, text);
drop table public.gift_cards, public.store_credit_transactions, public.store_credit_accounts;
