import { fileURLToPath } from 'node:url';
import { defineOperation, id, type OperationInput, Problem, text, version } from '@stockade/contracts';
import { lookup, statement, type UnitOfWork } from '@stockade/database';
import { type TestDatabase, testDatabase } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { z } from 'zod';
import {
  type Environment,
  type Handler,
  Operation,
  ReadByKey,
  type RunningService,
  startService,
} from '../index.js';

const note = z.strictObject({ id, text: z.string(), version });
const service = 'inventory-api';

/** An API that is as small as can be, with the ways of the real ones. */
export const notes = {
  list: defineOperation({
    id: 'notes.list',
    service,
    method: 'GET',
    path: '/v1/notes',
    scope: 'inventory:read',
    summary: 'Lists notes.',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    output: z.strictObject({ items: z.array(note) }),
  }),
  get: defineOperation({
    id: 'notes.get',
    service,
    method: 'GET',
    path: '/v1/notes/{id}',
    scope: 'inventory:read',
    summary: 'Reads a note.',
    params: z.strictObject({ id }),
    output: note,
    etag: true,
  }),
  write: defineOperation({
    id: 'notes.write',
    service,
    method: 'POST',
    path: '/v1/notes',
    scope: 'inventory:write',
    summary: 'Writes a note; some texts make it fail, or take its time.',
    body: z.strictObject({ text: text(100), weight: z.int().min(1).optional() }),
    output: note,
    status: 201,
    etag: true,
  }),
  edit: defineOperation({
    id: 'notes.edit',
    service,
    method: 'PUT',
    path: '/v1/notes/{id}',
    scope: 'inventory:write',
    summary: 'Changes a note.',
    params: z.strictObject({ id }),
    body: z.strictObject({ text: text(100) }),
    output: note,
    etag: true,
    ifMatch: true,
  }),
  /** Has the id that access.yaml puts a condition on, and asks a person for; writes a note of each call. */
  adjust: defineOperation({
    id: 'inventory.record_adjustment',
    service,
    method: 'POST',
    path: '/v1/adjustments',
    scope: 'inventory:write',
    summary: 'Is narrowed by a condition.',
    body: z.strictObject({ delta: z.int() }),
    output: z.strictObject({ delta: z.int() }),
  }),
};

/** There is not enough stock for this one. */
export const UNAVAILABLE_DELTA = -500_000;

type Note = z.output<typeof note>;
const select = statement(
  'notes_select',
  'SELECT id, text, version FROM inventory.notes ORDER BY id LIMIT $1',
);
const noteOfId = lookup('notes_find', {
  table: 'inventory.notes',
  columns: 'id, text, version',
  key: { id: 'uuid' },
});
const insert = statement(
  'notes_insert',
  'INSERT INTO inventory.notes (text) VALUES ($1) RETURNING id, text, version',
);
const insertBroken = statement(
  'notes_insert_broken',
  'INSERT INTO inventory.notes (text) VALUES ($1) RETURNING id, text',
);
const sleep = statement('notes_sleep', 'SELECT pg_sleep(0.5)');
const update = statement(
  'notes_update',
  'UPDATE inventory.notes SET text = $3, version = version + 1 WHERE id = $1 AND version = $2 RETURNING *',
);

@Operation(notes.list)
export class ListNotes implements Handler<typeof notes.list> {
  async handle({ query }: OperationInput<typeof notes.list>, unit: UnitOfWork) {
    return { items: await unit.query<Note>(select, [query.limit]) };
  }
}

@Operation(notes.get)
export class GetNote extends ReadByKey<typeof notes.get> {
  readonly lookup = noteOfId;

  keyOf({ params }: OperationInput<typeof notes.get>) {
    return [params.id];
  }

  missing({ params }: OperationInput<typeof notes.get>) {
    return new Problem('not_found', { detail: `There is no note ${params.id}.` });
  }
}

@Operation(notes.write)
export class WriteNote implements Handler<typeof notes.write> {
  async handle({ body }: OperationInput<typeof notes.write>, unit: UnitOfWork) {
    const [written] = await unit.query<Note>(body.text === 'broken' ? insertBroken : insert, [body.text]);
    if (body.text === 'slow') await unit.query(sleep, []);
    if (body.text === 'refuse') throw new Problem('insufficient_stock', { detail: 'refused as asked' });
    if (!written || body.text === 'fail') throw new Error('failed as asked: private text');
    return written;
  }
}

