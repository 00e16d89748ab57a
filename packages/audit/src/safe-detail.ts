import { safeText } from './safe-text.js';

const MAX_DEPTH = 6;
const MAX_ENTRIES = 50;
const MAX_TEXT = 512;
const MAX_KEY = 64;
const MAX_SIZE = 8_192;

/** JSON that a record can hold: its text made safe, its depth, entries and size bounded. */
export function safeDetail(detail: object | null): object | null {
  if (detail === null) return null;
  const safe = Object.fromEntries(safeEntries(detail, 0));
  return JSON.stringify(safe).length <= MAX_SIZE ? safe : { omitted: `larger than ${MAX_SIZE} characters` };
}

function safeEntries(value: object, depth: number): [string, unknown][] {
  return Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .slice(0, MAX_ENTRIES)
    .map(([key, entry]) => [safeText(key, MAX_KEY), safeValue(entry, depth + 1)]);
}

function safeValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return safeText(value, MAX_TEXT);
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object') return safeText(String(value), MAX_TEXT);
  if (depth >= MAX_DEPTH) return '[nested too deeply]';
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((entry) => safeValue(entry, depth + 1));
  return Object.fromEntries(safeEntries(value, depth));
}
