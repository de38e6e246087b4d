drop function private.set_updated_at(), private.uuid_v7();
drop schema auth cascade;
alter default privileges grant execute on functions to public;
