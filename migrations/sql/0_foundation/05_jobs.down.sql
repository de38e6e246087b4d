drop function private.enqueue_installation_job(text, jsonb, text, text, timestamptz, smallint, integer, jsonb);
drop function private.enqueue_job(text, jsonb, text, text, timestamptz, smallint, integer, jsonb);
drop table public.job_schedules, public.jobs;
drop function private.notify_jobs();
