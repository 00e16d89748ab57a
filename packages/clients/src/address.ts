import type { OperationSpec } from '@stockade/contracts';
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const values = z.record(z.string(), scalar.optional());

/** Fills the path template of an operation and appends its query; throws where a parameter is not given. */
export function addressOf(
  operation: OperationSpec,
  baseUrl: string,
  input: { readonly params?: unknown; readonly query?: unknown },
): URL {
  const params = values.parse(input.params ?? {});
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (!value) throw new TypeError(`${operation.id} needs the parameter ${name}`);
    // A segment of dots alone would climb the path (RFC 3986 section 5.2.4), encoded or not.
    if (value === '.' || value === '..') throw new TypeError(`${name} may not be "${value}"`);
    return encodeURIComponent(value);
  });
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(values.parse(input.query ?? {}))) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}
