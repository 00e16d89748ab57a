import { type AccessPolicy, peoplesClient, rolesHolding } from '@stockade/access';
import { generated } from './generated-mark.js';
import type { ClientScopeRepresentation, MapperRepresentation } from './representation.js';

/** Scopes that every client has by default. */
export const defaultScopes = ['basic', 'agent-roles'] as const;

/** Default scope of the people's client: names the person. */
export const personScope = 'person';

/** Scope that makes a token out to a service and grants nothing. */
export const audienceScope = (service: string): string => `audience:${service}`;

/** Every client scope of the realm. */
export function clientScopesOf(policy: AccessPolicy): ClientScopeRepresentation[] {
  return [
    basic,
    agentRoles,
    person,
    ...[...policy.audiences].map((service) =>
      clientScope(audienceScope(service), `Tokens for ${service}`, [audience(service)]),
    ),
    ...[...policy.scopes].map(([name, scope]) =>
      clientScope(name, scope.description, [audience(scope.audience)], true),
    ),
  ];
}

/**
 * A client scope with role mappings is given only to who holds one of the roles: so Keycloak itself grants no
 * scope that the role lacks.
 */
export function scopeMappingsOf(policy: AccessPolicy): { clientScope: string; roles: string[] }[] {
  return [
    { clientScope: agentRoles.name, roles: [...policy.roles.keys()] },
    ...[...policy.scopes.keys()].map((scope) => ({ clientScope: scope, roles: rolesHolding(policy, scope) })),
  ];
}

/** Shipped because a realm with client scopes of its own gets none of the built-in ones. */
const basic = clientScope('basic', 'Subject and client of a token (RFC 9068)', [
  mapper('sub', 'oidc-sub-mapper', {}),
  mapper('client_id', 'oidc-usersessionmodel-note-mapper', {
    'user.session.note': 'client_id',
    'claim.name': 'client_id',
    'jsonType.label': 'String',
    'id.token.claim': 'false',
  }),
]);

/** Multivalued: otherwise all but one of several roles would vanish. */
const agentRoles = clientScope('agent-roles', 'Roles of the caller', [
  mapper('roles', 'oidc-usermodel-realm-role-mapper', {
    'claim.name': 'roles',
    'jsonType.label': 'String',
    multivalued: 'true',
    'id.token.claim': 'false',
    'userinfo.token.claim': 'false',
  }),
]);

const person = clientScope(personScope, 'Who the person is', [
  mapper('preferred_username', 'oidc-usermodel-attribute-mapper', {
    'user.attribute': 'username',
    'claim.name': 'preferred_username',
    'jsonType.label': 'String',
    'id.token.claim': 'true',
    'userinfo.token.claim': 'true',
  }),
  mapper('client_id', 'oidc-hardcoded-claim-mapper', {
    'claim.name': 'client_id',
    'claim.value': peoplesClient,
    'jsonType.label': 'String',
    'id.token.claim': 'false',
    'userinfo.token.claim': 'false',
  }),
]);

function clientScope(
  name: string,
  description: string,
  protocolMappers: MapperRepresentation[],
  inToken = false,
): ClientScopeRepresentation {
  return {
    name,
    description,
    protocol: 'openid-connect',
    attributes: {
      'include.in.token.scope': String(inToken),
      'display.on.consent.screen': 'false',
      [generated.key]: generated.value,
    },
    protocolMappers,
  };
}

function audience(service: string): MapperRepresentation {
  return mapper(audienceScope(service), 'oidc-audience-mapper', {
    'included.client.audience': service,
    'id.token.claim': 'false',
  });
}

function mapper(name: string, protocolMapper: string, config: Record<string, string>): MapperRepresentation {
  return {
    name,
    protocol: 'openid-connect',
    protocolMapper,
    config: { 'access.token.claim': 'true', 'introspection.token.claim': 'true', ...config },
  };
}
