import { type AccessPolicy, type Identity, peoplesClient } from '@stockade/access';
import { audienceScope, defaultScopes, personScope } from './client-scopes.js';
import { generated } from './generated-mark.js';
import type { ClientRepresentation, UserRepresentation } from './representation.js';

/** A confidential client for each agent, gateway and service, and one public client for people. */
export function clientsOf(policy: AccessPolicy): ClientRepresentation[] {
  const machines = machinesOf(policy).map((identity) => machineClient(policy, identity));
  return [...machines, peoplesClientOf(policy), passwordClient];
}

/** People, and the service accounts of the machines. */
export function usersOf(policy: AccessPolicy): UserRepresentation[] {
  return [...policy.identities.values()].flatMap((identity) => {
    if (identity.kind === 'person') return [personAccount(policy, identity)];
    return holdsScopes(policy, identity) ? [serviceAccount(identity)] : [];
  });
}

function machinesOf(policy: AccessPolicy): Identity[] {
  return [...policy.identities.values()].filter(({ kind }) => kind !== 'person');
}

/** Only who may do something with a token obtains one. */
function holdsScopes(policy: AccessPolicy, identity: Identity): boolean {
  return (policy.roles.get(identity.role)?.scopes.size ?? 0) > 0;
}

function machineClient(policy: AccessPolicy, identity: Identity): ClientRepresentation {
  return {
    ...client(identity.name, identity.purpose),
    enabled: identity.status === 'active',
    publicClient: false,
    serviceAccountsEnabled: holdsScopes(policy, identity),
    attributes: {
      ...tokenAttributes,
      'client_credentials.use_refresh_token': 'false',
      owner: identity.owner,
    },
    optionalClientScopes: [...audiences(policy), ...(policy.roles.get(identity.role)?.scopes ?? [])],
  };
}

/** A native app (RFC 8252): authorization code with PKCE, answered on a loopback port of its choice. */
function peoplesClientOf(policy: AccessPolicy): ClientRepresentation {
  return {
    ...client(peoplesClient, 'Through which people obtain tokens'),
    publicClient: true,
    standardFlowEnabled: true,
    redirectUris: ['http://127.0.0.1/callback'],
    attributes: { ...tokenAttributes, 'pkce.code.challenge.method': 'S256' },
    defaultClientScopes: [...defaultScopes, personScope],
    optionalClientScopes: [...audiences(policy), ...policy.scopes.keys()],
  };
}

/** Keycloak brings this client with every realm; it takes passwords directly, so it is off. */
const passwordClient: ClientRepresentation = {
  ...client('admin-cli', 'Off: people sign in through the browser only'),
  enabled: false,
  publicClient: true,
  attributes: {},
  optionalClientScopes: [],
};

/** `typ` is `at+jwt` (RFC 9068 section 2.1). */
const tokenAttributes = {
  'access.token.header.type.rfc9068': 'true',
  [generated.key]: generated.value,
};

/** A client that may do nothing yet. */
function client(clientId: string, description: string) {
  return {
    clientId,
    description,
    enabled: true,
    protocol: 'openid-connect',
    standardFlowEnabled: false,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    fullScopeAllowed: false,
    redirectUris: [],
    defaultClientScopes: defaultScopes,
  } as const;
}

function audiences(policy: AccessPolicy): string[] {
  return [...policy.audiences].map(audienceScope);
}

function serviceAccount({ name, role }: Identity): UserRepresentation {
  return {
    username: `service-account-${name}`,
    enabled: true,
    serviceAccountClientId: name,
    realmRoles: [role],
  };
}

/** With a full profile, because Keycloak asks for what is missing at the first login. */
function personAccount(policy: AccessPolicy, { name, role, status }: Identity): UserRepresentation {
  return {
    username: name,
    enabled: status === 'active',
    email: `${name}@${policy.realm}.example`,
    emailVerified: true,
    firstName: name,
    lastName: role,
    realmRoles: [role],
  };
}
