import { z } from 'zod';
import type { KeycloakRealm } from './keycloak-realm.js';
import { until } from './until.js';

const keys = z.object({
  keys: z.array(
    z.object({ kid: z.string(), providerId: z.string(), providerPriority: z.number(), status: z.string() }),
  ),
});

export interface SigningKey {
  readonly kid: string;
  /** Id of the component that holds it. */
  readonly component: string;
}

/** Makes a signing key that is preferred to all others, as an operator who rotates keys does. */
export async function addSigningKey(realm: KeycloakRealm): Promise<SigningKey> {
  const known = await keysOf(realm);
  const priority = 1 + Math.max(...known.map((key) => key.providerPriority));
  const { id: parentId } = z.object({ id: z.string() }).parse(await (await realm.admin('GET', '')).json());
  const { status, headers } = await realm.admin('POST', '/components', {
    name: `rotated-${priority}`,
    providerId: 'ecdsa-generated',
    providerType: 'org.keycloak.keys.KeyProvider',
    parentId,
    config: { priority: [String(priority)], ecdsaEllipticCurveKey: ['P-256'] },
  });
  if (status !== 201) throw new Error(`Keycloak made no key: ${status}`);
  const component = headers.get('location')?.split('/').at(-1) ?? '';
  const made = await until('the new key', 10_000, async () =>
    (await keysOf(realm)).find((key) => key.providerId === component && key.status === 'ACTIVE'),
  );
  return { kid: made.kid, component };
}

export async function removeSigningKey(realm: KeycloakRealm, { component }: SigningKey): Promise<void> {
  const { status } = await realm.admin('DELETE', `/components/${component}`);
  if (status !== 204) throw new Error(`Keycloak did not remove the key: ${status}`);
}

/** Id of the key that signed a token. */
export function kidOf(token: string): string {
  const header = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
  return z.object({ kid: z.string() }).parse(JSON.parse(header)).kid;
}

const keysOf = async (realm: KeycloakRealm) =>
  keys.parse(await (await realm.admin('GET', '/keys')).json()).keys;
