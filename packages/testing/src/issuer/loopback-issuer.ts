import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';

interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

type Answer = (request: IncomingMessage, body: string) => Answered | Promise<Answered>;

/** An OpenID Connect issuer on a free loopback port: discovery, keys, and a token endpoint that tests script. */
export class LoopbackIssuer {
  /** Path of every request that came in. */
  readonly requests: string[] = [];
  answerToken: Answer = () => ({ status: 400, body: { error: 'unsupported_grant_type' } });
  #keys: SigningKey[] = [];
  #port = 0;
  #server = createServer();

  static async start(alg = 'ES256'): Promise<LoopbackIssuer> {
    const issuer = new LoopbackIssuer();
    await issuer.rotate(alg);
    await issuer.start();
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/realms/supply-chain`;
  }

  get key(): SigningKey {
    const key = this.#keys[0];
    if (key === undefined) throw new Error('the issuer has withdrawn all its keys');
    return key;
  }

  /** Listens, after a stop on the same port. */
  async start(): Promise<void> {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** A new key signs from now on; the old ones stay published until they are withdrawn. */
  async rotate(alg = 'ES256'): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const kid = randomUUID();
    const publicJwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
    this.#keys.unshift({ kid, alg, privateKey, publicJwk });
  }

  withdraw(kid: string): void {
    this.#keys = this.#keys.filter((key) => key.kid !== kid);
  }

  fetchesOfKeys(): number {
    return this.requests.filter((path) => path.endsWith('/certs')).length;
  }

  /** What Keycloak puts into a service account's token. */
  claims(overrides: Record<string, unknown> = {}): Record<string, unknown> {
    const iat = Math.floor(Date.now() / 1000);
    return {
      iss: this.url,
      aud: 'inventory-api',
      sub: randomUUID(),
      typ: 'Bearer',
      azp: 'inventory_bot',
      client_id: 'inventory_bot',
      scope: 'inventory:read inventory:write',
      roles: ['InventoryManager'],
      jti: `trrtcc:${randomUUID()}`,
      iat,
      exp: iat + 300,
      ...overrides,
    };
  }

  token(claims: Record<string, unknown> = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    const { kid, alg, privateKey } = this.key;
    return new SignJWT(this.claims(claims))
      .setProtectedHeader({ alg, kid, typ: 'at+jwt', ...header })
      .sign(privateKey);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(request.url ?? '');
    const chunks = await request.toArray();
    const { status, body } = await this.#route(request, Buffer.concat(chunks).toString());
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  #route(request: IncomingMessage, body: string): Answered | Promise<Answered> {
    if (request.url?.endsWith('/.well-known/openid-configuration')) {
      const metadata = {
        issuer: this.url,
        jwks_uri: `${this.url}/certs`,
        token_endpoint: `${this.url}/token`,
      };
      return { status: 200, body: metadata };
    }
    if (request.url?.endsWith('/certs')) {
      return { status: 200, body: { keys: this.#keys.map(({ publicJwk }) => publicJwk) } };
    }
    if (request.url?.endsWith('/token')) return this.answerToken(request, body);
    return { status: 404, body: {} };
  }
}
