import type { OperationSpec } from '@stockade/contracts';
import { z } from 'zod';

/** What a call of an operation takes, put together from a tool's arguments. */
export interface CallParts {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly version: number | undefined;
  /** As the caller gave it. */
  readonly idempotencyKey: string | undefined;
}

/** The arguments of a tool: one flat object, as models fill in best, and how it becomes the call of its operation. */
export interface ToolInput {
  /** Strict: an argument that is not known is refused. */
  readonly schema: z.ZodType<Record<string, unknown>>;
  partsOf(args: Readonly<Record<string, unknown>>): CallParts;
}

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, { error: 'must be 1 to 128 visible ASCII characters' })
  .optional()
  .describe(
    'Names this one intention. Send the same key to repeat a call whose answer you did not get: it is done once. ' +
      'Without a key, an equal call is taken for a repetition; give a new key to do the same thing again on purpose.',
  );

/** Throws where two parts of the operation have a field of the same name. */
export function toolInput(operation: OperationSpec): ToolInput {
  const params = fieldsOf(operation.params);
  const query = fieldsOf(operation.query);
  const body = fieldsOf(operation.body) ?? { body: operation.body };
  const own = {
    ...(operation.ifMatch && { version: editedVersion(operation) }),
    ...(operation.method === 'POST' && { idempotencyKey }),
  };
  const shape = { ...params, ...query, ...body, ...own };
  const parts = [params, query, body, own].map((part) => Object.keys(part ?? {}));
  if (parts.flat().length !== Object.keys(shape).length) {
    throw new Error(`${operation.id} has two fields of one name: they cannot be one tool's arguments`);
  }
  const isFlat = fieldsOf(operation.body) !== undefined;
  return {
    schema: z.strictObject(shape),
    partsOf: (args) => ({
      params: pick(args, params),
      query: pick(args, query),
      body: isFlat ? pick(args, body) : args.body,
      version: operation.ifMatch ? numberOf(args.version) : undefined,
      idempotencyKey: typeof args.idempotencyKey === 'string' ? args.idempotencyKey : undefined,
    }),
  };
}

const editedVersion = ({ id }: OperationSpec) =>
  z.int().min(1).describe(`The version that you read; ${id} is refused if it has changed since.`);

/** Undefined for what is no object, such as a choice between several. */
function fieldsOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  return schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : undefined;
}

function pick(
  args: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, z.ZodType>> = {},
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => Object.hasOwn(fields, name)));
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
