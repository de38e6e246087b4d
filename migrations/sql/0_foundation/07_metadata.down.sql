drop function private.merge_metadata(jsonb, jsonb, text[]);
