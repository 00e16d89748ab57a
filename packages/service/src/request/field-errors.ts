import type { FieldError } from '@stockade/contracts';
import type { z } from 'zod';

/**
 * What is wrong where: pointers (RFC 6901) below `parent`, and what is allowed there.
 * @param known the names that `parent` may have, where they are worth telling
 */
export function fieldErrors(
  issue: z.core.$ZodIssue,
  parent: string,
  known: readonly string[] = [],
): FieldError[] {
  const pointer = issue.path.reduce<string>((path, key) => `${path}/${escaped(key)}`, parent);
  if (issue.code === 'unrecognized_keys') {
    const detail =
      known.length > 0 ? `is not known here; known are ${known.join(', ')}` : 'is not known here';
    return issue.keys.map((key) => ({ pointer: `${pointer}/${escaped(key)}`, detail }));
  }
  if (issue.code === 'invalid_union') {
    const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0];
    if (nearest?.length) return nearest.flatMap((inner) => fieldErrors(inner, pointer));
  }
  return [{ pointer, detail: issue.message }];
}

/** RFC 6901 section 3. A lone surrogate in a field's name could not be sent back as it is. */
const escaped = (key: PropertyKey): string =>
  String(key).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100);
