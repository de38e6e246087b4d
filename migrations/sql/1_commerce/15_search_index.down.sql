drop function private.forget_words(uuid, timestamptz), private.index_search(uuid, uuid[], timestamptz);
drop function private.queue_written(uuid, uuid[], uuid[], uuid[]), private.queue_search_of_changed(), private.queue_search(uuid, uuid[]);
drop function private.of_shop(uuid, tsvector), private.sign_words(uuid, text), private.shop_language(uuid);
