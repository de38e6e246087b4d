drop function private.release_promotions(uuid), private.use_promotions(uuid, uuid, text, jsonb, timestamptz);
drop trigger count_uses on public.promotions;
drop function private.count_uses();