@Operation(notes.edit)
export class EditNote implements Handler<typeof notes.edit> {
  async handle({ params, body, version: edited }: OperationInput<typeof notes.edit>, unit: UnitOfWork) {
    const [changed] = await unit.query<Note>(update, [params.id, edited, body.text]);
    if (!changed) throw new Problem('version_stale');
    return changed;
  }
}

@Operation(notes.adjust)
export class Adjust implements Handler<typeof notes.adjust> {
  async handle({ body }: OperationInput<typeof notes.adjust>, unit: UnitOfWork) {
    await unit.query(insert, [`adjusted by ${body.delta}`]);
    if (body.delta === UNAVAILABLE_DELTA) throw new Problem('insufficient_stock');
    return body;
  }
}

export const definition = {
  name: service,
  openapi: new URL('./notes.openapi.json', import.meta.url),
  operations: [ListNotes, GetNote, WriteNote, EditNote, Adjust],
} as const;

export interface AuditRow {
  readonly agent: string;
  readonly through: string | null;
  readonly role: string | null;
  readonly action: string;
  readonly resource: string;
  readonly result: string;
  readonly reason: string | null;
  readonly status: number;
  readonly request_id: string;
  readonly token_id_hash: string | null;
  readonly detail: object | null;
}

export interface NoteStack {
  readonly database: TestDatabase;
  readonly issuer: LoopbackIssuer;
  readonly env: Environment;
  /** Starts one more process of the service. */
  start(): Promise<RunningService>;
  /** Audit records since the last time it was asked, in order. */
  newRecords(): Promise<AuditRow[]>;
  countNotes(): Promise<number>;
  close(): Promise<void>;
}

const table = `
  CREATE TABLE inventory.notes (id uuid PRIMARY KEY DEFAULT uuidv7(), text text, version bigint DEFAULT 1);
  GRANT SELECT, INSERT, UPDATE ON inventory.notes TO inventory_manager, operator;
  GRANT SELECT ON inventory.notes TO auditor;
  CREATE FUNCTION inventory.refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'refused at the commit'; END $$;
  CREATE CONSTRAINT TRIGGER late AFTER INSERT ON inventory.notes DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.text = 'late') EXECUTE FUNCTION inventory.refuse_late()`;

/** A database, an issuer, and as many processes of the service as a test starts. */
export async function noteStack(): Promise<NoteStack> {
  const [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  await database.ownerQuery(table);
  const env = environment(database, issuer);
  const running: RunningService[] = [];
  let seen: string[] = [];
  return {
    database,
    issuer,
    env,
    start: async () => {
      const started = await startService(definition, env, Object.values(notes));
      running.push(started);
      return started;
    },
    newRecords: async () => {
      const sql = 'SELECT * FROM audit.events WHERE NOT id = ANY($1::uuid[]) ORDER BY id';
      const rows = await database.ownerQuery<AuditRow & { id: string }>(sql, [seen]);
      seen = [...seen, ...rows.map((row) => row.id)];
      return rows;
    },
    countNotes: async () => {
      const [row] = await database.ownerQuery<{ count: number }>('SELECT count(*)::int FROM inventory.notes');
      return row?.count ?? 0;
    },
    close: async () => {
      await Promise.all(running.map((one) => one.close()));
      await issuer.stop();
      await database.close();
    },
  };
}

function environment({ database, secretsDir }: TestDatabase, issuer: LoopbackIssuer): Environment {
  return {
    STOCKADE_POLICY: fileURLToPath(new URL('../../../../access.yaml', import.meta.url)),
    STOCKADE_PORT: '0',
    STOCKADE_ISSUER: issuer.url,
    STOCKADE_DATABASE_HOST: database.host,
    STOCKADE_DATABASE_PORT: String(database.port),
    STOCKADE_DATABASE_NAME: database.database,
    STOCKADE_SECRETS_DIR: secretsDir,
    LOG_LEVEL: 'silent',
  };
}
