import { z } from 'zod';
import type { AdminApi } from './admin-api.js';

const attributes = z.record(z.string(), z.string()).default({});
const named = z.object({ id: z.string(), name: z.string() });

const role = named.extend({
  description: z.string().default(''),
  attributes: z.record(z.string(), z.array(z.string())).default({}),
});

const mapper = named.extend({
  protocol: z.string(),
  protocolMapper: z.string(),
  config: z.record(z.string(), z.string()).default({}),
});

const clientScope = named.extend({
  protocol: z.string(),
  description: z.string().default(''),
  attributes,
  protocolMappers: z.array(mapper).default([]),
});

const client = z.looseObject({
  id: z.string(),
  clientId: z.string(),
  secret: z.string().optional(),
  attributes,
  serviceAccountsEnabled: z.boolean().default(false),
  defaultClientScopes: z.array(z.string()).default([]),
  optionalClientScopes: z.array(z.string()).default([]),
});

const user = z.looseObject({ id: z.string(), username: z.string() });

type LiveRole = z.output<typeof role>;
export type LiveClientScope = z.output<typeof clientScope> & { readonly roles: readonly string[] };
export type LiveClient = z.output<typeof client>;
export type LiveUser = z.output<typeof user>;

/** What a running realm holds now, by name. */
export interface LiveRealm {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly roles: ReadonlyMap<string, LiveRole>;
  readonly clientScopes: ReadonlyMap<string, LiveClientScope>;
  readonly defaultScopes: ReadonlySet<string>;
  readonly clients: ReadonlyMap<string, LiveClient>;
  /** People; Keycloak lists no service accounts among them. */
  readonly users: ReadonlyMap<string, LiveUser>;
  readonly serviceAccounts: ReadonlyMap<string, LiveUser>;
  /** Who holds a role, service accounts among them, by role. */
  readonly holders: ReadonlyMap<string, readonly LiveUser[]>;
}

/** Reads a realm in two rounds of parallel requests; undefined when it does not exist. */
export async function readRealm(api: AdminApi, realm: string): Promise<LiveRealm | undefined> {
  const at = `/${realm}`;
  const [settings, roles, scopes, defaults, clients, users] = await Promise.all([
    api.get(at, z.record(z.string(), z.unknown())),
    api.get(`${at}/roles?briefRepresentation=false`, z.array(role)),
    api.get(`${at}/client-scopes`, z.array(clientScope)),
    api.get(`${at}/default-default-client-scopes`, z.array(named)),
    api.get(`${at}/clients`, z.array(client)),
    api.get(`${at}/users?max=100000`, z.array(user)),
  ]);
  if (!settings) return undefined;
  const [clientScopes, holders, accounts] = await Promise.all([
    Promise.all((scopes ?? []).map(async (scope) => withRoles(api, realm, scope))),
    Promise.all((roles ?? []).map(async ({ name }) => [name, await holdersOf(api, realm, name)] as const)),
    Promise.all(
      (clients ?? []).filter(hasServiceAccount).map(async ({ id }) => serviceAccountOf(api, realm, id)),
    ),
  ]);
  return {
    settings,
    roles: byName(roles ?? []),
    clientScopes: byName(clientScopes),
    defaultScopes: new Set((defaults ?? []).map(({ name }) => name)),
    clients: new Map((clients ?? []).map((each) => [each.clientId, each])),
    users: new Map((users ?? []).map((each) => [each.username, each])),
    serviceAccounts: new Map(accounts.flat().map((each) => [each.username, each])),
    holders: new Map(holders),
  };
}

async function withRoles(api: AdminApi, realm: string, scope: z.output<typeof clientScope>) {
  const roles = await api.get(`/${realm}/client-scopes/${scope.id}/scope-mappings/realm`, z.array(named));
  return { ...scope, roles: (roles ?? []).map(({ name }) => name) };
}

async function holdersOf(api: AdminApi, realm: string, name: string): Promise<LiveUser[]> {
  const path = `/${realm}/roles/${encodeURIComponent(name)}/users?max=100000`;
  return (await api.get(path, z.array(user))) ?? [];
}

function hasServiceAccount({ serviceAccountsEnabled }: LiveClient): boolean {
  return serviceAccountsEnabled;
}

async function serviceAccountOf(api: AdminApi, realm: string, clientId: string): Promise<LiveUser[]> {
  const account = await api.get(`/${realm}/clients/${clientId}/service-account-user`, user);
  return account ? [account] : [];
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
