-- Whose session it is that a caller names: by the hash of its token, or by its id. Asked before anything else, for most calls, so the
-- login itself may ask it, with one statement and no transaction around it.
create function auth.find_session(named_hash text, named_id uuid, at timestamptz, oldest timestamptz)
  returns table (
    expires_at timestamptz, created_at timestamptz, updated_at timestamptz, ip_address text, user_agent text, user_id uuid,
    active_organization_id uuid, active_team_id uuid, impersonated_by uuid, id uuid, remember boolean,
    name text, email text, email_verified boolean, image text, user_created_at timestamptz, user_updated_at timestamptz,
    role text, banned boolean, ban_reason text, ban_expires timestamptz, two_factor_enabled boolean)
  language plpgsql stable security definer set search_path = '' set lock_timeout = '3s'
as $$ begin
  -- Two lookups by a unique index each: a plan that is made once does for both names.
  return query select s."expiresAt", s."createdAt", s."updatedAt", s."ipAddress", s."userAgent", s."userId",
      s."activeOrganizationId", s."activeTeamId", s."impersonatedBy", s.id, s.remember,
      u.name, u.email, u."emailVerified", u.image, u."createdAt", u."updatedAt",
      u.role, u.banned, u."banReason", u."banExpires", u."twoFactorEnabled"
    from auth.session s join auth."user" u on u.id = s."userId"
    where s.id = coalesce(named_id, (select t.id from auth.session t where t.token = named_hash))
      and s."expiresAt" > at and s."createdAt" > oldest and not (u.banned and coalesce(u."banExpires" > at, true));
end $$;
revoke execute on function auth.find_session(text, uuid, timestamptz, timestamptz) from public, anon, authenticated;
grant execute on function auth.find_session(text, uuid, timestamptz, timestamptz) to service_role, authenticator;
grant usage on schema auth to authenticator;

do $$
begin
  if exists (select from pg_roles where rolname = 'kontor_app') then
    grant usage on schema auth to kontor_app;
    grant execute on function auth.find_session(text, uuid, timestamptz, timestamptz) to kontor_app;
  end if;
end
$$;
