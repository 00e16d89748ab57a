import { contextPrefixes, epcisContext } from '@stockade/contracts';

const standardContexts: ReadonlySet<unknown> = new Set(epcisContext.options);
export const STANDARD_CONTEXT =
  epcisContext.enum['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'];

/** Prefixes that the standard's context defines, and protects from being defined otherwise. */
const standardPrefixes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    epcis: 'https://ref.gs1.org/epcis/',
    cbv: 'https://ref.gs1.org/cbv/',
    cbvmda: 'urn:epcglobal:cbv:mda:',
    gs1: 'https://gs1.org/voc/',
    rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
    owl: 'http://www.w3.org/2002/07/owl#',
    xsd: 'http://www.w3.org/2001/XMLSchema#',
    dcterms: 'http://purl.org/dc/terms/',
  }),
);

/** What extensions of the standard's vocabulary are named by: prefix to namespace. */
export type Prefixes = ReadonlyMap<string, string>;

/**
 * The prefixes that a context adds to the standard's.
 * @returns a sentence instead where the context is not the standard's, or says more than prefixes
 */
export function prefixesOf(context: unknown): Prefixes | string {
  const parts = [context].flat();
  if (!parts.some((part) => standardContexts.has(part))) {
    return `must be ${STANDARD_CONTEXT}, alone or with objects that define prefixes`;
  }
  const added = new Map<string, string>();
  for (const part of parts.filter((one) => !standardContexts.has(one))) {
    const read = contextPrefixes.safeParse(part);
    if (!read.success) return 'may add objects that give prefixes their URI, and nothing else';
    for (const [prefix, namespace] of Object.entries(read.data)) {
      const known = standardPrefixes.get(prefix) ?? added.get(prefix);
      if (known !== undefined && known !== namespace) return `gives the prefix ${prefix} a second meaning`;
      if (!standardPrefixes.has(prefix)) added.set(prefix, namespace);
    }
  }
  return added;
}

/** The prefixes that names in an event have, of those that are not the standard's. */
export function prefixesUsed(event: unknown): string[] {
  if (typeof event !== 'object' || event === null) return [];
  const used = Object.entries(event).flatMap(([name, inner]) => [...prefixOf(name), ...prefixesUsed(inner)]);
  return [...new Set(used)].sort();
}

/** A name that is a whole URI, such as https://…, has none. */
function prefixOf(name: string): string[] {
  const [prefix, term] = name.split(':', 2);
  if (prefix === undefined || term === undefined || term.startsWith('//')) return [];
  return standardPrefixes.has(prefix) ? [] : [prefix];
}

/** An event with the context that it needs to be read by itself; none where the standard's says all. */
export function inContext<E extends object>(event: E, prefixes: Prefixes): E {
  const used = prefixesUsed(event);
  if (used.length === 0) return event;
  const own = Object.fromEntries(used.map((prefix) => [prefix, prefixes.get(prefix)]));
  return { '@context': [STANDARD_CONTEXT, own], ...event };
}
