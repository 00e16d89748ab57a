import { businessDate, type demand, id } from '@stockade/contracts';
import { z } from 'zod';

export type Demand = z.output<typeof demand>;

/** The columns of inventory.demands that make a `Demand`, aliased to its fields. */
export const demandColumns = `id, reference, sku, location, quantity, announced_on AS "announcedOn",
  needed_on AS "neededOn", status, issued_quantity AS "issuedQuantity", issued_on AS "issuedOn"`;

/** Cursor of the list by the day of need. */
export const demandCursor = z.tuple([businessDate, id]);

type Announcement = Pick<Demand, 'reference' | 'sku' | 'location' | 'quantity' | 'neededOn'> & {
  readonly announcedOn?: string | undefined;
};

/** Whether an announcement says what one of its reference said before; it may leave out when that was. */
export const sameAnnouncement = (one: Demand, other: Announcement): boolean =>
  one.reference === other.reference &&
  one.sku === other.sku &&
  one.location === other.location &&
  one.quantity === other.quantity &&
  (other.announcedOn === undefined || one.announcedOn === other.announcedOn) &&
  one.neededOn === other.neededOn;
