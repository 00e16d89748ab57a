import type { StackEnvironment } from '@stockade/testing';
import { z } from 'zod';

/** As much of JSON Schema 2020-12 as the documents use. */
export interface JsonSchema {
  readonly type?: string | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: JsonSchema | undefined;
  readonly minItems?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
}

const schema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(schema).optional(),
    oneOf: z.array(schema).optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    items: schema.optional(),
    minItems: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
  }),
);

const operation = z.object({
  operationId: z.string(),
  security: z.tuple([z.object({ oauth2: z.tuple([z.string()]) })]),
  'x-roles': z.array(z.string()),
  parameters: z.array(
    z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean(), schema }),
  ),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema }) }) }).optional(),
  responses: z.record(z.string(), z.unknown()),
});

const document = z.object({
  openapi: z.string().startsWith('3.1'),
  paths: z.record(z.string(), z.record(z.enum(['get', 'post', 'put']), operation.optional())),
});

/** One operation, as the OpenAPI document of a running service tells of it. */
export interface LiveOperation {
  readonly id: string;
  readonly service: string;
  readonly url: string;
  readonly method: string;
  readonly path: string;
  readonly scope: string;
  readonly roles: readonly string[];
  readonly parameters: z.output<typeof operation>['parameters'];
  readonly body: JsonSchema | undefined;
  /** Statuses that the document names. */
  readonly statuses: readonly number[];
}

/** Every operation of the running services; a test that goes over these forgets none. */
export async function liveOperations(services: StackEnvironment['services']): Promise<LiveOperation[]> {
  const found = await Promise.all(
    apisOf(services).map(async ([service, { url }]) => {
      const { paths } = document.parse(await (await fetch(`${url}/openapi.json`)).json());
      return Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, one]) =>
          one ? [live(service, url, path, method.toUpperCase(), one)] : [],
        ),
      );
    }),
  );
  return found.flat();
}

/** The tool server offers the same operations, and is no API of its own. */
const apisOf = (services: StackEnvironment['services']) =>
  Object.entries(services).filter(([name]) => name.endsWith('-api'));

function live(
  service: string,
  url: string,
  path: string,
  method: string,
  one: z.output<typeof operation>,
): LiveOperation {
  return {
    id: one.operationId,
    service,
    url,
    method,
    path,
    scope: one.security[0].oauth2[0],
    roles: one['x-roles'],
    parameters: one.parameters,
    body: one.requestBody?.content['application/json'].schema,
    statuses: Object.keys(one.responses).map(Number),
  };
}
