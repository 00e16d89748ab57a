/** SQL for the calendar day of an event where it happened. */
export const localDayOf = (event: string): string =>
  `((${event}.event_time AT TIME ZONE 'UTC') + ${event}.time_zone_offset::interval)::date`;

export const standing = (event: string): string => `${event}.event_id IS NOT NULL`;
