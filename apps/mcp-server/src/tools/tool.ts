import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { OperationSpec } from '@stockade/contracts';
import { jsonSchema } from './json-schema.js';
import { type ToolInput, toolInput } from './tool-input.js';
import { toolName } from './tool-name.js';
import { type ToolOutput, toolOutput } from './tool-output.js';

/** An operation as a tool. Everything is worked out once, for a list or a call converts no schema. */
export interface Tool {
  readonly name: string;
  readonly operation: OperationSpec;
  readonly scope: string;
  readonly input: ToolInput;
  readonly output: ToolOutput;
  /** As `tools/list` tells it. */
  readonly listed: ListedTool;
}

export function toolOf(operation: OperationSpec): Tool {
  const name = toolName(operation);
  const input = toolInput(operation);
  const output = toolOutput(operation);
  const listed = {
    name,
    title: titleOf(name),
    description: descriptionOf(operation),
    inputSchema: { ...jsonSchema(input.schema, 'input'), type: 'object' as const },
    outputSchema: { ...output.jsonSchema, type: 'object' as const },
    annotations: annotationsOf(operation),
  };
  return Object.freeze({ name, operation, scope: operation.scope, input, output, listed });
}

function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function descriptionOf({ summary, description, example, scope }: OperationSpec): string {
  return [
    [summary, description].filter(Boolean).join(' '),
    ...(example ? [`Example arguments: ${JSON.stringify(example)}`] : []),
    `Needs the scope ${scope}.`,
  ].join('\n');
}

/** What is true of the method (RFC 9110 section 9.2): a POST is done once for each key, and so may be repeated. */
function annotationsOf({ method, destructive = false }: OperationSpec): ListedTool['annotations'] {
  const readOnlyHint = method === 'GET';
  return { readOnlyHint, destructiveHint: destructive, idempotentHint: true, openWorldHint: false };
}
