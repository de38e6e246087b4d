-- PostgREST's db-pre-request: its tokens live for minutes, and a session that was ended or a person who is banned is out at
-- once. PT401 is PostgREST's way to answer 401 (docs.postgrest.org, errors).
create function auth.check_session() returns void
  language plpgsql stable security definer set search_path = ''
as $$ begin
  -- Kontor at work comes by no token: whoever shows one that says so has not got it from Kontor.
  if auth.jwt() ? 'works' then
    raise sqlstate 'PT401' using message = 'No token says this';
  end if;
  if auth.role() = 'authenticated' and not exists (
    select from auth.session s join auth."user" u on u.id = s."userId"
    where s.id = (auth.jwt() ->> 'session_id')::uuid and s."userId" = auth.uid() and s."expiresAt" > now()
      and not (u.banned and coalesce(u."banExpires" > now(), true))) then
    raise sqlstate 'PT401' using message = 'The session is over', hint = 'Sign in again and ask for a new token';
  end if;
end $$;
revoke execute on function auth.check_session() from service_role;
