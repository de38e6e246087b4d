drop function private.take_numbers(text, integer);
drop table public.number_series, public.region_payment_providers;
alter table public.stores drop column totals_rounding, drop column payment_capture, drop column deposit_percent, drop column deposit_days,
  drop column return_days, drop column invoice_when_paid, drop column legal_name, drop column legal_address, drop column tax_number;
alter function private.end_reservations(uuid[], boolean) set plan_cache_mode = force_custom_plan;
alter function private.reserve_for_channel(jsonb, uuid) set plan_cache_mode = force_custom_plan;
