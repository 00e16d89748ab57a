import { Problem } from '@stockade/contracts';

/** Weak tags are taken too: a proxy that compresses weakens ours, and a version says the same either way. */
const ENTITY_TAG = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/;
const VERSION = /^[1-9]\d{0,9}$/;

/**
 * The version that `If-Match` names (RFC 9110 section 13.1.1).
 * Throws `version_required` (428) without one, `invalid_request` (400) for anything but one entity tag,
 * `version_stale` (412) for a tag that no version of ours ever had.
 */
export function versionNamed(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new Problem('version_required', { detail: 'Read the resource and send its ETag as If-Match.' });
  }
  const tag = ENTITY_TAG.exec(ifMatch.trim())?.[1];
  if (tag === undefined) {
    throw new Problem('invalid_request', { detail: 'If-Match must be one entity tag, such as "3".' });
  }
  if (!VERSION.test(tag)) throw new Problem('version_stale', { detail: 'No version has this ETag.' });
  return Number(tag);
}
