import { type AccessPolicy, rolesHolding } from '@stockade/access';
import { type OperationSpec, problems } from '@stockade/contracts';
import { z } from 'zod';

const SECURITY_SCHEME = 'oauth2';

/** Stands for the issuer, which each environment has of its own; a service names that one (RFC 2606 section 2). */
const ISSUER = 'https://issuer.invalid';

/** The OpenAPI 3.1 document of a service: each operation with its scope and the roles that hold it. */
export function openApiDocument(service: string, contracts: readonly OperationSpec[], policy: AccessPolicy) {
  const byPath = Map.groupBy(contracts, ({ path }) => path);
  const paths = [...byPath].map(([path, operations]) => [
    path,
    Object.fromEntries(operations.map((one) => [one.method.toLowerCase(), operation(one, policy)])),
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: service,
      version: '1',
      description: 'Errors are RFC 9457 problem details with a stable code.',
    },
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: { [SECURITY_SCHEME]: securityScheme(contracts, policy) },
    },
  };
}

function operation(contract: OperationSpec, policy: AccessPolicy) {
  return {
    operationId: contract.id,
    summary: contract.summary,
    ...(contract.description && { description: contract.description }),
    security: [{ [SECURITY_SCHEME]: [contract.scope] }],
    'x-roles': rolesHolding(policy, contract.scope),
    parameters: [
      ...parameters('path', contract.params),
      ...parameters('query', contract.query),
      ...headers(contract),
      ...approvalHeader(contract, policy),
    ],
    ...(contract.method !== 'GET' && {
      requestBody: { required: true, content: json(contract.body, 'input') },
    }),
    responses: responses(contract),
  };
}

function parameters(place: 'path' | 'query', schema: z.ZodType) {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: one,
  }));
}

function headers(contract: OperationSpec) {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string', maxLength: 255 },
  });
  return [
    ...(contract.method === 'POST'
      ? [header('Idempotency-Key', 'The same for each attempt of one request')]
      : []),
    ...(contract.ifMatch ? [header('If-Match', 'ETag of the version that is edited')] : []),
  ];
}

/** Of an operation that some role calls only with a person's approval above some value. */
function approvalHeader({ id }: OperationSpec, policy: AccessPolicy) {
  const roles = [...policy.roles.values()];
  const rules = roles.flatMap(({ name, approvals }) => approvals.map((rule) => ({ role: name, ...rule })));
  const own = rules.filter(({ operation: ruled }) => ruled === id);
  if (own.length === 0) return [];
  const when = own.map(({ role, field, aboveMagnitude }) => `${role} above ${aboveMagnitude} of ${field}`);
  const description = `Approval of a person (governance.request_approval), for ${when.join('; ')}`;
  return [
    {
      name: 'Approval-Id',
      in: 'header',
      required: false,
      description,
      schema: { type: 'string', format: 'uuid' },
    },
  ];
}

function responses(contract: OperationSpec) {
  const etag = contract.etag && { headers: { ETag: { schema: { type: 'string' } } } };
  const success = { description: 'Done', ...etag, content: json(contract.output, 'output') };
  const refusals = refusingStatuses(contract).map((status) => [status, refusal(status)]);
  return { [contract.status]: success, ...Object.fromEntries(refusals) };
}

const ALWAYS = [400, 401, 403, 414, 429, 431, 500, 503];
const OF_A_RESOURCE = [404];
const OF_A_BODY = [404, 409, 413, 415, 422];
const OF_AN_EDIT = [412, 428];

function refusingStatuses({ method, path, ifMatch }: OperationSpec): number[] {
  return [
    ...ALWAYS,
    ...(path.includes('{') ? OF_A_RESOURCE : []),
    ...(method === 'GET' ? [] : OF_A_BODY),
    ...(ifMatch ? OF_AN_EDIT : []),
  ];
}

/** A refusal by its status, with the codes that may come with it. */
function refusal(status: number) {
  const codes = Object.entries(problems).filter(([, problem]) => problem.status === status);
  const schema = { $ref: '#/components/schemas/Problem' };
  return {
    description: codes.map(([code, { title }]) => `\`${code}\`: ${title}.`).join('\n\n'),
    content: { 'application/problem+json': { schema } },
  };
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.keys(problems) },
    instance: { type: 'string', description: 'Id of the request' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

function securityScheme(contracts: readonly OperationSpec[], policy: AccessPolicy) {
  const scopes = [...new Set(contracts.map(({ scope }) => scope))];
  const described = scopes.map((scope) => [scope, policy.scopes.get(scope)?.description ?? '']);
  const clientCredentials = {
    tokenUrl: `${ISSUER}/protocol/openid-connect/token`,
    scopes: Object.fromEntries(described),
  };
  return { type: 'oauth2', flows: { clientCredentials } };
}

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: jsonSchema(schema, io) },
});

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
