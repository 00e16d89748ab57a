import type { OperationSpec } from '@stockade/contracts';
import { jsonSchema } from './json-schema.js';
import {
  OUTSIDE_FIELD,
  outsidePaths,
  outsideTextSchema,
  takeOutside,
  withoutOutside,
} from './outside-text.js';

/** What a tool answers with: the contract's output, with text that others wrote in a field of its own. */
export interface ToolOutput {
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  /** Of an output that the contract has been held against. */
  structured(output: unknown): Record<string, unknown>;
}

export function toolOutput({ output }: OperationSpec): ToolOutput {
  const paths = outsidePaths(output);
  const schema = jsonSchema(output, 'output');
  if (paths.length === 0) return { jsonSchema: schema, structured: (one) => ({ ...Object(one) }) };
  withoutOutside(schema, paths);
  const properties = {
    ...Object(schema.properties),
    [OUTSIDE_FIELD]: jsonSchema(outsideTextSchema, 'output'),
  };
  const required = Array.isArray(schema.required) ? [...schema.required, OUTSIDE_FIELD] : [OUTSIDE_FIELD];
  return {
    jsonSchema: { ...schema, properties, required },
    structured: (one) => {
      const trusted: Record<string, unknown> = structuredClone(Object(one));
      const outside = takeOutside(trusted, paths);
      return { ...trusted, [OUTSIDE_FIELD]: outside };
    },
  };
}
