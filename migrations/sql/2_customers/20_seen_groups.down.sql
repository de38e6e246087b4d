drop function private.groups_of_customer();
