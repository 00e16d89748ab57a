import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createService, type Environment, Operation, type ServiceDefinition, startService } from './index.js';
import { call } from './test-support/call.js';
import { definition, ListNotes, type NoteStack, noteStack, notes } from './test-support/note-service.js';

let stack: NoteStack;
beforeAll(async () => {
  stack = await noteStack();
});
afterAll(() => stack.close());

const boot = (changed: Partial<ServiceDefinition>, env: Environment = stack.env) =>
  startService({ ...definition, ...changed }, env, Object.values(notes));

@Controller('undeclared')
class Undeclared {
  @Get()
  async handle() {
    return {};
  }
}

/** A route that comes in past Nest's controllers. */
@Injectable()
class Backdoor implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit() {
    this.host.httpAdapter.get('/backdoor', () => 'open');
  }
}

const elsewhere = { ...notes.list };
@Operation(elsewhere)
class Elsewhere extends ListNotes {}

describe('deny by default: the boot stops', () => {
  const { operations } = definition;

  it('R3: at a class that declares no operation, so no route and no scope', async () => {
    await expect(boot({ operations: [...operations, Undeclared] })).rejects.toThrow(
      /Undeclared has no @Operation/,
    );
  });

  it('R3: at a route that is added in any other way', async () => {
    await expect(boot({ providers: [Backdoor] })).rejects.toThrow('GET /backdoor declares no scope');
  });

  it('at an operation without a handler, with two, and at a handler of another contract', async () => {
    await expect(boot({ operations: operations.slice(1) })).rejects.toThrow('notes.list has 0 handlers');
    await expect(boot({ operations: [...operations, ListNotes] })).rejects.toThrow(
      'notes.list has 2 handlers',
    );
    await expect(boot({ operations: [...operations, Elsewhere] })).rejects.toThrow(
      /Elsewhere handles notes.list/,
    );
  });

  it('at missing configuration, in one sentence that names all of it', async () => {
    const { STOCKADE_ISSUER: _issuer, STOCKADE_SECRETS_DIR: _secrets, ...env } = stack.env;
    const wrong = { ...env, STOCKADE_PORT: 'eighty' };
    await expect(boot({}, wrong)).rejects.toThrow(
      /STOCKADE_PORT \(.*\), STOCKADE_ISSUER, STOCKADE_SECRETS_DIR; set it and start again\.$/,
    );
  });

  it('at a broken access.yaml, naming the line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stockade-service-'));
    const file = join(folder, 'access.yaml');
    const policy = await readFile(stack.env.STOCKADE_POLICY ?? '', 'utf8');
    await writeFile(file, policy.replace('login: inventory_manager', 'login: DROP TABLE'));
    const line = policy.slice(0, policy.indexOf('login: inventory_manager')).split('\n').length;
    await expect(boot({}, { ...stack.env, STOCKADE_POLICY: file })).rejects.toThrow(`${file}:${line}:`);
    await rm(folder, { recursive: true });
  });
});

describe('createService', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('ends with 78 and one line where the configuration is missing', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    vi.stubEnv('STOCKADE_POLICY', undefined);
    await expect(createService(definition)).rejects.toThrow('exit 78');
    expect(exit.mock.calls).toEqual([[78]]);
  });
});

describe('the end of a service', () => {
  it('R17: fails the readiness first, answers what is in flight, and waits for no idle connection', async () => {
    const service = await stack.start();
    const silent = connect(Number(new URL(service.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const token = await stack.issuer.token();
    await call(service.url, { token, method: 'GET' });
    const inFlight = call(service.url, { token, body: '{"text":"slow"}' });
    await vi.waitFor(async () => {
      const [row] = await stack.database.ownerQuery<{ running: number }>(
        `SELECT count(*)::int AS running FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%' AND state = 'active'`,
      );
      expect(row?.running).toBe(1);
    });
    service.drain();
    const readiness = await fetch(`${service.url}/health/ready`);
    expect([readiness.status, await readiness.json()]).toEqual([
      503,
      { status: 'not_ready', failing: ['shutting_down'] },
    ]);
    expect(readiness.headers.get('connection')).toBe('close');
    const started = performance.now();
    await service.close();
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await inFlight).toMatchObject({ status: 201 });
    expect(silent.closed).toBe(true);
    await expect(fetch(`${service.url}/health/live`)).rejects.toThrow('fetch failed');
  });
});
