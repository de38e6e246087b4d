drop function private.find_content(text, text, text[]);
drop table public.content_documents;
revoke execute on function private.text_config(text) from anon, authenticated;
