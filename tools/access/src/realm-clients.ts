import {
  type AccessPolicy,
  approvalPagesClient,
  desktopClient,
  type Identity,
  peoplesClient,
} from '@stockade/access';
import { governance } from '@stockade/contracts';
import { audienceScope, defaultScopes, exchangersOf, exchangeScope, personScope } from './client-scopes.js';
import { generated } from './generated-mark.js';
import type { ClientRepresentation, UserRepresentation } from './representation.js';

/** A confidential client for each agent, gateway and service, and the clients through which people sign in. */
export function clientsOf(policy: AccessPolicy): ClientRepresentation[] {
  const machines = machinesOf(policy).map((identity) => machineClient(policy, identity));
  return [...machines, peoplesClientOf(policy), ...desktopClientOf(policy), approvalPages(), passwordClient];
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
      ...exchangeAttributes(policy, identity),
    },
    ...machineScopes(policy, identity),
  };
}

/** Standard token exchange (RFC 8693); a service account of the exchanger's own would have the same lifespan. */
function exchangeAttributes(policy: AccessPolicy, { exchanges }: Identity): Record<string, string> {
  const allowed = { 'standard.token.exchange.enabled': String(exchanges) };
  if (!exchanges) return allowed;
  return { ...allowed, 'access.token.lifespan': String(policy.token.exchangedLifetimeSeconds) };
}

/**
 * An exchanger may ask for every scope: it gets those that are in its caller's token and that a role of its
 * caller holds.
 */
function machineScopes(policy: AccessPolicy, { name, role, exchanges }: Identity) {
  const held = exchanges ? policy.scopes.keys() : (policy.roles.get(role)?.scopes ?? []);
  return {
    defaultClientScopes: [...defaultScopes, ...(exchanges ? [exchangeScope(name)] : [])],
    optionalClientScopes: [...audiences(policy), ...held],
  };
}

/** The command line's: for every API, answered on a loopback port of its choice. */
function peoplesClientOf(policy: AccessPolicy): ClientRepresentation {
  return {
    ...nativeApp(peoplesClient, 'Through which people obtain tokens'),
    redirectUris: ['http://127.0.0.1/callback'],
    optionalClientScopes: [...audiences(policy), ...policy.scopes.keys()],
  };
}

/**
 * That of people's own programs, each with a path of its own on loopback. Its tokens are for services that
 * exchange and for no other, whatever such a program asks for, and let it decide nothing in the person's place.
 */
function desktopClientOf(policy: AccessPolicy): ClientRepresentation[] {
  const services = exchangersOf(policy);
  if (services.length === 0) return [];
  const app = nativeApp(desktopClient, 'Through which programs of people, as MCP clients, obtain tokens');
  return [
    {
      ...app,
      redirectUris: ['http://127.0.0.1/*', 'http://localhost/*'],
      defaultClientScopes: [...app.defaultClientScopes, ...services.map(audienceScope)],
      optionalClientScopes: [...policy.scopes].filter(([, { inPerson }]) => !inPerson).map(([name]) => name),
    },
  ];
}

/** That of the pages on which people decide: confidential, and good for nothing else. */
function approvalPages(): ClientRepresentation {
  const { service, scope } = governance.getApproval;
  const app = nativeApp(approvalPagesClient, 'Pages on which people decide on what agents ask for');
  return {
    ...app,
    publicClient: false,
    attributes: { ...app.attributes, 'standard.token.exchange.enabled': 'false' },
    redirectUris: ['http://127.0.0.1/approvals/callback'],
    optionalClientScopes: [audienceScope(service), scope, governance.decideApproval.scope],
  };
}

/** A native app (RFC 8252): authorization code with PKCE. */
function nativeApp(clientId: string, description: string) {
  return {
    ...client(clientId, description),
    publicClient: true,
    standardFlowEnabled: true,
    attributes: { ...tokenAttributes, 'pkce.code.challenge.method': 'S256' },
    defaultClientScopes: [...defaultScopes, personScope(clientId)],
  } as const;
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

/**
 * Off with its client where that is suspended: Keycloak lets a service that exchanges tokens exchange one of its
 * own anew, and looks at the account alone.
 */
function serviceAccount({ name, role, status }: Identity): UserRepresentation {
  return {
    username: `service-account-${name}`,
    enabled: status === 'active',
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
