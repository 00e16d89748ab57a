import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { approvalPagesClient } from '@stockade/access';
import { type Environment, type RunningService } from '@stockade/service/gate';
import { serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { grantExchange, LoopbackIssuer } from '@stockade/testing/issuer';
import { startMcpServer } from '../mcp-server.js';
import type { SurfaceOf } from '../protocol/surface.js';
import { StubApi } from './stub-api.js';

export interface AuditRow {
  readonly agent: string;
  readonly role: string | null;
  readonly action: string;
  readonly resource: string;
  readonly result: string;
  readonly reason: string | null;
  readonly status: number;
  readonly request_id: string;
}

/** The tool server on a database and an issuer of its own, before one API that stands for all. */
export interface ToolServer {
  readonly url: string;
  readonly api: StubApi;
  readonly issuer: LoopbackIssuer;
  /** For inventory_bot with its reading and writing scopes, unless told otherwise. */
  token(claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Audit records since the last time it was asked, in order. */
  newRecords(): Promise<AuditRow[]>;
  /** One more process. */
  start(env?: Environment): Promise<RunningService>;
  close(): Promise<void>;
}

/** @param surfaceOf what it offers; the platform's own unless told otherwise */
export async function toolServer(surfaceOf?: SurfaceOf): Promise<ToolServer> {
  const [database, issuer, api] = await Promise.all([
    testDatabase(),
    LoopbackIssuer.start(),
    StubApi.start(),
  ]);
  await makeSecrets(database.secretsDir);
  grantExchange(issuer);
  const env = {
    ...serviceEnvironment(database, issuer.url),
    STOCKADE_INVENTORY_API_URL: api.url,
    STOCKADE_ORDERS_API_URL: api.url,
    STOCKADE_SHIPMENTS_API_URL: api.url,
    STOCKADE_GOVERNANCE_API_URL: api.url,
  };
  const started: RunningService[] = [];
  const start = async (more: Environment = {}) => {
    const server = await startMcpServer({ ...env, ...more }, surfaceOf);
    started.push(server);
    return server;
  };
  const { url } = await start();
  return {
    url,
    api,
    issuer,
    token: (claims) => issuer.token({ aud: 'mcp-server', ...claims }),
    newRecords: recordsOf(database),
    start,
    async close() {
      await Promise.all(started.map((server) => server.close()));
      api.close();
      await issuer.stop();
      await database.close();
    },
  };
}

async function makeSecrets(directory: string): Promise<void> {
  const names = [
    'keycloak/mcp-server',
    `keycloak/${approvalPagesClient}`,
    'sealing/mcp-server',
    'signing/mcp-server',
  ];
  for (const name of names) {
    const file = join(directory, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, randomBytes(32).toString('base64url'));
  }
}

function recordsOf({ ownerQuery }: TestDatabase): () => Promise<AuditRow[]> {
  let seen = 0;
  return async () => {
    const rows = await ownerQuery<AuditRow>(
      `SELECT agent, role, action, resource, result, reason, status, request_id
         FROM audit.events WHERE service = 'mcp-server' ORDER BY id`,
    );
    const news = rows.slice(seen);
    seen = rows.length;
    return news;
  };
}
