import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from './test-support/call.js';
import { type NoteStack, noteStack } from './test-support/note-service.js';

let stack: NoteStack;
let url: string;
let token: string;

beforeAll(async () => {
  stack = await noteStack();
  url = (await stack.start()).url;
  token = await stack.issuer.token();
});
afterAll(() => stack.close());

const read = () => call(url, { method: 'GET', token });
const together = (count: number, send: () => ReturnType<typeof call>) =>
  Promise.all(Array.from({ length: count }, send));
/** Lets no read of the notes come to its end until it is released. */
const holdNotes = async () => {
  const holder = await stack.database.connectAs('operator');
  await holder.query('BEGIN READ WRITE; LOCK TABLE inventory.notes IN ACCESS EXCLUSIVE MODE');
  return { release: () => holder.end() };
};
const figure = async (name: string) => {
  const figures = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name}\\{[^}]*\\} (\\d+)$`, 'm').exec(figures)?.[1] ?? 0);
};

it('fault 18: what it cannot take on is turned away at once, is recorded, and is served a moment later', async () => {
  // Its token has been verified: who is turned away has a name.
  await read();
  await stack.newRecords();
  const held = await holdNotes();
  const asked = Array.from({ length: 600 }, read);
  // As many as it takes on wait for the table; all others have their answer before it is let go.
  const answered = new Set<unknown>();
  for (const one of asked) void one.then(() => answered.add(one));
  await expect
    .poll(() => answered.size, { timeout: 5_000 })
    .toBe(600 - 256)
    .finally(held.release);
  const answers = await Promise.all(asked);
  const turnedAway = answers.filter(({ status }) => status === 503);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(256);
  expect(turnedAway).toHaveLength(600 - 256);
  for (const { answer, body } of turnedAway) {
    expect(body).toMatchObject({ code: 'overloaded', status: 503 });
    expect(['1', '2', '3']).toContain(answer.headers.get('retry-after'));
  }
  const records = await stack.newRecords();
  const byRequest = new Map(records.map((record) => [record.request_id, record]));
  expect([records.length, byRequest.size]).toEqual([600, 600]);
  for (const { body } of turnedAway) {
    const told = { agent: 'inventory_bot', action: 'notes.list', result: 'failed', reason: 'overloaded' };
    expect(byRequest.get(body.instance)).toMatchObject(told);
  }
  expect((await together(100, read)).map(({ status }) => status)).toEqual(Array(100).fill(200));
});

it('fault 18: a request whose caller goes away leaves its place to another', async () => {
  const { port } = new URL(url);
  for (let round = 0; round < 3; round += 1) {
    const left = Array.from({ length: 200 }, () => {
      const socket = connect(Number(port), '127.0.0.1');
      const head = `GET /v1/notes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`;
      return new Promise((resolve) => socket.write(head, () => resolve(socket.destroy())));
    });
    await Promise.all(left);
  }
  const served = async () => (await together(200, read)).every(({ status }) => status === 200);
  await expect.poll(served, { timeout: 10_000 }).toBe(true);
});

it('fault 18: more connections than it can hold are closed, and counted', async () => {
  const { port } = new URL(url);
  const before = await figure('stockade_unanswered_connections_total');
  const sockets = Array.from({ length: 1_100 }, () => connect(Number(port), '127.0.0.1'));
  const closed = sockets.map((socket) => {
    socket.on('error', () => undefined);
    return new Promise((resolve) => socket.once('close', resolve));
  });
  await Promise.any(closed);
  for (const socket of sockets) socket.destroy();
  await Promise.all(closed);
  await expect.poll(() => figure('stockade_unanswered_connections_total')).toBeGreaterThan(before);
  expect((await read()).status).toBe(200);
});
