drop function private.emit_event(text, uuid, jsonb, jsonb, uuid, smallint, jsonb);
drop function private.emit_events(jsonb, uuid, smallint, jsonb);
drop table public.event_subscriptions, public.events;
drop function private.fan_out_events(), private.drop_partitions(regclass, interval), private.ensure_partitions(regclass, integer);
drop procedure private.secure_partition(text, text);
