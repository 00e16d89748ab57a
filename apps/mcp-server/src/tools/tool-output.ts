import type { OperationSpec } from '@stockade/contracts';
import { z } from 'zod';

/** What a tool answers with: the contract's output. */
export interface ToolOutput {
  readonly jsonSchema: Record<string, unknown>;
  structured(output: unknown): Record<string, unknown>;
}

export function toolOutput(operation: OperationSpec): ToolOutput {
  const { $schema: _, ...schema } = z.toJSONSchema(operation.output, { io: 'output' });
  return { jsonSchema: schema, structured: (output) => ({ ...Object(output) }) };
}
