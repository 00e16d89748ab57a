-- Generated from access.yaml by `pnpm run access generate`; do not edit.
BEGIN;
SET LOCAL ROLE stockade_owner;
REVOKE ALL ON ALL TABLES IN SCHEMA audit, governance, inventory, limits, orders, queues, shipments FROM PUBLIC, inventory_manager, order_agent, logistics_monitor, demand_feed, supplier_gateway, carrier_gateway, operator, approver, auditor, inventory_service, orders_service, shipments_service, governance_service, mcp_server, audit_writer, rate_limiter, relay;
REVOKE ALL ON SCHEMA audit, governance, inventory, limits, orders, queues, shipments FROM PUBLIC, inventory_manager, order_agent, logistics_monitor, demand_feed, supplier_gateway, carrier_gateway, operator, approver, auditor, inventory_service, orders_service, shipments_service, governance_service, mcp_server, audit_writer, rate_limiter, relay;
REVOKE ALL ON FUNCTION queues.enqueue FROM PUBLIC, inventory_manager, order_agent, logistics_monitor, demand_feed, supplier_gateway, carrier_gateway, operator, approver, auditor, inventory_service, orders_service, shipments_service, governance_service, mcp_server, audit_writer, rate_limiter, relay;
GRANT USAGE ON SCHEMA audit, governance, inventory, queues TO inventory_manager;
GRANT SELECT ON inventory.items TO inventory_manager;
GRANT SELECT, UPDATE ON inventory.levels TO inventory_manager;
GRANT SELECT, INSERT ON inventory.movements TO inventory_manager;
GRANT SELECT, INSERT ON inventory.cycle_counts TO inventory_manager;
GRANT SELECT ON inventory.transfer_lanes TO inventory_manager;
GRANT SELECT, INSERT, UPDATE ON inventory.transfers TO inventory_manager;
GRANT SELECT ON inventory.demands TO inventory_manager;
GRANT SELECT ON inventory.demand_history TO inventory_manager;
GRANT SELECT, INSERT ON inventory.receipts TO inventory_manager;
GRANT SELECT, INSERT, UPDATE ON inventory.lead_times TO inventory_manager;
GRANT SELECT, INSERT, UPDATE ON inventory.replenishment_requests TO inventory_manager;
GRANT SELECT, INSERT, UPDATE ON inventory.action_messages TO inventory_manager;
GRANT SELECT ON inventory.reservations TO inventory_manager;
GRANT SELECT, INSERT, UPDATE ON inventory.holds TO inventory_manager;
GRANT SELECT, UPDATE ON inventory.reorder_policies TO inventory_manager;
GRANT SELECT ON inventory.business_days TO inventory_manager;
GRANT SELECT, INSERT, UPDATE ON inventory.idempotency_keys TO inventory_manager;
GRANT SELECT, INSERT ON governance.approvals TO inventory_manager;
GRANT SELECT, INSERT ON governance.presentations TO inventory_manager;
GRANT SELECT ON governance.decisions TO inventory_manager;
GRANT SELECT, INSERT ON governance.consumptions TO inventory_manager;
GRANT SELECT, INSERT, UPDATE ON governance.idempotency_keys TO inventory_manager;
GRANT INSERT ON audit.events TO inventory_manager;
GRANT EXECUTE ON FUNCTION queues.enqueue TO inventory_manager;
GRANT USAGE ON SCHEMA audit, orders, queues TO order_agent;
GRANT SELECT ON orders.suppliers TO order_agent;
GRANT SELECT ON orders.offers TO order_agent;
GRANT SELECT, INSERT ON orders.orders TO order_agent;
GRANT SELECT, INSERT ON orders.order_lines TO order_agent;
GRANT SELECT ON orders.amendments TO order_agent;
GRANT SELECT, INSERT, UPDATE ON orders.idempotency_keys TO order_agent;
GRANT INSERT ON audit.events TO order_agent;
GRANT EXECUTE ON FUNCTION queues.enqueue TO order_agent;
GRANT USAGE ON SCHEMA shipments TO logistics_monitor;
GRANT SELECT ON shipments.shipments TO logistics_monitor;
GRANT SELECT ON shipments.asn_lines TO logistics_monitor;
GRANT SELECT ON shipments.events TO logistics_monitor;
GRANT SELECT ON shipments.exceptions TO logistics_monitor;
GRANT SELECT ON shipments.lane_histories TO logistics_monitor;
GRANT USAGE ON SCHEMA audit, inventory, queues TO demand_feed;
GRANT SELECT, INSERT ON inventory.items TO demand_feed;
GRANT SELECT, INSERT, UPDATE ON inventory.levels TO demand_feed;
GRANT INSERT ON inventory.movements TO demand_feed;
GRANT SELECT, INSERT, UPDATE ON inventory.demands TO demand_feed;
GRANT SELECT, INSERT, UPDATE ON inventory.demand_history TO demand_feed;
GRANT SELECT, INSERT, UPDATE ON inventory.reservations TO demand_feed;
GRANT SELECT, INSERT ON inventory.reorder_policies TO demand_feed;
GRANT SELECT ON inventory.transfers TO demand_feed;
GRANT SELECT, INSERT ON inventory.business_days TO demand_feed;
GRANT SELECT, INSERT, UPDATE ON inventory.idempotency_keys TO demand_feed;
GRANT INSERT ON audit.events TO demand_feed;
GRANT EXECUTE ON FUNCTION queues.enqueue TO demand_feed;
GRANT USAGE ON SCHEMA audit, orders, queues TO supplier_gateway;
GRANT SELECT ON orders.suppliers TO supplier_gateway;
GRANT SELECT, UPDATE ON orders.orders TO supplier_gateway;
GRANT SELECT, UPDATE ON orders.order_lines TO supplier_gateway;
GRANT SELECT, UPDATE ON orders.amendments TO supplier_gateway;
GRANT SELECT, INSERT, UPDATE ON orders.idempotency_keys TO supplier_gateway;
GRANT INSERT ON audit.events TO supplier_gateway;
GRANT EXECUTE ON FUNCTION queues.enqueue TO supplier_gateway;
GRANT USAGE ON SCHEMA audit, queues, shipments TO carrier_gateway;
GRANT SELECT, INSERT, UPDATE ON shipments.shipments TO carrier_gateway;
GRANT SELECT, INSERT ON shipments.asn_lines TO carrier_gateway;
GRANT SELECT, INSERT ON shipments.events TO carrier_gateway;
GRANT SELECT, INSERT, UPDATE ON shipments.lane_histories TO carrier_gateway;
GRANT SELECT, INSERT ON shipments.business_days TO carrier_gateway;
GRANT SELECT, INSERT, UPDATE ON shipments.idempotency_keys TO carrier_gateway;
GRANT INSERT ON audit.events TO carrier_gateway;
GRANT EXECUTE ON FUNCTION queues.enqueue TO carrier_gateway;
GRANT USAGE ON SCHEMA audit, governance, inventory, orders, queues, shipments TO operator;
GRANT SELECT ON inventory.items TO operator;
GRANT SELECT, UPDATE ON inventory.levels TO operator;
GRANT SELECT, INSERT ON inventory.movements TO operator;
GRANT SELECT, INSERT ON inventory.cycle_counts TO operator;
GRANT SELECT, INSERT, UPDATE ON inventory.transfer_lanes TO operator;
GRANT SELECT, INSERT, UPDATE ON inventory.transfers TO operator;
GRANT SELECT ON inventory.demands TO operator;
GRANT SELECT ON inventory.demand_history TO operator;
GRANT SELECT, INSERT ON inventory.receipts TO operator;
GRANT SELECT, INSERT, UPDATE ON inventory.lead_times TO operator;
GRANT SELECT, INSERT, UPDATE ON inventory.replenishment_requests TO operator;
GRANT SELECT, INSERT, UPDATE ON inventory.action_messages TO operator;
GRANT SELECT ON inventory.reservations TO operator;
GRANT SELECT, INSERT, UPDATE ON inventory.holds TO operator;
GRANT SELECT, UPDATE ON inventory.reorder_policies TO operator;
GRANT SELECT ON inventory.business_days TO operator;
GRANT SELECT, INSERT, UPDATE ON inventory.idempotency_keys TO operator;
GRANT SELECT ON orders.suppliers TO operator;
GRANT SELECT ON orders.offers TO operator;
GRANT SELECT, UPDATE ON orders.orders TO operator;
GRANT SELECT, UPDATE ON orders.order_lines TO operator;
GRANT SELECT, INSERT ON orders.amendments TO operator;
GRANT SELECT, INSERT, UPDATE ON orders.idempotency_keys TO operator;
GRANT SELECT ON shipments.shipments TO operator;
GRANT SELECT ON shipments.asn_lines TO operator;
GRANT SELECT ON shipments.events TO operator;
GRANT SELECT ON shipments.exceptions TO operator;
GRANT SELECT ON shipments.lane_histories TO operator;
GRANT SELECT ON governance.approvals TO operator;
GRANT SELECT ON governance.presentations TO operator;
GRANT SELECT ON governance.decisions TO operator;
GRANT SELECT ON governance.consumptions TO operator;
GRANT INSERT ON audit.events TO operator;
GRANT EXECUTE ON FUNCTION queues.enqueue TO operator;
GRANT USAGE ON SCHEMA audit, governance, orders, queues TO approver;
GRANT SELECT ON orders.suppliers TO approver;
GRANT SELECT ON orders.offers TO approver;
GRANT SELECT, UPDATE ON orders.orders TO approver;
GRANT SELECT, UPDATE ON orders.order_lines TO approver;
GRANT SELECT, UPDATE ON orders.amendments TO approver;
GRANT SELECT, INSERT, UPDATE ON orders.idempotency_keys TO approver;
GRANT SELECT ON governance.approvals TO approver;
GRANT SELECT ON governance.presentations TO approver;
GRANT SELECT, INSERT ON governance.decisions TO approver;
GRANT SELECT ON governance.consumptions TO approver;
GRANT SELECT, INSERT, UPDATE ON governance.idempotency_keys TO approver;
GRANT INSERT ON audit.events TO approver;
GRANT EXECUTE ON FUNCTION queues.enqueue TO approver;
GRANT USAGE ON SCHEMA audit, governance, inventory, orders, shipments TO auditor;
GRANT SELECT ON inventory.items TO auditor;
GRANT SELECT ON inventory.levels TO auditor;
GRANT SELECT ON inventory.movements TO auditor;
GRANT SELECT ON inventory.cycle_counts TO auditor;
GRANT SELECT ON inventory.transfer_lanes TO auditor;
GRANT SELECT ON inventory.transfers TO auditor;
GRANT SELECT ON inventory.demands TO auditor;
GRANT SELECT ON inventory.demand_history TO auditor;
GRANT SELECT ON inventory.receipts TO auditor;
GRANT SELECT ON inventory.lead_times TO auditor;
GRANT SELECT ON inventory.replenishment_requests TO auditor;
GRANT SELECT ON inventory.action_messages TO auditor;
GRANT SELECT ON inventory.reservations TO auditor;
GRANT SELECT ON inventory.holds TO auditor;
GRANT SELECT ON inventory.reorder_policies TO auditor;
GRANT SELECT ON orders.suppliers TO auditor;
GRANT SELECT ON orders.offers TO auditor;
GRANT SELECT ON orders.orders TO auditor;
GRANT SELECT ON orders.order_lines TO auditor;
GRANT SELECT ON orders.amendments TO auditor;
GRANT SELECT ON shipments.shipments TO auditor;
GRANT SELECT ON shipments.asn_lines TO auditor;
GRANT SELECT ON shipments.events TO auditor;
GRANT SELECT ON shipments.exceptions TO auditor;
GRANT SELECT ON shipments.lane_histories TO auditor;
GRANT SELECT ON governance.approvals TO auditor;
GRANT SELECT ON governance.presentations TO auditor;
GRANT SELECT ON governance.decisions TO auditor;
GRANT SELECT ON governance.consumptions TO auditor;
GRANT SELECT ON audit.events TO auditor;
GRANT USAGE ON SCHEMA audit, inventory, queues TO inventory_service;
GRANT SELECT, DELETE ON inventory.idempotency_keys TO inventory_service;
GRANT SELECT, INSERT, UPDATE ON inventory.replenishment_requests TO inventory_service;
GRANT SELECT, UPDATE ON inventory.levels TO inventory_service;
GRANT SELECT, UPDATE ON inventory.reservations TO inventory_service;
GRANT SELECT ON inventory.business_days TO inventory_service;
GRANT INSERT ON audit.events TO inventory_service;
GRANT EXECUTE ON FUNCTION queues.enqueue TO inventory_service;
GRANT USAGE ON SCHEMA audit, inventory, orders, queues TO orders_service;
GRANT SELECT, DELETE ON orders.idempotency_keys TO orders_service;
GRANT SELECT ON inventory.replenishment_requests TO orders_service;
GRANT SELECT, UPDATE ON orders.orders TO orders_service;
GRANT SELECT, UPDATE ON orders.order_lines TO orders_service;
GRANT SELECT, UPDATE ON orders.amendments TO orders_service;
GRANT SELECT, INSERT ON orders.order_receipts TO orders_service;
GRANT SELECT ON orders.offers TO orders_service;
GRANT SELECT, INSERT, UPDATE ON orders.commitments TO orders_service;
GRANT INSERT ON audit.events TO orders_service;
GRANT EXECUTE ON FUNCTION queues.enqueue TO orders_service;
GRANT USAGE ON SCHEMA audit, shipments TO shipments_service;
GRANT SELECT, DELETE ON shipments.idempotency_keys TO shipments_service;
GRANT SELECT, UPDATE ON shipments.shipments TO shipments_service;
GRANT SELECT, INSERT, UPDATE ON shipments.exceptions TO shipments_service;
GRANT INSERT ON audit.events TO shipments_service;
GRANT USAGE ON SCHEMA audit, governance TO governance_service;
GRANT SELECT, DELETE ON governance.idempotency_keys TO governance_service;
GRANT INSERT ON audit.events TO governance_service;
GRANT USAGE ON SCHEMA audit TO audit_writer;
GRANT INSERT ON audit.events TO audit_writer;
GRANT USAGE ON SCHEMA limits TO rate_limiter;
GRANT SELECT, INSERT, UPDATE ON limits.buckets TO rate_limiter;
GRANT USAGE ON SCHEMA queues TO relay;
GRANT SELECT, UPDATE, DELETE ON queues.outbox TO relay;
DELETE FROM queues.producers;
INSERT INTO queues.producers (login, queue) VALUES
  ('inventory_manager', 'inventory-planning'),
  ('inventory_manager', 'replenishment'),
  ('inventory_manager', 'receipt-facts'),
  ('order_agent', 'order-drafts'),
  ('order_agent', 'order-facts'),
  ('demand_feed', 'inventory-planning'),
  ('demand_feed', 'receipts'),
  ('demand_feed', 'reservations'),
  ('supplier_gateway', 'order-facts'),
  ('supplier_gateway', 'approvals'),
  ('supplier_gateway', 'supplier-outbox'),
  ('carrier_gateway', 'receipts'),
  ('carrier_gateway', 'shipment-watch'),
  ('operator', 'inventory-planning'),
  ('operator', 'replenishment'),
  ('operator', 'receipt-facts'),
  ('operator', 'order-facts'),
  ('operator', 'supplier-outbox'),
  ('operator', 'approvals'),
  ('approver', 'supplier-outbox'),
  ('approver', 'order-facts'),
  ('inventory_service', 'inventory-planning'),
  ('inventory_service', 'replenishment'),
  ('orders_service', 'order-facts'),
  ('orders_service', 'supplier-outbox'),
  ('orders_service', 'approvals');
COMMIT;
