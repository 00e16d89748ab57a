/**
 * Words of the Core Business Vocabulary 2.0 come bare, as Web URI (CBV 2.0 section 7) or as URN of CBV 1.2; the
 * standard holds the three for equal, and they are kept bare.
 */
const kinds = {
  bizStep: { web: 'BizStep', urn: 'bizstep' },
  disposition: { web: 'Disp', urn: 'disp' },
  bizTransactionType: { web: 'BTT', urn: 'btt' },
  sourceOrDestinationType: { web: 'SDT', urn: 'sdt' },
  errorReason: { web: 'ER', urn: 'er' },
} as const;

export type CbvKind = keyof typeof kinds;

/** The bare word for a URI of the vocabulary; anything else as it is. */
export function bareWord(kind: CbvKind, value: string): string {
  const { web, urn } = kinds[kind];
  for (const prefix of [`https://ref.gs1.org/cbv/${web}-`, `cbv:${web}-`, `urn:epcglobal:cbv:${urn}:`]) {
    if (value.startsWith(prefix)) return value.slice(prefix.length);
  }
  return value;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inBareWords =
  (kind: CbvKind) =>
  (value: unknown): unknown => {
    if (typeof value === 'string') return bareWord(kind, value);
    return Array.isArray(value) ? value.map(inBareWords(kind)) : value;
  };

/** Changes the named fields of an object, or of each object of a list; whatever has another shape stays. */
const inFields =
  (changes: Readonly<Record<string, (value: unknown) => unknown>>) =>
  (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inFields(changes));
    if (!isObject(value)) return value;
    const fields = Object.entries(value).map(([name, inner]) => [name, changes[name]?.(inner) ?? inner]);
    return Object.fromEntries(fields);
  };

const bareType = (kind: CbvKind) => inFields({ type: inBareWords(kind) });

/** An event, whether or not it is a valid one, with the words of the vocabulary bare. */
export const withBareWords: (event: unknown) => unknown = inFields({
  bizStep: inBareWords('bizStep'),
  disposition: inBareWords('disposition'),
  persistentDisposition: inFields({ set: inBareWords('disposition'), unset: inBareWords('disposition') }),
  bizTransactionList: bareType('bizTransactionType'),
  sourceList: bareType('sourceOrDestinationType'),
  destinationList: bareType('sourceOrDestinationType'),
  errorDeclaration: inFields({ reason: inBareWords('errorReason') }),
});
