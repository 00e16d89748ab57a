import { type ArgumentsHost, Catch, Controller, Get, Module, Post, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Principal } from '@stockade/access';
import { Problem } from '@stockade/contracts';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifierOptions } from '../test-support/verifier-options.js';
import { createVerifier, type Verifier } from '../verifier.js';
import { AccessTokenStrategy, authenticate } from './access-token-strategy.js';
import { wwwAuthenticate } from './www-authenticate.js';

@Controller()
class Echo {
  @Post('echo')
  echo(@Req() request: { principal: Principal }) {
    return { agent: request.principal.agent };
  }

  @Get('guarded')
  @UseGuards(AuthGuard('access-token'))
  guarded(@Req() request: { user: Principal }) {
    return { agent: request.user.agent };
  }
}

@Module({ controllers: [Echo] })
class EchoModule {}

interface Reply {
  header(name: string, value: string): void;
  code(status: number): { send(body: object): void };
}

@Catch(Problem)
class ProblemFilter {
  catch(problem: Problem, host: ArgumentsHost) {
    const challenge = wwwAuthenticate(problem, { realm: 'supply-chain' });
    const reply = host.switchToHttp().getResponse<Reply>();
    if (challenge) reply.header('www-authenticate', challenge);
    reply.code(problem.status).send({ code: problem.code });
  }
}

let issuer: LoopbackIssuer;
let verifier: Verifier;
let app: NestFastifyApplication;

beforeAll(async () => {
  issuer = await LoopbackIssuer.start();
  verifier = createVerifier({
    ...verifierOptions(issuer),
    clients: new Set(Array.from({ length: 20 }, (_, n) => `agent_${n}`)),
    exchangers: new Set(),
  });
  const strategy = new AccessTokenStrategy(verifier);
  app = await NestFactory.create<NestFastifyApplication>(EchoModule, new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter());
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', async (request) => {
    Object.assign(request, { principal: await authenticate(request, strategy) });
  });
  await app.init();
  await server.ready();
});
afterAll(async () => {
  await app.close();
  await issuer.stop();
});

const tokenOf = (agent: string) => issuer.token({ azp: agent, client_id: agent });
const echo = (headers: Record<string, string>, url = '/echo') =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    payload: '{}',
  });

describe('authenticate in an onRequest hook', () => {
  it('R3: verifies a new token through Passport, and a remembered one without', async () => {
    const authorization = `Bearer ${await tokenOf('agent_0')}`;
    const verify = vi.spyOn(verifier, 'verify');
    expect((await echo({ authorization })).json()).toEqual({ agent: 'agent_0' });
    expect((await echo({ authorization })).json()).toEqual({ agent: 'agent_0' });
    expect(verify).toHaveBeenCalledTimes(1);
    verify.mockRestore();
  });

  it('R7: callers at the same time are never taken for each other', async () => {
    const agents = Array.from({ length: 20 }, (_, n) => `agent_${n}`);
    const answers = await Promise.all(
      agents.map(async (agent) => (await echo({ authorization: `Bearer ${await tokenOf(agent)}` })).json()),
    );
    expect(answers).toEqual(agents.map((agent) => ({ agent })));
  });

  it('R7: X-Agent-* headers change nothing, whatever they say', async () => {
    const answer = await echo({
      authorization: `Bearer ${await tokenOf('agent_0')}`,
      'x-agent-id': 'agent_1',
      'x-agent-role': 'Admin',
      'x-agent-scopes': 'inventory:demand',
    });
    expect(answer.json()).toEqual({ agent: 'agent_0' });
    expect((await echo({ 'x-agent-id': 'agent_1' })).json()).toEqual({ code: 'token_missing' });
  });

  it('R3: refuses before the body is read', async () => {
    const refused = await app.inject({
      method: 'POST',
      url: '/echo',
      headers: { 'content-type': 'application/json' },
      payload: 'no JSON',
    });
    expect(refused.statusCode).toBe(401);
  });

  it.each([
    ['no header', {}, 'token_missing'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'token_missing'],
    ['Bearer alone', { authorization: 'Bearer' }, 'token_malformed'],
    ['two tokens', { authorization: 'Bearer a.b.c d.e.f' }, 'token_malformed'],
    ['garbage', { authorization: 'Bearer garbage' }, 'token_malformed'],
  ])('R3: %s', async (_, headers, code) => {
    const refused = await echo(headers as Record<string, string>);
    expect([refused.statusCode, refused.json()]).toEqual([401, { code }]);
    expect(refused.headers['www-authenticate']).toMatch(
      code === 'token_missing' ? /^Bearer realm="supply-chain"$/ : /error="invalid_token"/,
    );
  });

  it('R3: a token in the query or the body is no token', async () => {
    const token = await tokenOf('agent_0');
    expect((await echo({}, `/echo?access_token=${token}`)).json()).toEqual({ code: 'token_missing' });
    const form = await app.inject({
      method: 'POST',
      url: '/echo',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `access_token=${token}`,
    });
    expect(form.json()).toEqual({ code: 'token_missing' });
  });

  it("R3: Nest's own AuthGuard finds the strategy by its name", async () => {
    const headers = { authorization: `Bearer ${await tokenOf('agent_3')}` };
    expect((await app.inject({ url: '/guarded', headers })).json()).toEqual({ agent: 'agent_3' });
  });
});
