import { expect, it } from 'vitest';
import { likelyCause } from './likely-cause.js';

it.each([
  ['Error: listen EADDRINUSE: address already in use 127.0.0.1:4001', /STACK_PORT_BASE/],
  ['java.lang.OutOfMemoryError: Java heap space', /memory/],
  ['could not write block 12: No space left on device', /disk is full/],
  ['error: password authentication failed for user "order_agent"', /stack reset/],
  ['FATAL: lock file "postmaster.pid" already exists', /Another Postgres/],
  ['error: permission denied for table levels', /lacks a grant/],
  ['The environment lacks or misstates LOG_LEVEL; set it and start again.', /names the variable/],
  ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pino'", /not installed or not built/],
])('explains %s', (line, cause) => {
  expect(likelyCause(['something before', line, 'something after'])).toMatch(cause);
});

it('says nothing about what it does not know', () => {
  expect(likelyCause(['all is well'])).toBeUndefined();
});
