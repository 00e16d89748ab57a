import { Problem, type reservation } from '@stockade/contracts';
import type { z } from 'zod';
import { rfc3339 } from '../timestamp-column.js';

export type Reservation = z.output<typeof reservation>;

/** The columns of inventory.reservations that make a `Reservation`, aliased to its fields. */
export const reservationColumns = `id, reference, sku, location, quantity, status, reserved_on AS "reservedOn",
  ${rfc3339('expires_at')} AS "expiresAt", ${rfc3339('ended_at')} AS "endedAt"`;

export const noReservation = (id: string) =>
  new Problem('not_found', { detail: `There is no reservation ${id}.` });
