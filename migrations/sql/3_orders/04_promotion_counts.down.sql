drop function private.release_promotions(uuid), private.use_promotions(uuid, uuid, text, jsonb, timestamptz);
