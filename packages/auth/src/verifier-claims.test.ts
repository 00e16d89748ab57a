import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifierOptions } from './test-support/verifier-options.js';
import { createVerifier, type Verifier, type VerifierOptions } from './verifier.js';

let issuer: LoopbackIssuer;
let verifier: Verifier;

beforeAll(async () => {
  issuer = await LoopbackIssuer.start();
});
afterAll(() => issuer.stop());
beforeEach(() => {
  verifier = createVerifier(verifierOptions(issuer));
});

const now = () => Math.floor(Date.now() / 1000);

async function refusal(token: string): Promise<unknown> {
  const outcome = await verifier.verify(token).then(
    () => 'accepted',
    (problem) => problem,
  );
  expect(verifier.remembered(token)).toBeUndefined();
  return outcome;
}

describe('R3: a token of our issuer with claims that do not hold is refused with the reason', () => {
  const refusals: [string, string, () => Promise<string>][] = [
    ['an ID token', 'token_invalid', () => issuer.token({ typ: 'ID' }, { typ: 'JWT' })],
    ['a header without typ', 'token_invalid', () => issuer.token({}, { typ: undefined as never })],
    ['a refresh token', 'token_invalid', () => issuer.token({ typ: 'Refresh' })],
    ['a logout token', 'token_invalid', () => issuer.token({ typ: 'Logout' }, { typ: 'logout+jwt' })],
    ['a DPoP-bound token without proof', 'token_invalid', () => issuer.token({ typ: 'DPoP' })],
    ['another audience', 'wrong_audience', () => issuer.token({ aud: 'orders-api' })],
    [
      'several other audiences',
      'wrong_audience',
      () => issuer.token({ aud: ['orders-api', 'shipments-api'] }),
    ],
    ['no audience', 'wrong_audience', () => issuer.token({ aud: undefined })],
    ['audiences in one string', 'wrong_audience', () => issuer.token({ aud: 'orders-api inventory-api' })],
    ['an audience in another case', 'wrong_audience', () => issuer.token({ aud: 'Inventory-API' })],
    ['an audience as an object', 'wrong_audience', () => issuer.token({ aud: { 'inventory-api': true } })],
    ['an issuer with a slash more', 'wrong_issuer', () => issuer.token({ iss: `${issuer.url}/` })],
    ['an issuer in another case', 'wrong_issuer', () => issuer.token({ iss: issuer.url.toUpperCase() })],
    [
      'an issuer that begins like ours',
      'wrong_issuer',
      () => issuer.token({ iss: `${issuer.url}.evil.test` }),
    ],
    [
      'another realm',
      'wrong_issuer',
      () => issuer.token({ iss: issuer.url.replace('supply-chain', 'master') }),
    ],
    ['no issuer', 'wrong_issuer', () => issuer.token({ iss: undefined })],
    ['no exp', 'token_invalid', () => issuer.token({ exp: undefined })],
    ['exp as text', 'token_invalid', () => issuer.token({ exp: String(now() + 300) })],
    ['no iat', 'token_invalid', () => issuer.token({ iat: undefined })],
    ['expired beyond the skew', 'token_expired', () => issuer.token({ iat: now() - 300, exp: now() - 6 })],
    ['iat in the future', 'token_not_yet_valid', () => issuer.token({ iat: now() + 20, exp: now() + 300 })],
    ['nbf in the future', 'token_not_yet_valid', () => issuer.token({ nbf: now() + 20 })],
    ['nbf as text', 'token_invalid', () => issuer.token({ nbf: 'now' })],
    ['no sub', 'token_invalid', () => issuer.token({ sub: undefined })],
    ['no jti', 'token_invalid', () => issuer.token({ jti: '' })],
    ['no client', 'token_invalid', () => issuer.token({ azp: undefined, client_id: undefined })],
    ['two clients', 'token_invalid', () => issuer.token({ client_id: 'order_placer' })],
    ['a client nobody knows', 'token_invalid', () => issuer.token({ azp: 'ghost', client_id: 'ghost' })],
    ['no roles', 'unknown_role', () => issuer.token({ roles: undefined })],
    ['only roles nobody knows', 'unknown_role', () => issuer.token({ roles: ['Admin', 'constructor'] })],
    ['a role that is no list', 'unknown_role', () => issuer.token({ roles: 'InventoryManager' })],
  ];
  it.each(refusals)('%s: %s', async (_, code, forge) => {
    expect(await refusal(await forge())).toMatchObject({ code, status: 401 });
  });

  it('R4: a token that lives longer than 600 s', async () => {
    expect(await refusal(await issuer.token({ iat: now(), exp: now() + 601 }))).toMatchObject({
      code: 'token_lifetime_too_long',
    });
    await expect(
      verifier.verify(await issuer.token({ iat: now(), exp: now() + 600 })),
    ).resolves.toBeDefined();
  });

  it.each([
    ['exp 3 s ago', () => issuer.token({ iat: now() - 200, exp: now() - 3 })],
    ['iat and nbf 3 s ahead', () => issuer.token({ iat: now() + 3, nbf: now() + 3 })],
  ])('5 s of skew are accepted: %s', async (_, forge) => {
    await expect(verifier.verify(await forge())).resolves.toBeDefined();
  });
});

