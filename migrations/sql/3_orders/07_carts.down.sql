drop table public.cart_credit_lines, public.cart_promotions, public.cart_shipping_methods, public.cart_line_items, public.cart_addresses,
  public.carts;
