import { type OperationSpec, Problem } from '@stockade/contracts';
import { fieldErrors } from '@stockade/service/gate';
import type { z } from 'zod';
import type { Apis } from '../tools/apis.js';
import { type ToolOutput, toolOutput } from '../tools/tool-output.js';
import type { Reader } from './resource.js';

/** Far more than one order or shipment has; what is longer is told to be cut. */
const MOST_PAGES = 20;

interface Read<O extends OperationSpec> {
  readonly params?: z.input<O['params']>;
  readonly query?: z.input<O['query']>;
}

/** Reads operations for resources, as a tool would answer: with the words of others apart. */
export class OperationReader {
  readonly #outputs = new Map<OperationSpec, ToolOutput>();

  constructor(private readonly apis: Apis) {}

  /** Throws the `Problem` that the API answered. */
  async one<O extends OperationSpec>(
    operation: O,
    reader: Reader,
    read: Read<O>,
  ): Promise<Record<string, unknown>> {
    const output = await this.raw(operation, reader, read);
    return this.#outputOf(operation).structured(output);
  }

  /** As the contract has it. */
  raw<O extends OperationSpec>(operation: O, { caller, signal }: Reader, read: Read<O>) {
    const input = inputOf(operation, read);
    return this.apis.call(operation, caller, { ...input, version: undefined, signal });
  }

  /** All pages of a list, each as a tool would answer. */
  async pages<O extends OperationSpec>(operation: O, reader: Reader, read: Read<O>) {
    const pages: Record<string, unknown>[] = [];
    let cursor: unknown;
    do {
      const query = { limit: 200, ...Object(read.query), ...(typeof cursor === 'string' && { cursor }) };
      const page = await this.one(operation, reader, { ...read, query });
      cursor = page.nextCursor;
      pages.push(page);
    } while (typeof cursor === 'string' && pages.length < MOST_PAGES);
    return { pages, isCut: typeof cursor === 'string' };
  }

  #outputOf(operation: OperationSpec): ToolOutput {
    const known = this.#outputs.get(operation) ?? toolOutput(operation);
    this.#outputs.set(operation, known);
    return known;
  }
}

/** Throws `invalid_request` for an address whose values the operation does not take. */
function inputOf(operation: OperationSpec, { params, query }: Read<OperationSpec>) {
  return {
    params: checked(operation.params, params ?? {}),
    query: checked(operation.query, query ?? {}),
    body: undefined,
  };
}

function checked(schema: z.ZodType, value: unknown): Readonly<Record<string, unknown>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ...Object(parsed.data) };
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, ''));
  throw new Problem('invalid_request', { detail: `${errors[0]?.pointer} ${errors[0]?.detail}`, errors });
}
