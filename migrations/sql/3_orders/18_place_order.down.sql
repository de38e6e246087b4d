drop function private.place_order(uuid, bigint, jsonb, timestamptz);
drop function private.hidden_variants(uuid);
