drop function private.thin_history(uuid, integer, timestamptz);
drop table public.page_editors;
drop table public.page_content;
drop table public.page_content_history;
drop table public.pages;
