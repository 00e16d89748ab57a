import type { ServerContext } from '@modelcontextprotocol/server';
import type { Tool } from './tool.js';

const EVERY_MS = 500;

/**
 * Runs what may take its time, and tells a caller that asked for it (`progressToken`) that it is still going on.
 * What is quick tells nothing, and so its answer stays plain JSON instead of a stream.
 */
export async function whileReporting<T>(
  { mcpReq }: ServerContext,
  { operation }: Tool,
  work: () => Promise<T>,
): Promise<T> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return work();
  let progress = 0;
  const timer = setInterval(() => {
    progress += 1;
    const params = { progressToken, progress, message: `${operation.service} is at work` };
    // A caller that has gone is told nothing more; its signal ends the work.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => clearInterval(timer));
  }, EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
