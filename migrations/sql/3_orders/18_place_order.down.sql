drop function private.place_order(uuid, bigint, jsonb, timestamptz);
