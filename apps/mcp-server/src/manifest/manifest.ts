import { createHash } from 'node:crypto';
import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import canonicalize from 'canonicalize';

/** Every tool as it is told to models, in one canonical text: what a client pins, and what a build signs. */
export interface Manifest {
  /** RFC 8785, UTF-8. */
  readonly text: string;
  /** SHA-256 of the text, hex. */
  readonly sha256: string;
}

/** @param tools in the order of their names. */
export function manifestOf(tools: readonly { readonly listed: ListedTool }[]): Manifest {
  const text = canonicalize({ server: 'stockade', tools: tools.map(({ listed }) => listed) });
  if (text === undefined) throw new TypeError('the tools have no canonical form');
  return { text, sha256: createHash('sha256').update(text).digest('hex') };
}
