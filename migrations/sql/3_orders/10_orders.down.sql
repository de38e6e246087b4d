alter table public.promotion_usages drop constraint promotion_usages_organization_id_order_id_fkey;
alter table public.payment_collections drop constraint payment_collections_organization_id_order_id_fkey;
drop table public.order_transfers, public.order_versions, public.order_transactions, public.order_credit_lines,
  public.order_shipping_methods, public.order_line_items, public.order_addresses, public.orders;
