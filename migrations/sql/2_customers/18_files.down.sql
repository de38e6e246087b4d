revoke execute on function private.wire_id(text, uuid) from authenticated;
