-- Metadata as Medusa changes it: what is given is merged at the top level, and some keys are taken away. It is measured as it
-- is kept, for Postgres writes every digit of a number such as 1e300.
create function private.merge_metadata(kept jsonb, given jsonb, gone text[]) returns jsonb
  language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  merged jsonb := nullif((case when jsonb_typeof(kept) = 'object' then kept else '{}' end || given) - gone, '{}');
begin
  if octet_length(merged::text) > 131072 then
    raise exception 'metadata is at most 131072 bytes in all' using errcode = 'check_violation', constraint = 'metadata_size';
  end if;
  return merged;
end $$;
grant execute on function private.merge_metadata(jsonb, jsonb, text[]) to authenticated, service_role;
