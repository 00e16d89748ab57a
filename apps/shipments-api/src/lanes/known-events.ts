/** SQL for the calendar day of an event where it happened. */
export const localDayOf = (event: string): string =>
  `((${event}.event_time AT TIME ZONE 'UTC') + ${event}.time_zone_offset::interval)::date`;

/** SQL that holds for an event which no declaration says was in error. */
export const standing = (event: string): string =>
  `(NOT ${event}.declares_error AND NOT EXISTS (
     SELECT FROM shipments.events declaration WHERE declaration.event_id = ${event}.event_id AND declares_error))`;