describe('R7: who the caller is comes from the token alone', () => {
  it('a service account is its client', async () => {
    const token = await issuer.token({
      aud: ['mcp-server', 'inventory-api'],
      roles: ['InventoryManager', 'offline_access'],
      preferred_username: 'operator',
    });
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(await verifier.verify(token)).toEqual({
      agent: 'inventory_bot',
      through: null,
      subject: claims.sub,
      roles: ['InventoryManager'],
      scopes: new Set(['inventory:read', 'inventory:write']),
      tokenId: claims.jti,
      expiresAt: claims.exp,
    });
  });

  it('a person who signs in through a client for people is that person', async () => {
    const token = await issuer.token({
      azp: 'stack-cli',
      client_id: undefined,
      preferred_username: 'operator',
      roles: ['Operator'],
    });
    await expect(verifier.verify(token)).resolves.toMatchObject({ agent: 'operator', roles: ['Operator'] });
  });

  it.each(['inventory_bot', 'service-account-stack-cli', 'stranger', undefined])(
    'a person named %s is refused',
    async (name) => {
      const token = await issuer.token({
        azp: 'stack-cli',
        client_id: 'stack-cli',
        preferred_username: name,
      });
      expect(await refusal(token)).toMatchObject({ code: 'token_invalid' });
    },
  );
});

describe('a token that mcp-server obtained by exchange', () => {
  const exchanged = (userName: unknown, claims: Record<string, unknown> = {}) =>
    issuer.token({
      azp: 'mcp-server',
      client_id: 'mcp-server',
      preferred_username: userName,
      scope: 'inventory:read',
      ...claims,
    });

  it.each([
    ['service-account-inventory_bot', 'inventory_bot', 'InventoryManager'],
    ['operator', 'operator', 'Operator'],
  ])('of %s acts for %s, through it and with the role of the one who acts', async (userName, agent, role) => {
    const token = await exchanged(userName, { roles: [role] });
    await expect(verifier.verify(token)).resolves.toMatchObject({
      agent,
      through: 'mcp-server',
      roles: [role],
      scopes: new Set(['inventory:read']),
    });
  });

  it('for itself acts as itself', async () => {
    const token = await exchanged('service-account-mcp-server');
    await expect(verifier.verify(token)).resolves.toMatchObject({ agent: 'mcp-server', through: null });
  });

  it.each([
    ['nobody', undefined],
    ['a name that is a list', ['service-account-inventory_bot']],
    ['a client nobody knows', 'service-account-ghost'],
    ['a person nobody knows', 'stranger'],
    ['a client by its bare name', 'inventory_bot'],
    ['a service account of another spelling', 'Service-Account-inventory_bot'],
  ])('for %s is refused', async (_, userName) => {
    expect(await refusal(await exchanged(userName))).toMatchObject({ code: 'token_invalid' });
  });

  it('is bound to its audience, its lifetime and its roles as any other', async () => {
    const of = (claims: Record<string, unknown>) => exchanged('service-account-inventory_bot', claims);
    expect(await refusal(await of({ aud: 'orders-api' }))).toMatchObject({ code: 'wrong_audience' });
    expect(await refusal(await of({ exp: now() + 601 }))).toMatchObject({ code: 'token_lifetime_too_long' });
    expect(await refusal(await of({ roles: ['Admin'] }))).toMatchObject({ code: 'unknown_role' });
    expect(await refusal(await of({ client_id: 'inventory_bot' }))).toMatchObject({ code: 'token_invalid' });
  });

  it('a client that may not exchange speaks for itself alone, whomever its token names', async () => {
    const token = await exchanged('service-account-inventory_bot', {
      azp: 'order_placer',
      client_id: 'order_placer',
    });
    await expect(verifier.verify(token)).resolves.toMatchObject({ agent: 'order_placer', through: null });
  });
});

describe('missing security configuration stops the boot', () => {
  it.each<[string, Partial<VerifierOptions>]>([
    ['no issuer', { issuer: '' }],
    ['an issuer that is no URL', { issuer: 'supply-chain' }],
    ['no audience', { audience: '' }],
    ['no roles', { knownRoles: new Set() }],
    ['no algorithm', { algorithms: [] }],
    ['HS256', { algorithms: ['ES256', 'HS256'] }],
    ['none', { algorithms: ['none'] }],
    ['a person named like a client', { people: new Set(['inventory_bot']) }],
    ['a person named like a service account', { people: new Set(['service-account-inventory_bot']) }],
    ['an exchanger that is no client', { exchangers: new Set(['ghost']) }],
    ['a client for people that is also a client', { personClients: new Set(['inventory_bot']) }],
  ])('%s', (_, change) => {
    expect(() => createVerifier({ ...verifierOptions(issuer), ...change })).toThrow(Error);
  });
});
