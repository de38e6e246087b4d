drop function private.is_staff(), private.is_admin(), auth.is_admin(uuid);
drop table public.user_roles, auth.member, auth.organization, auth."user";
