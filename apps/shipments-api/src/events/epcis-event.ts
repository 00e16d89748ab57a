import { isDeepStrictEqual } from 'node:util';
import { epcisEventType, id } from '@stockade/contracts';
import { z } from 'zod';
import { inContext, prefixesOf } from './json-ld-context.js';

export type EpcisEventType = z.output<typeof epcisEventType>;

const list = <T extends z.ZodType>(item: T) => z.array(item).optional();

/** What is read of an event that GS1's schema found valid; all that it holds beyond is kept. */
export const epcisEvent = z.looseObject({
  type: epcisEventType,
  eventID: z.string(),
  eventTime: z.string(),
  eventTimeZoneOffset: z.string(),
  bizStep: z.string().optional(),
  disposition: z.string().optional(),
  readPoint: z.looseObject({ id: z.string() }).optional(),
  bizLocation: z.looseObject({ id: z.string() }).optional(),
  bizTransactionList: list(z.looseObject({ type: z.string().optional(), bizTransaction: z.string() })),
  errorDeclaration: z
    .looseObject({ declarationTime: z.string(), correctiveEventIDs: list(z.string()) })
    .optional(),
});

export type EpcisEvent = z.output<typeof epcisEvent>;

/**
 * The shipments that an event tells of: its despatch advices (CBV 2.0 business transaction type `desadv`) that are
 * `urn:uuid:` (RFC 9562 section 4).
 */
export function shipmentsOf(event: EpcisEvent): string[] {
  const advices = (event.bizTransactionList ?? []).filter(({ type }) => type === 'desadv');
  const ids = advices.flatMap(({ bizTransaction }) => {
    const uuid = /^urn:uuid:(.*)$/i.exec(bizTransaction)?.[1];
    const parsed = id.safeParse(uuid);
    return parsed.success ? [parsed.data.toLowerCase()] : [];
  });
  return [...new Set(ids)];
}

/** The calendar day of an event where it happened: `eventTime` is written in the local offset of the place. */
export function localDay(event: Pick<EpcisEvent, 'eventTime' | 'eventTimeZoneOffset'>): string {
  const [hours = 0, minutes = 0] = event.eventTimeZoneOffset.slice(1).split(':').map(Number);
  const sign = event.eventTimeZoneOffset.startsWith('-') ? -1 : 1;
  const local = Date.parse(event.eventTime) + sign * (hours * 60 + minutes) * 60_000;
  return new Date(local).toISOString().slice(0, 10);
}

/** The event that a declaration of its error repeats (EPCIS 2.0 section 7.4.1); any other event as it is. */
export function eventDeclared(declaration: EpcisEvent): EpcisEvent {
  const { errorDeclaration, '@context': context, ...event } = declaration;
  if (errorDeclaration === undefined) return declaration;
  const prefixes = context === undefined ? new Map<string, string>() : prefixesOf(context);
  return typeof prefixes === 'string' ? event : inContext(event, prefixes);
}

/** Whether two events say the same, in whatever order they name it. */
export const saysTheSame = (one: EpcisEvent, other: EpcisEvent): boolean =>
  isDeepStrictEqual(asJson(one), asJson(other));

/** JSON knows neither a negative zero nor a field that is undefined. */
const asJson = (event: EpcisEvent): unknown => JSON.parse(JSON.stringify(event));
