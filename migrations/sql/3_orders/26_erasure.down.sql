drop function private.erase_notes(uuid[], uuid[]), private.without_person(jsonb);
