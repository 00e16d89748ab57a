import { EventEmitter } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { Intake } from './intake.js';

const LARGEST_BODY = 1_000_000;

const request = (headers: Record<string, string> = {}) =>
  ({ method: 'POST', headers }) as unknown as FastifyRequest;
const reply = (sent = false) =>
  ({ raw: new EventEmitter(), sent }) as unknown as FastifyReply & { raw: EventEmitter };

/** Lets in as many as there is room for. */
function filled(intake: Intake, headers: Record<string, string>): FastifyRequest[] {
  const inside: FastifyRequest[] = [];
  for (let next = request(headers); intake.enter(next, reply()); next = request(headers)) inside.push(next);
  return inside;
}

it('fault 18: bounds the requests under way, and takes one in for each that leaves', () => {
  const intake = new Intake(LARGEST_BODY);
  const [first, ...others] = filled(intake, {});
  expect(others).toHaveLength(255);
  if (first) {
    intake.leave(first);
    intake.leave(first);
  }
  expect(filled(intake, {})).toHaveLength(1);
});

it('fault 18: bounds the bytes of all bodies: a large one takes the places of many', () => {
  const megabyte = { 'content-length': String(LARGEST_BODY) };
  expect(filled(new Intake(LARGEST_BODY), megabyte)).toHaveLength(4);
  expect(filled(new Intake(LARGEST_BODY), { 'transfer-encoding': 'chunked' })).toHaveLength(4);
  expect(filled(new Intake(LARGEST_BODY), { 'content-length': '1e99' })).toHaveLength(4);
});

it('holds the place of a streamed answer until its connection closes, and of another until it is ready', () => {
  const intake = new Intake(LARGEST_BODY);
  const [streamed, abandoned] = [reply(true), reply(false)];
  intake.enter(request(), streamed);
  intake.enter(request(), abandoned);
  filled(intake, {});
  abandoned.raw.emit('close');
  expect(filled(intake, {})).toHaveLength(0);
  streamed.raw.emit('close');
  expect(filled(intake, {})).toHaveLength(1);
});

it('fault 18: bounds those that are turned away at a time', async () => {
  const intake = new Intake(LARGEST_BODY);
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting = Array.from({ length: 1_000 }, () => intake.turnAway(() => promise));
  expect(await intake.turnAway(() => promise)).toBe(false);
  resolve();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]));
  expect(await intake.turnAway(async () => undefined)).toBe(true);
});
