import { ForwardMigration } from './forward-migration.js';

/** The active ones of a place sum to `reserved` of its level. */
const reservations = `
  CREATE TABLE inventory.reservations (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    reference text NOT NULL UNIQUE,
    sku text NOT NULL,
    location text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'consumed', 'released', 'expired')),
    reserved_on date NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    FOREIGN KEY (sku, location) REFERENCES inventory.levels,
    CHECK ((status = 'active') = (ended_at IS NULL))
  );
  CREATE INDEX active_reservations ON inventory.reservations (sku, location, id) WHERE status = 'active';
  CREATE INDEX reservations_by_status ON inventory.reservations (status, id);
  CREATE INDEX reservations_by_location ON inventory.reservations (location, status, id);
  CREATE INDEX reservations_by_sku ON inventory.reservations (sku, id);
`;

/** The active ones of a place sum to `hold` of its level. */
const holds = `
  CREATE TABLE inventory.holds (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    sku text NOT NULL,
    location text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    reason text NOT NULL CHECK (reason IN ('quality', 'dispute', 'recall')),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'released')),
    placed_by text NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    released_by text,
    released_at timestamptz,
    FOREIGN KEY (sku, location) REFERENCES inventory.levels,
    CHECK ((status = 'active') = (released_at IS NULL)),
    CHECK ((released_by IS NULL) = (released_at IS NULL))
  );
  CREATE INDEX holds_by_status ON inventory.holds (status, id);
  CREATE INDEX holds_by_location ON inventory.holds (location, status, id);
  CREATE INDEX holds_by_sku ON inventory.holds (sku, id);
`;

/** A fact of a place has one message for good, so that what was dismissed is not raised again. */
const actionMessages = `
  CREATE TABLE inventory.action_messages (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    sku text NOT NULL,
    location text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('order', 'expedite', 'defer', 'cancel', 'increase', 'decrease')),
    fact text NOT NULL,
    request_id uuid REFERENCES inventory.replenishment_requests,
    order_id uuid,
    promised_quantity bigint CHECK (promised_quantity > 0),
    promised_on date,
    quantity bigint NOT NULL CHECK (quantity >= 0),
    needed_on date,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved', 'dismissed')),
    assignee text,
    raised_on date NOT NULL,
    resolved_on date,
    dismissed_by text,
    reason jsonb NOT NULL,
    FOREIGN KEY (sku, location) REFERENCES inventory.levels,
    UNIQUE (sku, location, fact),
    CHECK ((status = 'resolved') = (resolved_on IS NOT NULL)),
    CHECK ((status = 'dismissed') = (dismissed_by IS NOT NULL))
  );
  CREATE INDEX open_action_messages ON inventory.action_messages (sku, location, id) WHERE status = 'open';
  CREATE INDEX action_messages_by_status ON inventory.action_messages (status, id);
  CREATE INDEX action_messages_by_kind ON inventory.action_messages (kind, id);
  CREATE INDEX action_messages_by_kind_and_status ON inventory.action_messages (kind, status, id);
  CREATE INDEX action_messages_by_location ON inventory.action_messages (location, status, id);
  CREATE INDEX action_messages_by_sku ON inventory.action_messages (sku, id);
`;

/** What binds stock before it leaves, and what planners should do about its supply. */
export class Reservations extends ForwardMigration {
  readonly name = 'reservations-0000000000610';
  protected readonly sql = [reservations, holds, actionMessages].join('\n');
}
