import { createServer } from 'node:net';

/** Ports that a stack takes above its base. */
const PORTS_OF_A_STACK = 100;
/** Below the ports that systems give to outgoing connections (Linux: 32768). */
const FIRST_BASE = 20_000;
const BASES = 120;

/** A STACK_PORT_BASE with nothing listening above it. @throws Error when there is none */
export async function freePortBase(): Promise<number> {
  const first = Math.floor(Math.random() * BASES);
  for (let tried = 0; tried < BASES; tried += 1) {
    const base = FIRST_BASE + ((first + tried) % BASES) * PORTS_OF_A_STACK;
    const ports = Array.from({ length: PORTS_OF_A_STACK }, (_, offset) => base + offset);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error('No range of ports is free for a stack.');
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}
