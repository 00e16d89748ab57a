import { changes, differs } from './difference.js';
import type { LiveClient } from './live-realm.js';
import type { Situation, Write } from './plan.js';
import type { ClientRepresentation } from './representation.js';

/** Clients that are missing or differ, their secrets included. */
export function planClients({ wanted, live, secretOf }: Situation): Write[] {
  return wanted.clients.flatMap((client): Write[] => {
    const now = live.clients.get(client.clientId);
    const body = withSecret(client, secretOf(client.clientId));
    if (!now) return [{ what: `add client ${client.clientId}`, method: 'POST', path: '/clients', body }];
    const { defaultClientScopes: _, optionalClientScopes: __, ...itself } = body;
    const keys = Object.entries(itself).flatMap(([key, value]) => (differs(now[key], value) ? [key] : []));
    if (keys.length === 0) return [];
    const what = `change ${keys.join(', ')} of client ${client.clientId}`;
    return [{ what, method: 'PUT', path: `/clients/${now.id}`, body: itself }];
  });
}

/** Which scopes a client may ask for. */
export function planAssignedScopes({ wanted, live }: Situation): Write[] {
  return wanted.clients.flatMap((client): Write[] => {
    const now = live.clients.get(client.clientId);
    return now ? [...assign(now, client, 'default', live), ...assign(now, client, 'optional', live)] : [];
  });
}

/** The client with its secret, where there is one; a public client has none. */
export function withSecret(client: ClientRepresentation, secret: string | undefined) {
  return secret === undefined || client.publicClient ? client : { ...client, secret };
}

function assign(
  now: LiveClient,
  client: ClientRepresentation,
  kind: 'default' | 'optional',
  live: Situation['live'],
): Write[] {
  const { add, remove } = changes(now[`${kind}ClientScopes`], client[`${kind}ClientScopes`]);
  const write = (method: 'PUT' | 'DELETE', verb: string) => (scope: string) => {
    const path = `/clients/${now.id}/${kind}-client-scopes/${live.clientScopes.get(scope)?.id}`;
    return { what: `${verb} ${kind} scope ${scope} of client ${client.clientId}`, method, path };
  };
  return [...remove.map(write('DELETE', 'remove')), ...add.map(write('PUT', 'add'))];
}
