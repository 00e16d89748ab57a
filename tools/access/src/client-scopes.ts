import { type AccessPolicy, personClients, rolesHolding } from '@stockade/access';
import { generated } from './generated-mark.js';
import type { ClientScopeRepresentation, MapperRepresentation } from './representation.js';

/** Scopes that every client has by default. */
export const defaultScopes = ['basic', 'agent-roles'] as const;

/** Default scope of a client through which people sign in: names the person. */
export const personScope = (client: string): string => `person:${client}`;

/** Scope that makes a token out to a service and grants nothing; no other scope does. */
export const audienceScope = (service: string): string => `audience:${service}`;

/** Default scope of a service that exchanges tokens. */
export const exchangeScope = (service: string): string => `exchange:${service}`;

/** Services that exchange their callers' tokens. */
export function exchangersOf(policy: AccessPolicy): string[] {
  return [...policy.identities.values()].filter(({ exchanges }) => exchanges).map(({ name }) => name);
}

/** Every client scope of the realm. */
export function clientScopesOf(policy: AccessPolicy): ClientScopeRepresentation[] {
  return [
    basic,
    agentRoles,
    ...[...personClients].map(person),
    ...[...policy.audiences].map((service) =>
      clientScope(audienceScope(service), `Tokens for ${service}`, [audience(service)]),
    ),
    ...exchangersOf(policy).map((service) => exchange(policy, service)),
    ...[...policy.scopes].map(([name, { description }]) => clientScope(name, description, [], true)),
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

function person(client: string): ClientScopeRepresentation {
  return clientScope(personScope(client), 'Who the person is', [userName, clientId(client)]);
}

/**
 * What a service puts into the tokens that it obtains by exchange: for whom it acts, and every other service, of
 * which the exchange's parameter `audience` leaves one. The scope of an audience would not do: the exchange gives
 * no scope that is not in the caller's token, which is made out to the exchanger alone.
 */
function exchange(policy: AccessPolicy, service: string): ClientScopeRepresentation {
  const others = [...policy.audiences].filter((other) => other !== service);
  return clientScope(exchangeScope(service), `Tokens that ${service} obtains for its callers`, [
    userName,
    clientId(service),
    ...others.map(audience),
  ]);
}

/** Of a person, or of a client's own account. */
const userName = mapper('preferred_username', 'oidc-usermodel-attribute-mapper', {
  'user.attribute': 'username',
  'claim.name': 'preferred_username',
  'jsonType.label': 'String',
  'id.token.claim': 'true',
  'userinfo.token.claim': 'true',
});

/** Keycloak notes the client (RFC 9068 section 2.2) in the sessions of service accounts only. */
function clientId(client: string): MapperRepresentation {
  return mapper('client_id', 'oidc-hardcoded-claim-mapper', {
    'claim.name': 'client_id',
    'claim.value': client,
    'jsonType.label': 'String',
    'id.token.claim': 'false',
    'userinfo.token.claim': 'false',
  });
}

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
