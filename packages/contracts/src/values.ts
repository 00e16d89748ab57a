import { z } from 'zod';

/** Text that Postgres and every JSON reader can hold: well-formed UTF-16 (no lone surrogate), no NUL. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), {
      error: 'must be well-formed Unicode without NUL',
    });

export type Outsider = 'supplier' | 'carrier' | 'customer' | 'agent';

/** Who wrote a text that is no word of the platform's own. */
export const writtenOutside = z.registry<{ readonly by: Outsider }>();

/** Marks text that others wrote: to whoever acts on what it reads, it is data and never an instruction. */
export const outsideText = <T extends z.ZodType>(schema: T, by: Outsider): T => {
  writtenOutside.add(schema, { by });
  return schema;
};

export const id = z.uuid();

export const sku = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,119}$/, {
    error: 'must be a SKU: lower-case letters, digits and hyphens, at most 120',
  })
  .describe('Stock keeping unit: lower-case letters, digits and hyphens');

/** A place that holds stock; for example a regional distribution centre such as `ACCRA`. */
export const location = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,31}$/, {
    error: 'must be a location code such as ACCRA',
  })
  .describe('Code of a place that holds stock, such as ACCRA');

export const LARGEST_QUANTITY = 1_000_000_000;

/** Pieces, in the base unit of the SKU (a pack holds `unitsPerPack` of them). */
export const quantity = z.int().min(1).max(LARGEST_QUANTITY).describe('Base units (pieces, not packs)');
/** A count of pieces that may be zero. */
export const count = z.int().min(0).describe('Base units (pieces, not packs)');
/** A signed change of stock, in base units; never zero. */
export const delta = z
  .int()
  .min(-LARGEST_QUANTITY)
  .max(LARGEST_QUANTITY)
  .refine((value) => value !== 0, { error: 'must not be zero' })
  .describe('Change in base units: positive adds, negative takes away; never 0');

/**
 * A day of the business calendar, `YYYY-MM-DD`; apart from the wall clock. Bounded so that every store and
 * every sum of days can hold it: Postgres knows no year 0.
 */
export const businessDate = z.iso
  .date()
  .refine((day) => day >= '1900-01-01' && day < '2200-01-01', { error: 'must be from 1900 to 2199' })
  .describe('Day of the business calendar, YYYY-MM-DD');
/** An instant of the wall clock, RFC 3339; Postgres holds no year 0 and no offset of 16 hours. */
export const timestamp = z.iso
  .datetime({ offset: true })
  .refine((instant) => instant >= '1900' && instant < '2200', { error: 'must be from 1900 to 2199' })
  .refine((instant) => !/[+-](1[5-9]|2\d):/.test(instant), { error: 'must be less than 15 hours off UTC' });

/** Money in minor units (cents). */
export const minorUnits = z
  .int()
  .min(0)
  .max(1_000_000_000_000)
  .describe('Money in minor units: 1250 is 12.50 USD');
/** ISO 4217. */
export const currency = z.literal('USD');

export const version = z.int().min(1).describe('Grows by one with each change');

/** Cursor pagination: `cursor` is the `nextCursor` of the page before, opaque to the caller. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Most items in the answer'),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,512}$/, { error: 'must be the nextCursor of an earlier answer' })
    .optional()
    .describe('nextCursor of the answer before, for the page after it'),
};

export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
