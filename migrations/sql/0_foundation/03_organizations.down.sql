drop function private.is_staff(), private.is_admin(), private.may(text), private.permissions(), private.shop_at_work(text), private.working_shop(), private.is_working(),
  private.role_permissions(text),
  private.covers(text[], text), auth.is_admin(uuid);
drop table public.user_roles, auth.member, auth.organization, auth."user";
