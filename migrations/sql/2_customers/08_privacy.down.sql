drop function private.erase_from_logs(uuid, uuid), private.is_of(public.security_logs, uuid), private.works_in(uuid, uuid),
  private.mentions(text, text[]);
drop table public.privacy_pages, public.privacy_requests;
