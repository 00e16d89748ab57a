import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chooseQueueBackend } from '../tools/stack/dist/index.js';

// node .ci/on-both-queues.mjs ONCE,... EACH,...
// Runs vitest projects: the first ones once, the second ones with the queues in Postgres and again with them in
// Redis. The last line counts the tests of all runs.
const [once = '', each = ''] = process.argv.slice(2);
const CLOSING_LINE = /^(\d+) passed, (\d+) failed$/;

const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs projects; returns how many of their tests there are. */
async function run(projects, env) {
  const args = projects.split(',').flatMap((name) => ['--project', name]);
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn('vitest', ['run', ...args], {
    env: { ...process.env, ...colour, ...env },
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let counted;
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    counted = CLOSING_LINE.exec(line) ?? counted;
  }
  const passed = Number(counted?.[1] ?? 0);
  const failed = Number(counted?.[2] ?? 0);
  total.passed += passed;
  // A run that ended without a word, or otherwise than it counted, has failed too.
  total.failed += (await ended) === 0 ? failed : Math.max(failed, 1);
  return passed + failed;
}

await run(once, {});
console.log(`\n== ${each}, with the queues in Postgres`);
const tests = await run(each, { STACK_QUEUE: 'postgres' });
if ((await chooseQueueBackend({ ...process.env, STACK_QUEUE: '' })) === 'redis') {
  console.log(`\n== ${each}, with the queues in Redis`);
  await run(each, { STACK_QUEUE: 'redis' });
} else {
  total.skipped = tests;
  console.log(
    `\n!! NO REDIS HERE: ${tests} tests of ${each} are SKIPPED on Redis, and ran on Postgres only.`,
  );
  console.log('!! Put redis-server or valkey-server on PATH, or name one in REDIS_URL, to run them.');
}
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
