-- What Ann ({customer}) and Bob ({bobs}) bought: canaries in every personal column.
insert into public.campaigns (organization_id, id, name, campaign_identifier, budget_type, budget_attribute) values
  ('{ours}', '{group}', 'C', 'c', 'use_by_attribute', 'customer_email');
insert into public.promotions (organization_id, id, code, method_type, target_type, value, campaign_id) values
  ('{ours}', '{group}', 'TEN', 'fixed', 'order', 1, '{group}');
insert into public.campaign_budget_usages (organization_id, campaign_id, attribute_value, used) values
  ('{ours}', '{group}', 'ann.canary@example.test', 1), ('{ours}', '{group}', 'bobby@example.test', 1);

insert into public.carts (organization_id, id, customer_id, currency_code, email, metadata) values
  ('{ours}', '{cart}', '{customer}', 'eur', 'ann.canary@example.test', '{"a": "canary-cart"}'),
  ('{ours}', '{team}', null, 'eur', 'ann.canary@example.test', '{"a": "canary-nobodys-cart"}'),
  ('{ours}', '{bobs}', '{bobs}', 'eur', 'bobby@example.test', '{"a": "bobby-cart"}');
insert into public.cart_addresses (organization_id, cart_id, kind, first_name, city) values
  ('{ours}', '{cart}', 'shipping', 'canary-cart-first', 'canary-cart-city'), ('{ours}', '{bobs}', 'shipping', 'bobby', 'B');
insert into public.cart_line_items (organization_id, cart_id, title, quantity, unit_price, metadata) values
  ('{ours}', '{cart}', 'Ring', 1, 1, '{"engraved": "canary-cart-engraved"}'), ('{ours}', '{bobs}', 'Ring', 1, 1, '{"engraved": "bobby"}');
insert into public.cart_shipping_methods (organization_id, cart_id, name, amount, data) values
  ('{ours}', '{cart}', 'Post', 1, '{"shop": "canary-cart-parcel"}');

insert into public.orders (organization_id, id, display_id, customer_id, currency_code, email, search, metadata) values
  ('{ours}', '{cart}', 1, '{customer}', 'eur', 'ann.canary@example.test', '#1 ann.canary@example.test', '{"a": "canary-order"}'),
  ('{ours}', '{bobs}', 2, '{bobs}', 'eur', 'bobby@example.test', '#2 bobby', null);
insert into public.order_addresses (organization_id, order_id, kind, company, first_name, last_name, address_1, address_2, city, phone, metadata, country_code) values
  ('{ours}', '{cart}', 'shipping', 'canary-o-company', 'canary-o-first', 'canary-o-last', 'canary-o-street', 'canary-o-floor', 'canary-o-city',
    'canary-o-phone', '{"a": "canary-o-metadata"}', 'de'),
  ('{ours}', '{bobs}', 'shipping', 'bobby', 'b', 'b', 'bobby-street', null, 'B', null, null, 'de');
insert into public.order_line_items (organization_id, id, order_id, title, quantity, unit_price, metadata) values
  ('{ours}', '{cart}', '{cart}', 'Ring', 1, 1, '{"engraved": "canary-engraved"}'), ('{ours}', '{bobs}', '{bobs}', 'Ring', 1, 1, '{"engraved": "bobby"}');
insert into public.order_versions (organization_id, order_id, version, snapshot) values
  ('{ours}', '{cart}', 1, '{"total": "1", "email": "x", "shipping_address": {"first_name": "canary-version", "country_code": "de"}}');
insert into public.order_transfers (organization_id, order_id, original_email, expires_at) values
  ('{ours}', '{cart}', 'canary-transfer', now());
insert into public.order_changes (organization_id, id, order_id, version, change_type, description) values
  ('{ours}', '{cart}', '{cart}', 1, 'edit', 'canary-change');
insert into public.order_change_actions (organization_id, order_change_id, ordering, action, details) values
  ('{ours}', '{cart}', 1, 'UPDATE_ORDER_PROPERTIES', '{"email": "canary-new-address", "n": 1}');
insert into public.order_returns (organization_id, id, order_id, display_id, order_version) values ('{ours}', '{cart}', '{cart}', 1, 1);
insert into public.order_return_items (organization_id, return_id, item_id, quantity, note) values ('{ours}', '{cart}', '{cart}', 1, 'canary-return');
insert into public.order_claims (organization_id, id, order_id, display_id, order_version, type) values ('{ours}', '{cart}', '{cart}', 1, 1, 'refund');
insert into public.order_claim_items (organization_id, claim_id, item_id, quantity, note, images) values
  ('{ours}', '{cart}', '{cart}', 1, 'canary-claim', array['canary-image']);
