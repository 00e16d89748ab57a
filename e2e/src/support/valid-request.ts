import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { asAdmin } from './admin-database.js';
import type { JsonSchema, LiveOperation } from './live-operations.js';

/** Values by the name of the field, or by `<collection>/<parameter>` of the path, for what has to exist. */
export type Fixtures = Readonly<Record<string, string>>;

/** A place that holds stock, the business day that was closed last, and a request that waits for a person. */
export async function knownFixtures(): Promise<Fixtures> {
  const [place] = await asAdmin<{ sku: string; location: string; onHand: string; day: string }>(
    `SELECT sku, location, on_hand::text AS "onHand", (SELECT max(date)::text FROM inventory.business_days) AS day
     FROM inventory.levels ORDER BY sku DESC, location LIMIT 1`,
  );
  if (!place) throw new Error('the database holds no stock');
  return {
    sku: place.sku,
    location: place.location,
    destination: place.location,
    // Any other count would be far off the books, which is a person's to record.
    counted: place.onHand,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    assignee: 'operator',
    date: place.day,
    'approvals/id': await pendingApproval(),
  };
}

/** Of an agent that no test calls as. */
async function pendingApproval(): Promise<string> {
  const id = randomUUID();
  await asAdmin(
    `INSERT INTO governance.approvals (id, agent, operation, input, digest, reason, expires_at)
     VALUES ($1, 'nobody', 'inventory.record_adjustment', '{"params":{},"body":{},"version":null}', $2, 'a test',
       now() + interval '5 minutes')`,
    [id, '0'.repeat(64)],
  );
  return id;
}

export interface RequestParts {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; undefined for an operation without a body. */
  readonly body: string | undefined;
}

/** The smallest request that the document of an operation calls valid; what its ids name need not exist. */
export function validRequest(operation: LiveOperation, fixtures: Fixtures): RequestParts {
  const { method, parameters } = operation;
  const collection = operation.path.split('/{', 1)[0]?.split('/').at(-1);
  const path = parameters
    .filter((one) => one.in === 'path')
    .reduce(
      (address, { name, schema }) =>
        withParameter(
          address,
          name,
          fixtures[`${collection}/${name}`] ?? String(sample(schema, fixtures, name)),
        ),
      operation.path,
    );
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map(({ name, schema }) => [name, String(sample(schema, fixtures, name))] as const);
  const search = query.length > 0 ? `?${new URLSearchParams(Object.fromEntries(query))}` : '';
  const body = operation.body && JSON.stringify(sample(operation.body, fixtures));
  return {
    method,
    url: `${operation.url}${path}${search}`,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(asksFor(operation, 'Idempotency-Key') && { 'idempotency-key': randomUUID() }),
      ...(asksFor(operation, 'If-Match') && { 'if-match': '"1"' }),
    },
    body,
  };
}

export const asksFor = ({ parameters }: LiveOperation, header: string): boolean =>
  parameters.some((one) => one.in === 'header' && one.name === header);

export const withParameter = (path: string, name: string, value: string): string =>
  path.replace(`{${name}}`, encodeURIComponent(value));

/** The smallest value that a schema allows, as near to 1 as it may be. */
export function sample(schema: JsonSchema, fixtures: Fixtures, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice) return sample(choice, fixtures, name);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {}, fixtures, key)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, fixtures, name));
    case 'integer':
    case 'number':
      return Number(fixtures[name] ?? Math.min(Math.max(1, schema.minimum ?? 1), schema.maximum ?? 1));
    case 'boolean':
      return true;
    case 'string':
      return sampleText(schema, fixtures, name);
    default:
      throw new Error(`${name} has a schema that this test does not know: ${JSON.stringify(schema)}`);
  }
}

function sampleText({ format, pattern }: JsonSchema, fixtures: Fixtures, name: string): string {
  const known = fixtures[name];
  if (known !== undefined) return known;
  if (format === 'uuid') return randomUUID();
  if (format === 'date') return fixtures.date ?? '2011-01-01';
  if (format === 'date-time') return new Date().toISOString();
  if (pattern === undefined) return 'text';
  const [text = ''] = fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 1, seed: 1 });
  return text;
}
