drop trigger log_security on auth.organization;
drop trigger log_security on public.api_keys;
drop trigger log_security on auth.invitation;
drop trigger log_security on auth."organizationRole";
drop trigger log_security on public.user_roles;
drop trigger log_security on auth.member;
drop trigger log_security on auth.apikey;
drop trigger log_security on auth.passkey;
drop trigger log_security on auth."twoFactor";
drop trigger log_security on auth.account;
drop trigger log_security on auth."user";
drop trigger log_security on auth.session;
drop function private.log_organization(), private.log_api_key(), private.log_invitation(), private.log_own_role(), private.log_user_role(),
  private.log_member(), private.log_personal_key(), private.log_passkey(), private.log_second_factor(),
  private.log_account(), private.log_user(), private.log_session(),
  private.log_security(text, uuid, uuid, jsonb, uuid, text, text);
