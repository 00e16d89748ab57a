import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long a connection may still bring its first request once the server closes. */
const LAST_WORD_MS = 500;

/**
 * Ends the connections that never sent anything, such as a browser opens in advance. Node takes them for busy
 * until their first request: they would hold the end of the process back.
 */
export function closeSilentConnections(server: FastifyInstance): void {
  const silent = new Set<Socket>();
  server.server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.server.on('request', ({ socket }) => silent.delete(socket));
  server.addHook('preClose', async () => {
    setTimeout(() => {
      for (const socket of silent) socket.destroy();
    }, LAST_WORD_MS).unref();
  });
}
