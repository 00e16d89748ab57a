import type { AccessPolicy } from '@stockade/access';
import { clientScopesOf, defaultScopes, scopeMappingsOf } from './client-scopes.js';
import { generated } from './generated-mark.js';
import { clientsOf, usersOf } from './realm-clients.js';
import type { RealmRepresentation } from './representation.js';

/** The Keycloak realm of a policy, without secrets: an import file, and what a running realm is held to. */
export function realmOf(policy: AccessPolicy): RealmRepresentation {
  return {
    realm: policy.realm,
    enabled: true,
    sslRequired: 'external',
    defaultSignatureAlgorithm: 'ES256',
    accessTokenLifespan: policy.token.lifetimeSeconds,
    registrationAllowed: false,
    resetPasswordAllowed: false,
    // The name of a person is who the audit says acted.
    editUsernameAllowed: false,
    loginWithEmailAllowed: false,
    bruteForceProtected: true,
    eventsEnabled: true,
    eventsExpiration: 86_400,
    adminEventsEnabled: true,
    // Details would hold regenerated client secrets in plain text.
    adminEventsDetailsEnabled: false,
    ...downscoping,
    roles: {
      realm: [...policy.roles.values()].map(({ name, description }) => ({
        name,
        description,
        attributes: { [generated.key]: [generated.value] },
      })),
    },
    clientScopes: clientScopesOf(policy),
    defaultDefaultClientScopes: [...defaultScopes],
    scopeMappings: scopeMappingsOf(policy),
    clients: clientsOf(policy),
    users: usersOf(policy),
    components: { 'org.keycloak.keys.KeyProvider': keyProviders },
  };
}

/** Without it, a token exchange may widen the scope. */
const downscoping = {
  clientProfiles: {
    profiles: [
      {
        name: 'downscoping',
        description: 'An exchanged token has no scope that the first token lacks',
        executors: [{ executor: 'downscope-assertion-grant-enforcer', configuration: {} }],
      },
    ],
  },
  clientPolicies: {
    policies: [
      {
        name: 'downscoping',
        description: 'For every client',
        enabled: true,
        conditions: [{ condition: 'any-client', configuration: {} }],
        profiles: ['downscoping'],
      },
    ],
  },
};

/** Shipped, because a key that is made at the first token is missing in a key set that was read before. */
const keyProviders = [
  {
    name: 'es256',
    providerId: 'ecdsa-generated',
    config: { priority: ['100'], ecdsaEllipticCurveKey: ['P-256'] },
  },
  { name: 'hmac', providerId: 'hmac-generated', config: { priority: ['100'], algorithm: ['HS512'] } },
  { name: 'aes', providerId: 'aes-generated', config: { priority: ['100'] } },
];
