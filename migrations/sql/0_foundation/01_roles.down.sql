-- A role that another database of this cluster still uses stays.
do $$
declare
  r text;
begin
  foreach r in array array['authenticator', 'service_role', 'authenticated', 'anon'] loop
    begin
      execute format('drop owned by %I', r);
      execute format('drop role if exists %I', r);
    exception
      when dependent_objects_still_exist or undefined_object or insufficient_privilege then null;
    end;
  end loop;
end
$$;
