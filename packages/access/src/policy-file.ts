import { z } from 'zod';

/** Identifiers that are interpolated into SQL: nothing that would need quoting. */
const sqlName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be lower-case letters, digits and _, at most 63, no digit first');
const reservedLogins = /^(pg_|postgres$|stockade_owner$|public$|none$|current_|session_|user$)/;
const login = sqlName.refine((name) => !reservedLogins.test(name), 'is reserved: choose another login');
const table = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}\.[a-z_][a-z0-9_]{0,62}$/, 'must be schema.table in lower case');
const identityName = z
  .string()
  .regex(/^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/, 'must be lower-case words joined by _ or -')
  .max(57, 'must be at most 57 characters, for the name of its queue login')
  .refine((name) => !name.startsWith('service-account-'), "is how Keycloak names a client's own account");
const scopeName = z.string().regex(/^[a-z]+:[a-z]+$/, 'must be <thing>:<act> in lower case');
const roleName = z.string().regex(/^[A-Z][A-Za-z]{0,62}$/, 'must be letters, the first a capital');
const queueName = z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'must be lower-case words joined by -');
const sentence = z.string().min(1, 'must not be empty');

const unique = <T extends z.ZodType>(item: T) =>
  z.array(item).superRefine((items, context) => {
    items.forEach((value, index) => {
      if (items.indexOf(value) < index) {
        context.addIssue({ code: 'custom', path: [index], message: `${value} is listed twice: remove one` });
      }
    });
  });

const grants = z.record(table, unique(z.enum(['select', 'insert', 'update', 'delete'])).min(1));

const role = z.strictObject({
  description: sentence,
  scopes: unique(scopeName),
  login,
  limits: z
    .strictObject({
      approvalAboveMinor: z.int().min(0).optional(),
      overReceiptShare: z.number().min(0).max(1).optional(),
      countDifference: z.int().min(0).optional(),
    })
    .default({}),
  conditions: z
    .array(
      z
        .strictObject({
          operation: sentence,
          field: sentence,
          maximumMagnitude: z.int().min(0).optional(),
          allowed: unique(sentence).min(1).optional(),
          reason: sentence,
        })
        .refine((one) => (one.maximumMagnitude === undefined) !== (one.allowed === undefined), {
          error: 'must have either maximumMagnitude, for a number, or allowed, for a text',
        }),
    )
    .default([]),
  approvals: z
    .array(
      z.strictObject({
        operation: sentence,
        field: sentence,
        aboveMagnitude: z.int().min(0),
        reason: sentence,
      }),
    )
    .default([]),
  grants: grants.default({}),
  produces: unique(queueName).default([]),
});

const identity = z.strictObject({
  role: roleName,
  owner: sentence,
  purpose: sentence,
  classification: z.enum(['public', 'internal', 'confidential', 'restricted']).optional(),
  status: z.enum(['active', 'suspended']).default('active'),
  limits: z.strictObject({
    requestsPerMinute: z.int().min(1),
    burst: z.int().min(0),
    toolCallsPerMinute: z.int().min(1).optional(),
    valuePerDayMinor: z.int().min(100).max(200_000_000_000).optional(),
    ordersPerHour: z.int().min(1).max(1_000_000).optional(),
  }),
  consumes: unique(queueName).default([]),
  collects: unique(queueName).default([]),
  exchanges: z
    .literal(false, 'is for services: a token is exchanged by the service that it was made out to')
    .default(false),
});

const identities = z.record(identityName, identity).default({});
const services = z
  .record(identityName, identity.extend({ exchanges: z.boolean().default(false) }))
  .default({});

/** Verifiers refuse more than 600 s; Keycloak may add one, as it reads its clock for `iat` and for `exp`. */
const lifetimeSeconds = z.int().min(30).max(599);

/** The shape of access.yaml; what its parts say of each other is checked apart. */
export const policyFile = z.strictObject({
  version: z.literal(1),
  realm: identityName,
  token: z.strictObject({ lifetimeSeconds, exchangedLifetimeSeconds: lifetimeSeconds }),
  scopes: z.record(
    scopeName,
    z.strictObject({ audience: identityName, inPerson: z.boolean().default(false), description: sentence }),
  ),
  roles: z.record(roleName, role),
  agents: identities,
  gateways: identities,
  services,
  people: identities,
  logins: z.record(login, z.strictObject({ purpose: sentence, grants })).default({}),
});

export type PolicyFile = z.output<typeof policyFile>;
