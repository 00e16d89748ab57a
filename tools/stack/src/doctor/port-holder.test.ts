import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { holderOf, isFree } from './port-holder.js';

it('names the process that holds a port', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await isFree(port)).toBe(false);
  expect(await holderOf(port)).toMatchObject({ pid: process.pid, command: expect.stringContaining('node') });

  await new Promise((resolve) => server.close(resolve));
  expect(await isFree(port)).toBe(true);
  expect(await holderOf(port)).toBeUndefined();
});
