import { z } from 'zod';

const name = z.string().optional().catch(undefined);
const names = z.array(z.string()).catch([]);
const mapOf = <T extends z.ZodType>(value: T) => z.record(z.string(), value.catch(value.parse({}))).catch({});

const identity = z.object({ role: name, consumes: names, collects: names });
const rule = z
  .object({ operation: name, field: name, allowed: names.optional() })
  .catch({ operation: undefined, field: undefined });

/**
 * What the parts of the policy file name of each other, as far as it can be read: so that what contradicts
 * is found beside what is malformed, and both are told at once.
 */
export const references = z
  .object({
    scopes: mapOf(z.object({ audience: name })),
    roles: mapOf(
      z.object({
        scopes: names,
        login: name,
        produces: names,
        conditions: z.array(rule).catch([]),
        approvals: z.array(rule).catch([]),
      }),
    ),
    agents: mapOf(identity),
    gateways: mapOf(identity),
    services: mapOf(identity),
    people: mapOf(identity),
    logins: mapOf(z.object({})),
  })
  .catch({ scopes: {}, roles: {}, agents: {}, gateways: {}, services: {}, people: {}, logins: {} });

export type References = z.output<typeof references>;

/** Section of the file for each kind of identity. */
export const sections = [
  ['agents', 'agent'],
  ['gateways', 'gateway'],
  ['services', 'service'],
  ['people', 'person'],
] as const;

/** An identity, and the section of the file that it stands in. */
export interface NamedIdentity {
  readonly section: (typeof sections)[number][0];
  readonly name: string;
  readonly role?: string | undefined;
  readonly consumes: readonly string[];
  readonly collects: readonly string[];
}

/** Every identity of the file, in its order. */
export function identitiesOf(file: References): NamedIdentity[] {
  return sections.flatMap(([section]) =>
    Object.entries(file[section]).map(([key, links]) => ({ ...links, section, name: key })),
  );
}

/** A fault by its path in the file. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  /** What is wrong and what to do. */
  readonly detail: string;
}
