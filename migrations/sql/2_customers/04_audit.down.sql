drop table public.security_logs, public.api_audit_logs;
drop function private.only_added_to();
