import { randomUUID } from 'node:crypto';

/** UUID version 7 (RFC 9562 section 5.7): ids made later sort later, which keeps the index's end hot. */
export function uuidV7(milliseconds: number): string {
  const time = milliseconds.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
