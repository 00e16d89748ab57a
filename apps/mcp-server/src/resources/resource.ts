import type { Caller } from '../access/caller.js';

/** Values of the variables of a template. */
export type Variables = Readonly<Record<string, string>>;

/** What may be completed for one variable of a template; `given` are those that are known already. */
export type Complete = (prefix: string, given: Variables, reader: Reader) => Promise<string[]>;

/** Reads for one caller, with its rights. */
export interface Reader {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Whether the caller may read what needs the scope. */
  may(scope: string): boolean;
}

/** Something that is read often, under an address of its own. */
export interface Resource {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** URI, or URI template (RFC 6570, level 1), below `stockade://`. */
  readonly uri: string;
  /** Needed to read it; none where every caller may. */
  readonly scope: string | undefined;
  readonly completions: Readonly<Record<string, Complete>>;
  read(variables: Variables, reader: Reader): Promise<object>;
}

/** The variables of an address that fits the template; undefined where it does not. */
export function variablesOf(template: string, uri: string): Variables | undefined {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '([^/]{1,200})');
  const values = new RegExp(`^${pattern}$`).exec(uri)?.slice(1);
  if (!values) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decoded(values[index] ?? '')]));
}

/** What is no well-formed escape is taken as it stands. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
