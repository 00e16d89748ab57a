import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface TestIssuer {
  readonly url: string;
  /** A token of inventory_bot for inventory-api, with the claims that Keycloak gives it. */
  token(claims?: Record<string, unknown>): Promise<string>;
  close(): void;
}

const KID = 'test';

/** An issuer on loopback that publishes one key. */
export async function testIssuer(): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: KID, alg: 'ES256', use: 'sig' }];
  const server = createServer((request, response) => {
    const discovery = { issuer: url, jwks_uri: `${url}/certs`, token_endpoint: `${url}/token` };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.url?.endsWith('/certs') ? { keys } : discovery));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/supply-chain`;
  return {
    url,
    token: (claims = {}) => {
      const iat = Math.floor(Date.now() / 1000);
      const given = { ...inventoryBot, jti: randomUUID(), iss: url, iat, exp: iat + 300, ...claims };
      return new SignJWT(given)
        .setProtectedHeader({ alg: 'ES256', kid: KID, typ: 'at+jwt' })
        .sign(privateKey);
    },
    close: () => server.close(),
  };
}

const inventoryBot = {
  aud: 'inventory-api',
  sub: 'e2f0b3f0-0000-4000-8000-000000000001',
  typ: 'Bearer',
  azp: 'inventory_bot',
  client_id: 'inventory_bot',
  scope: 'inventory:read inventory:write',
  roles: ['InventoryManager'],
};
