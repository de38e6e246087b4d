drop trigger note_media on public.page_content;
drop function private.note_media();
drop function private.wire_key(text);
drop policy media_select on public.media;
drop policy media_select_anon on public.media;
drop table public.media_uses;
drop table public.media;
