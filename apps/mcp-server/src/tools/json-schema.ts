import { z } from 'zod';

/**
 * JSON Schema 2020-12, which is what MCP takes where a schema names no dialect. What tells a model nothing is
 * left out: the pattern of a format that is named, and the bounds of every JSON number that is whole.
 */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: one }) => plain(one),
  });
  return rest;
}

function plain(one: z.core.JSONSchema.BaseSchema): void {
  if (one.format !== undefined) delete one.pattern;
  if (one.maximum === Number.MAX_SAFE_INTEGER) delete one.maximum;
  if (one.minimum === Number.MIN_SAFE_INTEGER) delete one.minimum;
}
