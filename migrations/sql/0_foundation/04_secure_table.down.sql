do $$
declare
  p record;
begin
  for p in select policyname, schemaname, tablename from pg_policies
           where (schemaname, tablename) in (('auth', 'user'), ('auth', 'organization'), ('auth', 'member'), ('public', 'user_roles')) loop
    execute format('drop policy %I on %I.%I', p.policyname, p.schemaname, p.tablename);
  end loop;
end
$$;
drop trigger set_updated_at on public.user_roles;
drop function private.notify_cache();
drop function private.refuse(text, text, text, jsonb);
drop procedure private.append_only(regclass), private.secure_table(regclass, text, text, text, text, text, text, text);
