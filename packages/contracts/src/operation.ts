import { z } from 'zod';

const nothing = z.strictObject({});

export type ServiceName = 'inventory-api' | 'orders-api' | 'shipments-api' | 'governance-api';

export interface OperationSpec {
  /** `<service>.<act>`: the audit action, the OpenAPI operationId and (with `_` for `.`) the tool name. */
  readonly id: string;
  readonly service: ServiceName;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** OpenAPI path template under the service, `{name}` for each key of `params`. */
  readonly path: string;
  /** The one OAuth scope (RFC 6749 section 3.3) that the caller's token and role must both hold. */
  readonly scope: string;
  /** One sentence, for people and for models. */
  readonly summary: string;
  /** What a caller has to know beyond it: units, what follows, what is refused. */
  readonly description?: string;
  /** Arguments of a call that makes sense: what goes into params, query and body, in one object. */
  readonly example?: Readonly<Record<string, unknown>>;
  /** The act in the tool's name, where that of `id` is not what a caller looks for. */
  readonly tool?: string;
  /** What the call commits, in minor units: as its caller states it, and as it turned out. Held against budgets. */
  readonly worth?: {
    stated(body: unknown): number;
    real(output: unknown, body: unknown): number;
  };
  /** Where the answer may be one page of several: what asks for the next, told in a `Link` (RFC 8288) too. */
  readonly nextPage?: {
    readonly parameter: string;
    of(output: object): string | undefined;
  };
  /** True where it takes something away that no other operation brings back. */
  readonly destructive?: boolean;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  readonly output: z.ZodType;
  /** Status of a success. */
  readonly status: 200 | 201;
  /** `version` of the output is the ETag (RFC 9110 section 8.8.3). */
  readonly etag: boolean;
  /** `If-Match` names the version that the caller edits: 428 without it, 412 when it is stale. */
  readonly ifMatch: boolean;
}

/** Input of an operation after validation. */
export interface OperationInput<O extends OperationSpec> {
  readonly params: z.output<O['params']>;
  readonly query: z.output<O['query']>;
  readonly body: z.output<O['body']>;
  /** Version named by `If-Match`, where the operation asks for one. */
  readonly version: number | undefined;
}

export type OperationOutput<O extends OperationSpec> = z.output<O['output']>;

type Defaults = {
  params: typeof nothing;
  query: typeof nothing;
  body: typeof nothing;
  status: 200;
  etag: false;
  ifMatch: false;
};
type Optional = keyof Defaults;
type Given = Omit<OperationSpec, Optional> & Partial<Pick<OperationSpec, Optional>>;

/** Names an operation once: the API implements it, the client calls it, OpenAPI and the test matrix list it. */
export function defineOperation<const G extends Given>(given: G): Readonly<Omit<Defaults, keyof G> & G> {
  const defaults: Defaults = {
    params: nothing,
    query: nothing,
    body: nothing,
    status: 200,
    etag: false,
    ifMatch: false,
  };
  return Object.freeze({ ...defaults, ...given });
}