insert into public.order_exchanges (organization_id, id, order_id, display_id, order_version) values ('{ours}', '{cart}', '{cart}', 1, 1);
insert into public.order_exchange_items (organization_id, exchange_id, item_id, quantity, note) values ('{ours}', '{cart}', '{cart}', 1, 'canary-exchange');
insert into public.fulfillments (organization_id, id, order_id, delivery_address) values
  ('{ours}', '{cart}', '{cart}', '{"first_name": "canary-delivery", "country_code": "de"}');
insert into public.fulfillment_labels (organization_id, fulfillment_id, tracking_number) values ('{ours}', '{cart}', 'canary-tracking');
insert into public.quotes (organization_id, id, display_id, customer_id, currency_code, email, note, addresses) values
  ('{ours}', '{cart}', 1, '{customer}', 'eur', 'ann.canary@example.test', 'canary-quote', '[{"city": "canary-quote-city"}]');
insert into public.documents (organization_id, kind, order_id, content, file, sha256) values
  ('{ours}', 'packing_slip', '{cart}', '{"customer": ["canary-slip"], "delivery_address": {"lines": ["canary-slip-lines"]}, "note": "canary-slip-note", "pieces": 1}',
    'slip of paper', sha256('slip of paper')),
  ('{ours}', 'invoice', '{cart}', '{"to": "by law"}', 'by law', sha256('by law'));
insert into public.notifications (organization_id, "to", template, key, customer_id) values
  ('{ours}', 'ann.canary@example.test', 'canary-template', 'a', '{customer}'), ('{ours}', 'bobby@example.test', 't', 'b', '{bobs}');

insert into public.promotion_usages (organization_id, promotion_id, order_id, customer_id, attribute_value, amount) values
  ('{ours}', '{group}', '{cart}', '{customer}', 'ann.canary@example.test', 1);
insert into public.payment_collections (organization_id, id, order_id, currency_code, amount, metadata) values
  ('{ours}', '{cart}', '{cart}', 'eur', 1, '{"a": "canary-collection"}');
insert into public.payment_sessions (organization_id, id, payment_collection_id, provider_id, amount, currency_code, data, metadata) values
  ('{ours}', '{cart}', '{cart}', 'pp_stripe_stripe', 1, 'eur', '{"client_secret": "secret-client", "id": "pi_1"}', '{"a": "canary-session"}');
insert into public.payments (organization_id, id, payment_collection_id, payment_session_id, provider_id, amount, currency_code, captured_amount, metadata) values
  ('{ours}', '{cart}', '{cart}', '{cart}', 'pp_stripe_stripe', 1, 'eur', 1, '{"a": "canary-payment"}');
insert into public.payment_refunds (organization_id, payment_id, amount, note) values ('{ours}', '{cart}', 1, 'canary-refund');
insert into public.stripe_customers (organization_id, id, payment_account_id, customer_id, provider_ref) values
  ('{ours}', '{cart}', '{cart}', '{customer}', 'cus_1');
insert into public.saved_payment_methods (organization_id, stripe_customer_id, provider_ref, type, brand) values
  ('{ours}', '{cart}', 'pm_1', 'card', 'canary-brand');
insert into public.payment_attempts (organization_id, kind, subject_id, idempotency_key, path, body, api_version, settled_at) values
  ('{ours}', 'create_customer', '{cart}', 'k', '/v1/customers', 'name=secret-canary', 'v', now());
insert into public.subscriptions (organization_id, customer_id, metadata) values ('{ours}', '{customer}', '{"a": "canary-subscription"}');
insert into public.gift_cards (organization_id, code, value, currency_code, customer_id, note) values
  ('{ours}', 'AB12-CD34', 1, 'eur', '{customer}', 'canary-card');
insert into public.store_credit_accounts (organization_id, id, customer_id, currency_code) values ('{ours}', '{cart}', '{customer}', 'eur');
insert into public.store_credit_transactions (organization_id, account_id, type, amount, balance_after, reference, key, note) values
  ('{ours}', '{cart}', 'credit', 1, 1, 'manual', 'a', 'canary-credit');
insert into public.loyalty_accounts (organization_id, id, customer_id) values ('{ours}', '{cart}', '{customer}');
insert into public.points_entries (organization_id, account_id, kind, source, key, note) values
  ('{ours}', '{cart}', 'adjust', 'manual', 'a', 'canary-points');
insert into public.referral_codes (organization_id, customer_id, code) values ('{ours}', '{customer}', 'canary-code-of-hers');
insert into public.webhook_events (organization_id, endpoint_id, event_id, type, body, created_at) values
  ('{ours}', '{cart}', 'evt_1', 'charge.succeeded', convert_to('{"email": "ann.canary@example.test"}', 'UTF8'), now()),
  ('{ours}', '{cart}', 'evt_2', 'charge.succeeded', convert_to('{"email": "bobby@example.test"}', 'UTF8'), now());
