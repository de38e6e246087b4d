drop function private.audit_orders(uuid);
